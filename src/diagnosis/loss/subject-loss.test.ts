/** Losses that fit the output: against double-precision formulas, by central differences. */
import { describe, expect, it } from "vitest";
import { reduceMean } from "../../graph/expressions.js";
import { gradients } from "../../graph/gradients/gradients.js";
import { initialWeights, parseInitializer } from "../../initializers/index.js";
import { parametersOf, parseModel } from "../../network/models/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { instrument, loadInstrument, type Point } from "../../training/instrument.js";
import { largestCurvature } from "../measure/curvature.js";
import { openMeter } from "../measure/meter.js";
import { sampleLosses, targetInputs } from "../measure/output.js";
import { drawnBatch, type Subject } from "../subject.js";
import { type SubjectLoss, withDrawnTargets } from "./subject-loss.js";

const { runtime } = await loadRuntime();
const [rows, inputs, seed] = [6, 7, 3];

/** A linear network of so many outputs: z = W x + b. */
function linear(width: number, loss: SubjectLoss): Subject {
  const { model, options } = parseModel("mlp:depth=0");
  const problem = { input: [inputs], classes: width };
  const { parameters } = parametersOf(model, problem, options);
  return {
    name: "linear",
    layers: model.build(problem, options),
    shape: problem.input,
    parameters,
    weights: initialWeights(parseInitializer("normal:std=0.7").initializer, parameters, 5, { std: 0.7 }),
    batch: drawnBatch({ shape: problem.input, rows, classes: Math.max(2, width), seed }),
    labelled: false,
    loss,
  };
}

/**
 * The loss of one sample in double precision, written anew: `target` is the class or the numbers.
 */
const formulas = {
  "cross-entropy": (z: readonly number[], [label = 0]: ArrayLike<number> & Iterable<number>) =>
    Math.log(z.reduce((sum, one) => sum + Math.exp(one), 0)) - z[label]!,
  mse: (z: readonly number[], t: ArrayLike<number>) => mean(z.map((one, k) => (one - t[k]!) ** 2)),
  "binary-cross-entropy": (z: readonly number[], t: ArrayLike<number>) =>
    mean(z.map((one, k) => -Math.log(1 / (1 + Math.exp(t[k] === 1 ? -one : one))))),
};

const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** The mean loss of a linear network at a kernel, in double precision. */
function lossAt({ batch, loss, weights }: Subject, kernel: Float64Array, width: number): number {
  const { name, output, axis = 1, targets } = loss!;
  const bias = weights["dense1/bias"]!;
  return mean(
    Array.from({ length: rows }, (_, r) => {
      const z = Array.from({ length: width }, (__, k) =>
        Array.from({ length: inputs }, (___, i) => kernel[k * inputs + i]! * batch.inputs[r * inputs + i]!).reduce(
          (sum, x) => sum + x,
          bias[k]!,
        ),
      );
      const numbers = Array.from(targets!).slice((r * targets!.length) / rows, ((r + 1) * targets!.length) / rows);
      if (name !== "cross-entropy") return formulas[name](z, numbers);
      // Row-major [a, b]: of axis 1 the classes are a apart by b, of axis 2 next to each other.
      const [a, b] = [output[0]!, output[1] ?? 1];
      const [classes, places] = axis === 1 ? [a, b] : [b, a];
      return mean(
        Array.from({ length: places }, (__, p) =>
          formulas[name](
            Array.from({ length: classes }, (___, c) => z[axis === 1 ? c * b + p : p * b + c]!),
            [numbers[p]!],
          ),
        ),
      );
    }),
  );
}

const gradientPoint =
  (subject: Subject): Point<readonly Float32Array[]> =>
  (context) => {
    const loss = reduceMean(context.g, sampleLosses(context, subject.loss), [0], false);
    const kernel = context.network.parameters[0]!.value;
    return { outputs: gradients(context.g, [loss], [kernel]), read: (numbers) => numbers };
  };

const cases: readonly (readonly [string, SubjectLoss])[] = [
  ["cross-entropy over [N, 10]", { name: "cross-entropy", output: [10] }],
  ["cross-entropy over axis 1 of [N, 2, 5]", { name: "cross-entropy", output: [2, 5] }],
  ["cross-entropy over axis 2 of [N, 2, 5]", { name: "cross-entropy", output: [2, 5], axis: 2 }],
  ["mse of [N, 2, 5]", { name: "mse", output: [2, 5] }],
  ["mse of one number", { name: "mse", output: [1] }],
  ["binary cross-entropy of [N, 10]", { name: "binary-cross-entropy", output: [10] }],
  ["binary cross-entropy of one number", { name: "binary-cross-entropy", output: [1] }],
];

describe.each(cases)("%s", (_, loss) => {
  const width = loss.output.reduce((size, n) => size * n, 1);
  const subject = linear(width, withDrawnTargets(loss, rows, seed));
  const kernel = Float64Array.from(subject.weights["dense1/kernel"]!);

  it("has the loss and the gradient of the formula", async () => {
    const meter = await openMeter(subject, { runtime });
    const { network } = await meter.look(subject.weights, false);
    await meter.release();
    expect(network.loss).toBeCloseTo(lossAt(subject, kernel, width), 5);
    const network_ = { layers: subject.layers, shape: subject.shape, rows, mode: "measure" } as const;
    const { look, release } = await loadInstrument(runtime, instrument(network_, { gradient: gradientPoint(subject) }));
    const [gradient] = (await look(subject.weights, subject.batch, targetInputs(subject))).gradient;
    await release();
    for (const [k, slope] of gradient!.entries()) {
      const [up, down] = [1e-5, -1e-5].map((step) => {
        const moved = Float64Array.from(kernel);
        moved[k]! += step;
        return lossAt(subject, moved, width);
      });
      expect(slope).toBeCloseTo((up! - down!) / 2e-5, 5);
    }
  });
});

it("mse at step 0 of zero weights is the mean square of the targets, and 1 without looking", async () => {
  const subject = linear(4, withDrawnTargets({ name: "mse", output: [4] }, rows, seed));
  const zeros = Object.fromEntries(Object.entries(subject.weights).map(([k, w]) => [k, new Float32Array(w.length)]));
  const meter = await openMeter(subject, { runtime });
  const { network } = await meter.look(zeros, false);
  await meter.release();
  expect(network.loss).toBeCloseTo(mean(Array.from(subject.loss!.targets!, (t) => t * t)), 6);
  expect(network.classLoss).toBe(1);
});

it("curvature of mse is the largest eigenvalue of 2/K · E [x, 1][x, 1]ᵀ, whatever the weights", async () => {
  const subject = linear(1, withDrawnTargets({ name: "mse", output: [1] }, rows, seed));
  const x = Array.from({ length: rows }, (_, r) => [...subject.batch.inputs.subarray(r * inputs, (r + 1) * inputs), 1]);
  let v = x[0]!.map(() => 1);
  let size = 0;
  for (let i = 0; i < 2000; i++) {
    const next = v.map((_, j) => (2 * x.reduce((sum, row) => sum + row[j]! * dot(row, v), 0)) / rows);
    size = Math.sqrt(dot(next, next));
    v = next.map((one) => one / size);
  }
  expect((await largestCurvature(runtime, subject)) / size).toBeCloseTo(1, 2);
});

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, one, i) => sum + one * b[i]!, 0);

it("labels are targets of mse one by class, and of one binary answer as they are", async () => {
  const look = async (width: number, loss: SubjectLoss, labels: readonly number[]) => {
    const subject = { ...linear(width, loss), labelled: true };
    const batch = { ...subject.batch, labels: Int32Array.from(labels) };
    const zeros = Object.fromEntries(Object.entries(subject.weights).map(([k, w]) => [k, new Float32Array(w.length)]));
    const meter = await openMeter({ ...subject, batch }, { runtime });
    const { network } = await meter.look(zeros, false);
    await meter.release();
    return [network.loss, network.classLoss];
  };
  const [ofMse, leastOfMse] = await look(3, { name: "mse", output: [3] }, [0, 1, 2, 0, 1, 2]);
  expect(ofMse).toBeCloseTo(1 / 3, 6); // one 1 of three targets
  expect(leastOfMse).toBeCloseTo((1 / 3) * (2 / 3), 6); // π (1 − π)
  const binary = await look(1, { name: "binary-cross-entropy", output: [1] }, [1, 0, 0, 0, 0, 0]);
  expect(binary[0]).toBeCloseTo(Math.log(2), 6);
  expect(binary[1]).toBeCloseTo(-(1 / 6) * Math.log(1 / 6) - (5 / 6) * Math.log(5 / 6), 6);
});
