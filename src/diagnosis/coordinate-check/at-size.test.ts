/**
 * The readings of one size, against a linear network and one step of gradient descent in float64.
 */
import { expect, it } from "vitest";
import { initialWeights, lecunNormal } from "../../initializers/index.js";
import { mlp, parametersOf } from "../../network/models/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { drawnBatch } from "../subject.js";
import { readAtSize } from "./at-size.js";

const { runtime } = await loadRuntime();

type Matrix = readonly (readonly number[])[];

const product = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
const transposed = (a: Matrix): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!));
const columnSums = (a: Matrix): number[] => transposed(a).map((row) => row.reduce((sum, x) => sum + x, 0));
const matrix = (numbers: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: numbers.length / columns }, (_, i) =>
    Array.from({ length: columns }, (__, j) => numbers[i * columns + j]!),
  );
const rms = (a: Matrix): number => {
  const all = a.flat();
  return Math.sqrt(all.reduce((sum, x) => sum + x * x, 0) / all.length);
};
const minus = (a: Matrix, b: Matrix): number[][] => a.map((row, i) => row.map((x, j) => x - b[i]![j]!));

/** x W₁ᵀ W₂ᵀ W₃ᵀ with biases; the answers of each layer. */
function answers(x: Matrix, kernels: readonly Matrix[], biases: readonly (readonly number[])[]): number[][][] {
  let input = x;
  return kernels.map((kernel, l) => {
    const out = product(input, transposed(kernel)).map((row) => row.map((value, j) => value + biases[l]![j]!));
    input = out;
    return out;
  });
}

it("activation, gradient, update and change of each group", async () => {
  const [inputs, width, classes, rows, rate] = [5, 7, 3, 4, 0.3];
  const problem = { input: [inputs], classes };
  const options = { depth: 2, width, activation: "linear" };
  const { parameters } = parametersOf(mlp, problem, options);
  const batch = drawnBatch({ shape: [inputs], rows, classes, seed: 1 });
  const draw = (_: unknown, seed: number) => initialWeights(lecunNormal, parameters, seed);
  const [reading] = await readAtSize(
    { layers: mlp.build(problem, options), parameters },
    {
      runtime,
      problem,
      batch,
      optimizer: { kind: "sgd", learningRate: rate },
      steps: 1,
      seeds: [6],
      draw,
      multipliers: () => undefined,
    },
  );

  const weights = draw(undefined, 6);
  const x = matrix(batch.inputs, inputs);
  const columns = [inputs, width, width];
  const kernels = columns.map((size, l) => matrix(weights[`dense${l + 1}/kernel`]!, size));
  const biases = [width, width, classes].map((size) => Array.from({ length: size }, () => 0));
  const before = answers(x, kernels, biases);
  const byLogits = before[2]!.map((logits, r) => {
    const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
    return logits.map((z, c) => Math.exp(z) / total - Number(batch.labels[r] === c));
  });
  const bySecond = product(byLogits, kernels[2]!);
  const slopes = [product(bySecond, kernels[1]!), bySecond, byLogits];
  const layerInputs = [x, before[0]!, before[1]!];
  const stepped = kernels.map((kernel, l) =>
    kernel.map((row, i) =>
      row.map((w, j) => w - (rate / rows) * product(transposed(slopes[l]!), layerInputs[l]!)[i]![j]!),
    ),
  );
  const steppedBiases = slopes.map((slope) => columnSums(slope).map((sum) => (-rate / rows) * sum));
  const after = answers(x, stepped, steppedBiases);
  for (const [l, group] of (["input", "hidden", "output"] as const).entries()) {
    const alone = answers(layerInputs[l]!, [stepped[l]!], [steppedBiases[l]!])[0]!;
    const expected = {
      activation: rms(before[l]!),
      gradient: rms(slopes[l]!),
      update: rms(minus(alone, before[l]!)),
      change: rms(minus(after[l]!, before[l]!)),
    };
    for (const [quantity, value] of Object.entries(expected)) {
      expect(reading![group][quantity as keyof typeof expected]! / value, `${group} ${quantity}`).toBeCloseTo(1, 5);
    }
  }
});
