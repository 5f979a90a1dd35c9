/** The readings of training steps, against softmax regression in double precision. */
import { expect, it } from "vitest";
import { firstGlyphs } from "../../test/glyph-training.js";
import { initialWeights, parseInitializer } from "../initializers/index.js";
import { parametersOf, parseModel } from "../network/models/index.js";
import type { Recipe } from "../recipe.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { batchOf } from "../training/batch.js";
import { diagnose } from "./diagnose.js";

const { runtime } = await loadRuntime();
const dataset = firstGlyphs(40, 20);
const batch = batchOf(
  dataset.train,
  Int32Array.from({ length: 40 }, (_, i) => i),
);

async function diagnosisOf(model: string, steps: number, changes: Partial<Recipe>, trainedOn = dataset) {
  const { model: network, options } = parseModel(model);
  const problem = { input: dataset.shape, classes: dataset.classes };
  const { parameters } = parametersOf(network, problem, options);
  const method = parseInitializer("glorot-uniform");
  const weights = initialWeights(method.initializer, parameters, 5, method.options);
  const layers = network.build(problem, options);
  const recipe: Recipe = { ...network.recipe, batch: 40, ...changes };
  const { optimizer } = recipe;
  const subject = { name: model, layers, shape: problem.input, parameters, weights, batch, labelled: true };
  const diagnosis = await diagnose(subject, {
    runtime,
    optimizer,
    isFresh: true,
    training: { dataset: trainedOn, recipe, steps, seed: 3 },
    referenceSeeds: [11],
    remedy: (name) => name,
    weightsInWords: "",
    samplesInWords: "",
    notes: [],
  });
  return { diagnosis, weights };
}

const constant = (learningRate: number): Partial<Recipe> => ({
  optimizer: { kind: "sgd", learningRate },
  schedule: { kind: "constant" },
});

/** Gradient descent on W and b of softmax regression, as the readings name it. */
function regression(kernel: Float32Array, rates: readonly number[]) {
  const [rows, inputs, classes] = [40, 784, 10];
  const x = Float64Array.from(batch.inputs);
  let [w, b] = [Float64Array.from(kernel), new Float64Array(classes)];
  return rates.map((rate) => {
    let [loss, moment, slopes] = [0, 0, 0];
    const [dw, db] = [new Float64Array(w.length), new Float64Array(classes)];
    for (let r = 0; r < rows; r++) {
      const z = Array.from(b, (bias, c) => {
        let sum = bias;
        for (let i = 0; i < inputs; i++) sum += w[c * inputs + i]! * x[r * inputs + i]!;
        return sum;
      });
      const total = Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0));
      loss += (total - z[batch.labels[r]!]!) / rows;
      z.forEach((value, c) => {
        const slope = Math.exp(value - total) - Number(batch.labels[r] === c);
        moment += value ** 2 / (rows * classes);
        slopes += slope ** 2 / (rows * classes);
        db[c]! += slope / rows;
        for (let i = 0; i < inputs; i++) dw[c * inputs + i]! += (slope * x[r * inputs + i]!) / rows;
      });
    }
    const update = rate * Math.hypot(...dw);
    const updateRatio = update / Math.hypot(...w);
    w = w.map((value, i) => value - rate * dw[i]!);
    b = b.map((value, c) => value - rate * db[c]!);
    return { loss, moment, slopes, updateRatio };
  });
}

it("are those of gradient descent on softmax regression", async () => {
  const { diagnosis, weights } = await diagnosisOf("mlp:depth=0", 4, constant(0.5));
  const expected = regression(weights["dense1/kernel"]!, [0.5, 0.5, 0.5, 0.5, 0]);
  expect(diagnosis.steps.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
  diagnosis.steps.forEach((row, i) => {
    expect(row.loss / expected[i]!.loss).toBeCloseTo(1, 5);
    expect(row.signalSecondMoment / expected[i]!.moment).toBeCloseTo(1, 5);
    expect(row.gradientSecondMoment! / expected[i]!.slopes).toBeCloseTo(1, 5);
    if (i < 4) expect(row.updateRatio! / expected[i]!.updateRatio).toBeCloseTo(1, 4);
    expect(row.dead).toBeNull();
  });
  expect(diagnosis.steps.at(-1)!.updateRatio).toBeNull();
  expect(diagnosis.steps[0]!.updateRatio).toBeCloseTo(diagnosis.layers[0]!.weights.updateRatio!, 6);
});

it("has what each step changes of every layer: at first the update that is measured", async () => {
  const { diagnosis } = await diagnosisOf("mlp:depth=2,width=16", 2, constant(0.1));
  const { steps, layers } = diagnosis;
  expect(steps.map(({ updateRatios }) => updateRatios.length)).toEqual([3, 3, 0]);
  for (const [i, { weights }] of layers.entries()) {
    expect(steps[0]!.updateRatios[i]! / weights.updateRatio!).toBeCloseTo(1, 4);
  }
  for (const { updateRatio, updateRatios } of steps.slice(0, -1)) {
    expect(updateRatio).toBe(updateRatios.toSorted((a, b) => a - b)[1]);
  }
});

it("says at which step the loss stops being a number, and reads no further", async () => {
  const { diagnosis } = await diagnosisOf("mlp:depth=3,width=16", 30, constant(1e12));
  const losses = diagnosis.steps.map(({ loss }) => loss);
  expect(losses.slice(0, -1).every(Number.isFinite)).toBe(true);
  expect(losses.length).toBeLessThan(31);
  expect(diagnosis.notes.at(-1)).toMatch(
    new RegExp(`^the loss is (NaN|Infinity) after ${losses.length - 1} steps? with a rate of 1000000000000; .*--lr`),
  );
});

it("follows schedule and warm-up of the recipe", async () => {
  const { diagnosis, weights } = await diagnosisOf("mlp:depth=0", 2, {
    epochs: 4,
    schedule: { kind: "cosine" },
    warmupSteps: 4,
    optimizer: { kind: "sgd", learningRate: 0.1 },
  });
  // One step per epoch: the second is a quarter of the way down the cosine.
  const second = 0.1 * (2 / 4) * 0.5 * (1 + Math.cos(Math.PI / 4));
  const expected = regression(weights["dense1/kernel"]!, [0.1 / 4, second, 0]);
  diagnosis.steps.slice(0, 2).forEach(({ updateRatio }, i) => {
    expect(updateRatio! / expected[i]!.updateRatio).toBeCloseTo(1, 4);
  });
  expect(diagnosis.steps[2]!.loss / expected[2]!.loss).toBeCloseTo(1, 5);
  expect(diagnosis.notes).toEqual([
    "steps: sgd with a rate of 0.1, cosine schedule, warm-up over 4 steps, on batches of 40; every row is of the same samples",
  ]);
});

it("says why a network cannot be trained on the data", async () => {
  const other = { ...dataset, shape: [784, 1, 1] };
  const { diagnosis } = await diagnosisOf("lenet5", 2, {}, other);
  expect(diagnosis.steps).toEqual([]);
  expect(diagnosis.notJudged.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^training steps: .*/)]);
});
