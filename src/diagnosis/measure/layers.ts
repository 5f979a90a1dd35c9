/** The layers of a network with what stands behind each: its activation and its signals. */
import type { GraphBuilder } from "../../graph/builder.js";
import type { Value } from "../../graph/graph.js";
import { unnamed } from "../../network/from-onnx/index.js";
import type { NetworkGraph } from "../../network/layers/layer.js";
import { affineLayers, type PlacedLayer } from "../../training/affine-layers.js";
import { type ActivationFacts, activationFacts } from "./activation-facts.js";
import { follower } from "./activation-output.js";
import type { RowAxis } from "./row-axes.js";
import type { Signal } from "./signal.js";

/** A layer with the places where it is measured. */
export interface MeasuredLayer extends PlacedLayer {
  /** As in `LayerReadings`. */
  readonly activation: string | null;
  readonly before: Signal;
  /** What goes into the activation, and what it returns; undefined where none follows. */
  readonly input: Signal | undefined;
  readonly after: Signal | undefined;
  readonly facts: ActivationFacts | undefined;
  /** Why `after` is missing although the role names an activation. */
  readonly problem?: string | undefined;
}

/** The layers of a network in the order of the forward pass. */
export function measuredLayers(
  g: GraphBuilder,
  network: NetworkGraph,
  rowAxis: (value: Value) => RowAxis | undefined,
): MeasuredLayer[] {
  const layers = affineLayers(g, network);
  const follow = follower(g, new Set(layers.map(({ product }) => product)));
  return layers.map((placed): MeasuredLayer => {
    const { layer, output, unitAxis } = placed;
    const { role } = layer.kernel;
    const before = { value: output, rowAxis: rowAxis(output), unitAxis };
    const without = { ...placed, before, input: undefined, after: undefined, facts: undefined };
    const named = role.activation ?? "linear";
    if (named === "linear") return { ...without, activation: "linear" };
    const facts = activationFacts(role);
    const applied =
      named === "softmax"
        ? follow.softmax(output)
        : facts === undefined
          ? undefined
          : follow.activation(output, facts.value);
    // A softmax behind the logits does not change their size.
    if (applied === undefined && named === "softmax") return { ...without, activation: "linear" };
    const activation = named.startsWith(unnamed) ? null : named;
    if (applied === undefined) {
      return { ...without, activation, problem: `no node behind it computes its activation "${named}"` };
    }
    const signal = (value: Value): Signal => ({
      value,
      rowAxis: rowAxis(value),
      unitAxis: unitAxisOf(value, output, unitAxis),
    });
    return { ...placed, activation, before, input: signal(applied.input), after: signal(applied.output), facts };
  });
}

/** The axis of units behind layers that may have moved it. */
function unitAxisOf({ shape }: Value, output: Value, unitAxis: number): number {
  const units = output.shape[unitAxis];
  if (shape.length === output.shape.length && shape[unitAxis] === units) return unitAxis;
  const alike = shape.flatMap((n, axis) => (axis > 0 && n === units ? [axis] : []));
  return alike[0] ?? shape.length - 1;
}
