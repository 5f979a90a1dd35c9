/** Readings along the first steps: the steps are those of training. */
import { expect, it } from "vitest";
import { firstGlyphs, glyphNetwork, smallRecipe } from "../../../test/glyph-training.js";
import { subjectOf } from "../../../test/measured-network.js";
import { InputError } from "../../errors.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { batchOf } from "../../training/batch.js";
import { compileProblem, initialState, runStreams, trainEpoch } from "../../training/index.js";
import { stepByStep } from "../../training/step-by-step.js";
import { followSteps } from "./follow-steps.js";
import { measure } from "./measure.js";

const { runtime } = await loadRuntime();
const dataset = firstGlyphs(32, 10);
const shape = [1, 28, 28];
const layers = glyphNetwork("mlp:depth=2,width=16");
const all = batchOf(
  dataset.train,
  Int32Array.from({ length: 32 }, (_, i) => i),
);
const subject = subjectOf(layers, shape, all);
const optimizer = { kind: "sgd", learningRate: 0.1, momentum: 0 } as const;

it("steps one by one are those of an epoch", async () => {
  const recipe = smallRecipe({ kind: "adam", learningRate: 0.01 });
  const problem = await compileProblem(runtime, dataset, layers, recipe, undefined, { stepsAtOnce: 1 });
  const state = initialState(problem, subject.weights);
  const epoch = await trainEpoch(problem, state, runStreams(3));
  if (epoch.kind === "diverged") throw new Error("diverged");
  for await (const { step, tensors } of stepByStep(problem, state, runStreams(3))) {
    if (step < epoch.state.step) continue;
    for (const [name, { data }] of Object.entries(epoch.state.tensors)) expect(tensors[name]!.data).toEqual(data);
    break;
  }
  expect(epoch.state.step).toBe(2);
  await problem.release();
});

it("readings at the start are those of measure, and each update is the gradient times the rate", async () => {
  const readings = await followSteps(subject, { runtime, dataset, steps: 3, optimizer });
  expect(readings.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
  const { layers: start, network } = await measure(subject, { runtime, optimizer });
  expect(readings[0]!.output.loss).toBe(network.loss);
  for (const [i, layer] of readings[0]!.layers.entries()) {
    const { updateRatio: first, ...expected } = start[i]!.weights;
    expect(layer).toMatchObject({ ...start[i], weights: expected });
    expect(layer.weights.updateRatio! / first!).toBeCloseTo(1, 3);
  }
  for (const { layers: seen, stepLoss, output } of readings.slice(0, -1)) {
    // The whole data set is one batch, in another order.
    expect(stepLoss! / output.loss).toBeCloseTo(1, 5);
    for (const { weights } of seen) {
      expect(weights.updateRatio! / ((0.1 * weights.gradientRms!) / weights.rms)).toBeCloseTo(1, 3);
    }
  }
  const losses = readings.map(({ output }) => output.loss);
  expect(losses).toEqual([...losses].sort((a, b) => b - a));
  expect(readings.at(-1)).toMatchObject({ stepLoss: null, layers: [{ weights: { updateRatio: null } }, {}, {}] });
});

it("ends where the loss is no longer finite", async () => {
  const readings = await followSteps(subject, { runtime, dataset, steps: 50, optimizer, learningRate: 1e30 });
  expect(readings.length).toBeLessThan(10);
  expect(readings.at(-1)!.output.loss).toBeNaN();
});

it("needs a number of steps", async () => {
  for (const steps of [0, 1.5, Number.NaN]) {
    await expect(followSteps(subject, { runtime, dataset, steps, optimizer })).rejects.toThrow(InputError);
  }
});
