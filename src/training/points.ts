/** The points of a network that can be read (`instrument.ts`). */
import { mul, reduceMean, reshape, sub } from "../graph/expressions.js";
import { gradients } from "../graph/gradients/gradients.js";
import type { UnitStatistics, Weights } from "../initializers/network-access.js";
import type { TensorSpecification } from "../network/parameter.js";
import { affineLayers } from "./affine-layers.js";
import type { Point, PointContext } from "./instrument.js";
import { lossPerSample, oneHot } from "./loss.js";
import type { TrainingRecipe } from "./training-recipe.js";

/** The logits: `[rows, classes]`. */
export const logits: Point<Float32Array> = ({ network }) => ({
  outputs: [network.logits],
  read: ([values]) => values!,
});

/** Operators that are activations. */
const ACTIVATIONS = ["Relu", "Tanh", "Sigmoid"];

/** The output of each activation, in the order of the forward pass. */
export const activations: Point<readonly Float32Array[]> = ({ g }) => ({
  outputs: g.nodes.filter(({ operator }) => ACTIVATIONS.includes(operator)).map(({ outputs }) => outputs[0]!),
  read: (values) => values,
});

/** Mean and variance of the pre-activation of each unit, for each layer with a kernel. */
export const unitStatistics: Point<Readonly<Record<string, UnitStatistics>>> = ({ g, network }) => {
  const layers = affineLayers(g, network);
  const outputs = layers.flatMap(({ layer, output, unitAxis }) => {
    const axes = output.shape.flatMap((_, axis) => (axis === unitAxis ? [] : [axis]));
    const mean = reduceMean(g, output, axes);
    const deviation = sub(g, output, mean);
    const variance = reduceMean(g, mul(g, deviation, deviation), axes);
    return [reshape(g, mean, [layer.units]), reshape(g, variance, [layer.units])];
  });
  return {
    outputs,
    read: (values) =>
      Object.fromEntries(
        layers.map(({ layer }, i) => [layer.name, { mean: values[2 * i]!, variance: values[2 * i + 1]! }]),
      ),
  };
};

/**
 * The gradient of the batch's mean loss by parameters.
 *
 * @param by which parameters
 */
export function lossGradients(
  loss: TrainingRecipe["loss"],
  by: (parameter: TensorSpecification) => boolean = () => true,
): Point<Weights> {
  return ({ g, network, labels }) => {
    const target = oneHot(g, labels(), network.logits.shape[1]!);
    const mean = reduceMean(g, lossPerSample(g, loss, network.logits, target), [0], false);
    const parameters = network.parameters.filter(by);
    const slopes = gradients(
      g,
      [mean],
      parameters.map(({ value }) => value),
    );
    return { outputs: slopes, read: byName(parameters) };
  };
}

/** Name of the input that `logitGradients` reads: `[rows, classes]`. */
export const logitWeights = "logit-weights";

/**
 * The gradient of Σ weights · logits by every parameter; the weights are an input, `logitWeights`.
 */
export const logitGradients: Point<Weights> = ({ g, network }: PointContext) => {
  const weights = g.input(logitWeights, "float32", network.logits.shape);
  const slopes = gradients(
    g,
    [network.logits],
    network.parameters.map(({ value }) => value),
    [weights],
  );
  return { outputs: slopes, read: byName(network.parameters) };
};

function byName(parameters: readonly { readonly name: string }[]) {
  return (values: readonly Float32Array[]): Weights =>
    Object.fromEntries(parameters.map(({ name }, i) => [name, values[i]!]));
}
