/** The layers of a network with what stands behind each: its activation and its signals. */
import type { GraphBuilder } from "../../graph/builder.js";
import type { Value } from "../../graph/graph.js";
import type { Weights } from "../../initializers/network-access.js";
import { unnamed } from "../../network/from-onnx/index.js";
import type { NetworkGraph } from "../../network/layers/layer.js";
import { affineLayers, type PlacedLayer } from "../../training/affine-layers.js";
import { type ActivationFacts, activationFacts } from "./activation-facts.js";
import { follower } from "./activation-output.js";
import { recurrentLayers } from "./recurrent-layers.js";
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
  /** What is not as `LayerReadings` says, and why. */
  readonly problem?: string | undefined;
}

/**
 * The layers of a network in the order of the forward pass.
 *
 * @param weights the numbers of every parameter: activations may read slopes
 */
export function measuredLayers(
  g: GraphBuilder,
  network: NetworkGraph,
  weights: Weights,
  rowAxis: (value: Value) => RowAxis | undefined,
): MeasuredLayer[] {
  const affine = affineLayers(g, network);
  const recurrent = recurrentLayers(g, network);
  const parameters = new Map(network.parameters.map(({ name, value }) => [value, weights[name]!]));
  const products = new Set([...affine, ...recurrent].map(({ product }) => product));
  const follow = follower(g, products, (value) => parameters.get(value));
  const inside = recurrent.map((placed): MeasuredLayer => {
    const { output, unitAxis } = placed;
    const before = { value: output, rowAxis: rowAxis(output), unitAxis };
    const problem = "its gates lie inside of a recurrent operator; what that returns stands for it";
    return { ...placed, activation: null, before, input: undefined, after: undefined, facts: undefined, problem };
  });
  const outside = affine.map((placed): MeasuredLayer => {
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
      return {
        ...without,
        activation,
        problem: `its activation "${named}" was not found behind it; what it returns stands for it`,
      };
    }
    const signal = (value: Value): Signal => ({
      value,
      rowAxis: rowAxis(value),
      unitAxis: unitAxisOf(value, output, unitAxis),
    });
    return { ...placed, activation, before, input: signal(applied.input), after: signal(applied.output), facts };
  });
  const place = new Map(g.nodes.map((node, i) => [node, i]));
  return [...outside, ...inside].sort((a, b) => place.get(a.product)! - place.get(b.product)!);
}

/** The axis of units behind layers that may have moved it. */
function unitAxisOf({ shape }: Value, output: Value, unitAxis: number): number {
  const units = output.shape[unitAxis];
  if (shape.length === output.shape.length && shape[unitAxis] === units) return unitAxis;
  const alike = shape.flatMap((n, axis) => (axis > 0 && n === units ? [axis] : []));
  return alike[0] ?? shape.length - 1;
}
