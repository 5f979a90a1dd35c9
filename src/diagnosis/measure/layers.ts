/** The layers of a network with what stands behind each: its activation and its signals. */
import type { GraphBuilder } from "../../graph/builder.js";
import type { Value } from "../../graph/graph.js";
import type { Weights } from "../../initializers/network-access.js";
import { unnamed } from "../../network/from-onnx/index.js";
import type { NetworkGraph } from "../../network/layers/layer.js";
import { affineLayers, type PlacedLayer } from "../../training/affine-layers.js";
import { type ActivationFacts, activationFacts } from "./activation-facts.js";
import { follower } from "./activation-output.js";
import { computedKernels } from "./computed-kernels.js";
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
  /** As in `LayerReadings`. */
  readonly recurrent?: string | undefined;
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
  const computed = computedKernels(
    g,
    network,
    new Set([...affine, ...recurrent].map(({ layer }) => layer.kernel.name)),
  );
  const parameters = new Map(network.parameters.map(({ name, value }) => [value, weights[name]!]));
  const products = new Set([...affine, ...computed, ...recurrent].map(({ product }) => product));
  const follow = follower(g, products, (value) => parameters.get(value));
  const inside = recurrent.map((placed): MeasuredLayer => {
    const { output, unitAxis } = placed;
    const before = { value: output, rowAxis: rowAxis(output), unitAxis };
    const problem =
      "signals: its gates lie inside of a recurrent operator; what that returns stands for it, and saturated gates, and gradients that vanish over the steps, are not judged";
    return { ...placed, activation: null, before, input: undefined, after: undefined, facts: undefined, problem };
  });
  const problem =
    "weights: the kernel is computed from that parameter, and readings of weights are those of the parameter";
  const outside = [...affine, ...computed].map((placed): MeasuredLayer => {
    const { layer, output, unitAxis } = placed;
    const { role } = layer.kernel;
    const before = { value: output, rowAxis: rowAxis(output), unitAxis };
    const note = computed.includes(placed) ? { problem } : {};
    const without = { ...placed, ...note, before, input: undefined, after: undefined, facts: undefined };
    const declared = role.activation ?? "linear";
    if (declared === "linear") return { ...without, activation: "linear" };
    const facts = activationFacts(role);
    const applied =
      declared === "softmax"
        ? follow.softmax(output)
        : facts === undefined
          ? undefined
          : follow.activation(output, facts.value);
    // The loss reads logits: a softmax or sigmoid behind them is no part of the network.
    const isBehindLogits = declared === "softmax" || role.head === true;
    if (applied === undefined && isBehindLogits) return { ...without, activation: "linear" };
    const activation = declared.startsWith(unnamed) ? null : declared;
    if (applied === undefined) {
      return {
        ...without,
        activation,
        problem: `signals: its activation "${declared}" was not found behind it; what it returns stands for it`,
      };
    }
    const signal = (value: Value): Signal => ({
      value,
      rowAxis: rowAxis(value),
      unitAxis: unitAxisOf(value, output, unitAxis),
    });
    const around = { input: signal(applied.input), after: signal(applied.output) };
    return { ...placed, ...note, activation, before, ...around, facts };
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
