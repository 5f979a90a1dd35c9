/** Gradients at layers and kernels, and the first update, computed in the graph. */
import type { GraphBuilder } from "../../graph/builder.js";
import { cast, div, matMul, mul, reduceMean, reduceSum, reshape, scale } from "../../graph/expressions.js";
import { gradients } from "../../graph/gradients/gradients.js";
import type { Value } from "../../graph/graph.js";
import { sizeOf, tensor } from "../../graph/tensor.js";
import type { NetworkGraph } from "../../network/layers/layer.js";
import { normals, stream } from "../../random/index.js";
import type { OptimizerSpecification } from "../../recipe.js";
import { lossPerSample, oneHot } from "../../training/loss.js";
import { optimizerOf, updateOf } from "../../training/optimizers.js";
import { fingerprints, type Projections } from "./distinct.js";
import { MOST_RANK, rankOf } from "./kernels.js";
import { largest, type Placed, secondMomentOf } from "./moments.js";
import type { LayerPlace } from "./places.js";

/** What is read of one layer's gradients. */
export interface BackwardReading {
  readonly gradientSecondMoment: number;
  readonly gradientRms: number;
  readonly gradientRank: number;
  /** √ mean of squares of the first update. */
  readonly updateRms: number;
  /**
   * Fingerprints of the gradient's rows by unit; undefined where the kernel has no row per unit.
   */
  readonly rows: Float32Array | undefined;
}

/** Singular values of gradients below this share of the largest are rounding. */
const ROUNDING = 1e-4;

/**
 * The gradients of all layers.
 *
 * @throws InputError where an operator has no gradient
 */
export function backward(
  g: GraphBuilder,
  network: NetworkGraph,
  places: readonly LayerPlace[],
  labels: Value,
  optimizer: OptimizerSpecification,
  projections: Projections,
): Placed<readonly BackwardReading[]> {
  const rows = network.logits.shape[0]!;
  const target = oneHot(g, labels, network.logits.shape[1]!);
  const total = reduceSum(g, lossPerSample(g, "cross-entropy", network.logits, target), [0], false);
  const kernels = places.map(({ kernel }) => network.parameters.find(({ name }) => name === kernel.name)!.value);
  const slopes = gradients(g, [total], [...places.map(({ before }) => before), ...kernels]);
  const parts = places.map(({ kernel, before, unitAxis }, i): Placed<BackwardReading> => {
    const signal = secondMomentOf(g, slopes[i]!);
    const gradient = scale(g, cast(g, slopes[places.length + i]!, "float32"), 1 / rows);
    const size = secondMomentOf(g, gradient);
    const step = secondMomentOf(g, firstUpdate(g, gradient, optimizer));
    const sketch = sketchOf(g, gradient);
    const hasRows = kernel.shape[0] === before.shape[unitAxis] && kernel.role.operation !== "transposed-convolution";
    const marks = hasRows ? fingerprints(g, gradient, 0, projections).outputs : [];
    return joined([signal, size, step], [sketch, ...marks], ([dz, dw, move], [combinations, rows]) => ({
      gradientSecondMoment: dz!,
      gradientRms: Math.sqrt(dw!),
      gradientRank: rankOf(combinations!, sketch.shape[0]!, ROUNDING),
      updateRms: Math.sqrt(move!),
      rows,
    }));
  });
  return inSequence(parts);
}

/** −(the optimizer's first update) of a parameter with this gradient, without weight decay. */
function firstUpdate(g: GraphBuilder, gradient: Value, specification: OptimizerSpecification): Value {
  const optimizer = optimizerOf(specification);
  const { hyperparameters } = optimizer;
  const zero = scale(g, gradient, 0);
  const scalars = optimizer.scalars?.(hyperparameters, 1) ?? {};
  const rate = hyperparameters.learningRate * (optimizer.rateFactor?.(hyperparameters, 1) ?? 1);
  const { parameter } = updateOf(optimizer, {
    g,
    parameter: zero,
    gradient,
    slots: optimizer.slots(hyperparameters).map(() => zero),
    learningRate: g.scalar(rate),
    scalars: Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, g.scalar(value)])),
    decays: false,
  });
  return parameter;
}

/** The gradient as a matrix, or random combinations of its rows where it has many. */
function sketchOf(g: GraphBuilder, gradient: Value): Value {
  const rows = gradient.shape[0]!;
  const width = sizeOf(gradient.shape) / rows;
  const matrix = reshape(g, div(g, gradient, largest(g, gradient)), [rows, width]);
  if (rows <= MOST_RANK) return matrix;
  const factors = normals(stream(0, "diagnosis", "combinations"), MOST_RANK * rows);
  return matMul(g, g.constant(tensor("float32", [MOST_RANK, rows], factors), "combinations"), matrix);
}

/** Several numbers and arrays as one. */
function joined<R>(
  scalars: readonly Placed<number>[],
  arrays: readonly Value[],
  read: (numbers: readonly number[], arrays: readonly Float32Array[]) => R,
): Placed<R> {
  const all = inSequence(scalars);
  const count = all.outputs.length;
  return {
    outputs: [...all.outputs, ...arrays],
    read: (numbers) => read(all.read(numbers.slice(0, count)), numbers.slice(count)),
  };
}

/** Several readings as one. */
export function inSequence<R>(parts: readonly Placed<R>[]): Placed<readonly R[]> {
  return {
    outputs: parts.flatMap(({ outputs }) => outputs),
    read: (numbers) => {
      let place = 0;
      return parts.map(({ outputs, read }) => {
        const values = numbers.slice(place, place + outputs.length);
        place += outputs.length;
        return read(values);
      });
    },
  };
}

/** Mean entropies of the attention maps of a network, and the spread of their logits. */
export function attentionMaps(g: GraphBuilder): readonly {
  readonly name: string;
  readonly tokens: number;
  readonly placed: Placed<{ readonly entropy: number; readonly logitDeviation: number }>;
}[] {
  return g.nodes
    .filter(
      ({ operator, inputs, outputs }) =>
        operator === "Softmax" && outputs[0]!.shape.length >= 3 && comesFromProduct(g, inputs[0]!),
    )
    .map(({ inputs, outputs, layer }) => {
      const [logits, maps] = [cast(g, inputs[0]!, "float32"), cast(g, outputs[0]!, "float32")];
      const tokens = maps.shape.at(-1)!;
      const last = maps.shape.length - 1;
      const axes = maps.shape.map((_, i) => i);
      const logs = g.apply("Log", [g.apply("Max", [maps, g.scalar(1e-30)])]);
      const entropy = scale(g, reduceMean(g, mul(g, maps, logs), axes, false), -tokens);
      const centred = g.apply("Sub", [logits, reduceMean(g, logits, [last])]);
      const variance = reduceMean(g, mul(g, centred, centred), axes, false);
      return {
        name: layer,
        tokens,
        placed: {
          outputs: [entropy, variance],
          read: ([h, v]: readonly Float32Array[]) => ({ entropy: h![0]!, logitDeviation: Math.sqrt(v![0]!) }),
        },
      };
    });
}

/** Whether a value is a product of two others, scaled, masked or shaped. */
function comesFromProduct(g: GraphBuilder, value: Value): boolean {
  let node = g.producer(value);
  for (let steps = 0; node !== undefined && steps < 8; steps++) {
    if (node.operator === "MatMul" || node.operator === "com.microsoft:FusedMatMul") return true;
    if (!["Mul", "Div", "Add", "Where", "Reshape", "Transpose", "Cast"].includes(node.operator)) return false;
    node = node.inputs.map((v) => (v === undefined ? undefined : g.producer(v))).find((one) => one !== undefined);
  }
  return false;
}
