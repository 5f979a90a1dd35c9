/** Several steps in one run of a graph are as many runs of one: to the same bits. */
import { describe, expect, it } from "vitest";
import { firstGlyphs, glyphNetwork, inPortableOperators, smallRecipe } from "../../test/glyph-training.js";
import { he, initialWeights, learningRateMultipliersOf, mup } from "../initializers/index.js";
import { batchNorm, conv, dense, dropout, flatten, maxPool, sequential } from "../network/layers/index.js";
import type { Layer } from "../network/layers/layer.js";
import type { Recipe } from "../recipe.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import type { Runtime } from "../runtime/runtime.js";
import { type CompileProblemOptions, compileProblem } from "./compile-problem.js";
import { trainEpoch, trainReplicas } from "./epoch.js";
import { runStreams } from "./run-streams.js";
import { initialState } from "./state.js";
import { stepsInOneRun } from "./steps-at-once.js";
import { buildTrainGraph } from "./train-graph.js";
import type { LearningRateMultipliers, TrainingState } from "./training.js";

const { runtime } = await loadRuntime();
// 12 steps an epoch: two runs of four, three steps by themselves, and the last over 4 samples.
const dataset = firstGlyphs(11 * 16 + 4, 50);

const problems: Readonly<Record<string, readonly [Layer, Recipe]>> = {
  "a perceptron of large products, momentum": [
    glyphNetwork("mlp:depth=2,width=256"),
    smallRecipe({ kind: "sgd", learningRate: 0.05, momentum: 0.9 }, { schedule: { kind: "cosine" }, warmupSteps: 5 }),
  ],
  "dropout and Adam, whose scalars change": [
    sequential(conv(4, 3, { activation: "relu" }), maxPool(2), dropout(0.25), flatten(), dense(10)),
    smallRecipe({ kind: "adam", learningRate: 1e-3 }),
  ],
  "batch norm, with a smaller last graph": [
    sequential(conv(16, 3, { bias: false }), batchNorm(), flatten(), dense(10)),
    smallRecipe({ kind: "rmsprop", learningRate: 1e-3 }),
  ],
  augmentation: [
    glyphNetwork("mlp:depth=1,width=16"),
    smallRecipe({ kind: "sgd", learningRate: 0.05 }, { augmentation: { shift: 0.1, flip: true } }),
  ],
};

async function trained(
  on: Runtime,
  layers: Layer,
  problemRecipe: Recipe,
  options: CompileProblemOptions,
  rates?: LearningRateMultipliers,
) {
  const problem = await compileProblem(on, dataset, layers, problemRecipe, rates, options);
  const losses: [number, number][] = [];
  const seen: number[] = [];
  let state: TrainingState = initialState(problem, initialWeights(he, problem.parameters, 0));
  const running = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    const outcome = await trainEpoch(problem, state, runStreams(3), {
      onLosses: (step, [loss]) => losses.push([step, loss!]),
      onStep: (samples) => seen.push(samples),
    });
    if (outcome.kind !== "trained") return expect.fail(`diverged at step ${outcome.step}`);
    state = outcome.state;
    running.push(outcome.running);
  }
  await problem.release();
  return { state, running, losses, seen };
}

function expectSameBits(actual: TrainingState, expected: TrainingState): void {
  expect([actual.epoch, actual.step]).toEqual([expected.epoch, expected.step]);
  expect(Object.keys(actual.tensors)).toEqual(Object.keys(expected.tensors));
  for (const [name, { data }] of Object.entries(expected.tensors)) {
    const [got, expected] = [actual.tensors[name]!.data, data].map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    );
    expect(got!.equals(expected!), name).toBe(true);
  }
}

describe.each([
  ["fast", runtime],
  ["portable", inPortableOperators(runtime)],
])("in %s operators", (_, on) => {
  it.each(Object.keys(problems))("%s", async (name) => {
    const [layers, problemRecipe] = problems[name]!;
    const one = await trained(on, layers, problemRecipe, { stepsAtOnce: 1 });
    const four = await trained(on, layers, problemRecipe, { stepsAtOnce: 4 });
    expectSameBits(four.state, one.state);
    expect(four.running).toEqual(one.running);
    expect(four.losses).toEqual(one.losses);
    expect(four.losses.map(([step]) => step)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    expect(four.seen.slice(0, 6)).toEqual([64, 128, 144, 160, 176, 180]);
  });
});

it("learning rates of their own reach every step", async () => {
  const layers = glyphNetwork("mlp:depth=2,width=64");
  const problemRecipe = smallRecipe({ kind: "sgd", learningRate: 0.05 });
  const { parameters } = await compileProblem(runtime, dataset, layers, problemRecipe);
  const rates = learningRateMultipliersOf(mup, parameters, "sgd")!;
  const [one, four] = await Promise.all(
    [1, 4].map((stepsAtOnce) => trained(runtime, layers, problemRecipe, { stepsAtOnce }, rates)),
  );
  expectSameBits(four!.state, one!.state);
});

it.each([true, false])("runs at once make several steps at once (batches of their own: %s)", async (ownBatches) => {
  const [layers, problemRecipe] = problems["dropout and Adam, whose scalars change"]!;
  const replicas = { count: 2, ownBatches };
  const states: TrainingState[] = [];
  for (const stepsAtOnce of [1, 4]) {
    const problem = await compileProblem(runtime, dataset, layers, problemRecipe, undefined, { replicas, stepsAtOnce });
    const weights = [0, 1].map((seed) => initialWeights(he, problem.parameters, seed));
    const streams = (ownBatches ? [0, 1] : [0]).map(runStreams);
    states.push((await trainReplicas(problem, initialState(problem, weights), streams)).state!);
    await problem.release();
  }
  expectSameBits(states[1]!, states[0]!);
});

it("are several where what a run costs is worth it, and enough steps are there", () => {
  const graphOf = (text: string) => {
    const source = { shape: [1, 28, 28], type: "uint8", count: 1000 } as const;
    const options = {
      layers: glyphNetwork(text),
      classes: 10,
      loss: "cross-entropy",
      source,
      labelCount: 1000,
      batch: 32,
    } as const;
    return buildTrainGraph(options, { kind: "sgd", learningRate: 0.1 });
  };
  const many = { perEpoch: 79, epochs: 20 };
  expect(stepsInOneRun(graphOf("mlp:depth=2,width=16"), many)).toBe(8);
  expect(stepsInOneRun(graphOf("mlp:depth=2,width=512"), many)).toBe(8);
  expect(stepsInOneRun(graphOf("lenet5"), many)).toBe(1);
  expect(stepsInOneRun(graphOf("mlp:depth=2,width=16"), { perEpoch: 15, epochs: 1000 })).toBe(1);
  expect(stepsInOneRun(graphOf("mlp:depth=2,width=16"), { perEpoch: 79, epochs: 2 })).toBe(1);
});

it("is told at which of them the loss was lost", async () => {
  const layers = glyphNetwork("mlp:depth=2,width=8");
  const steep = smallRecipe({ kind: "sgd", learningRate: 1e18 });
  const ends = [];
  for (const stepsAtOnce of [1, 4]) {
    const problem = await compileProblem(runtime, dataset, layers, steep, undefined, { stepsAtOnce });
    const start = initialState(problem, initialWeights(he, problem.parameters, 0));
    ends.push(await trainEpoch(problem, start, runStreams(3)));
    await problem.release();
  }
  expect(ends[1]).toEqual(ends[0]);
  expect(ends[0]!.kind).toBe("diverged");
});
