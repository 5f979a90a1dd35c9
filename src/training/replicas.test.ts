/** Several runs in one graph, each against the same run by itself. */
import { describe, expect, it } from "vitest";
import { firstGlyphs, glyphNetwork, inPortableOperators } from "../../test/glyph-training.js";
import { he, initialWeights, learningRateMultipliersOf, lecunNormal, mup, orthogonal } from "../initializers/index.js";
import {
  averagePool,
  batchNorm,
  conv,
  dense,
  dropout,
  flatten,
  globalAveragePool,
  groupNorm,
  maxPool,
  padShortcut,
  residual,
  sequential,
} from "../network/layers/index.js";
import type { Layer } from "../network/layers/layer.js";
import type { Recipe } from "../recipe.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { compileProblem } from "./compile-problem.js";
import { trainEpoch, trainReplicas } from "./epoch.js";
import { evaluate, evaluateReplicas } from "./evaluate.js";
import { runStreams } from "./run-streams.js";
import { initialState, separateStates, stackedStates, type Weights } from "./state.js";
import type { Replicas, TrainingState } from "./training.js";

const { runtime } = await loadRuntime();
/**
 * Runs alone are trained in portable operators, too, so that nothing differs but the graph's being
 * one for all.
 */
const portable = inPortableOperators(runtime);
const dataset = firstGlyphs(112, 112);

// 112 samples in batches of 32: the last of 4 steps is over 16 samples.
const recipe = (optimizer: Recipe["optimizer"], more: Partial<Recipe> = {}): Recipe => ({
  loss: "cross-entropy",
  optimizer,
  batch: 32,
  epochs: 2,
  ...more,
});
const sgd = { kind: "sgd", learningRate: 0.05 } as const;

const problems: Readonly<Record<string, readonly [Layer, Recipe]>> = {
  "a perceptron, Adam": [glyphNetwork("mlp:depth=2,width=12"), recipe({ kind: "adam", learningRate: 1e-3 })],
  "dropout, pooling, momentum": [
    sequential(conv(4, 3, { activation: "relu" }), maxPool(3, { stride: 2 }), dropout(0.25), flatten(), dense(10)),
    recipe({ ...sgd, momentum: 0.9, nesterov: true }),
  ],
  "batch norm, depthwise and strided convolution, weight decay": [
    sequential(
      // A bias would have no gradient but rounding, which Adam makes large.
      conv(6, 3, { stride: 2, padding: "same", bias: false }),
      batchNorm(),
      conv(6, 3, { groups: 3, activation: "tanh" }),
      averagePool(2),
      flatten(),
      dense(10),
    ),
    recipe({ kind: "adamw", learningRate: 1e-3, weightDecay: 0.1 }),
  ],
  "augmentation, squared error, RMSprop": [
    sequential(conv(4, 5, { stride: 3, activation: "elu" }), flatten(), dense(10)),
    recipe(
      { kind: "rmsprop", learningRate: 1e-4 },
      { loss: "mean-squared-error", augmentation: { shift: 0.1, flip: true } },
    ),
  ],
  "residual blocks, group norm": [
    sequential(
      conv(4, 3, { stride: 2 }),
      residual(sequential(conv(8, 3, { stride: 2, padding: 1 }), groupNorm(2), conv(8, 3, { padding: 1 })), {
        shortcut: padShortcut(8, 2),
        activation: "relu",
        scale: true,
      }),
      globalAveragePool(),
      dense(10),
    ),
    recipe(sgd),
  ],
  "attention, Adadelta": [glyphNetwork("vit_tiny"), recipe({ kind: "adadelta", learningRate: 0.1 })],
};

const weightsOf = (parameters: Parameters<typeof initialWeights>[1]): Weights[] => [
  initialWeights(he, parameters, 1),
  initialWeights(lecunNormal, parameters, 1),
  initialWeights(orthogonal, parameters, 2),
];
const seeds = [1, 1, 2];
/**
 * Relative, after these 8 steps: what is asked of a device's losses beside the processor's, too.
 */
const same = 1e-4;

/** Largest difference of two states' numbers, relative to the largest number of the tensor. */
function difference(a: TrainingState, b: TrainingState): number {
  expect(Object.keys(a.tensors)).toEqual(Object.keys(b.tensors));
  return Math.max(
    ...Object.entries(a.tensors).map(([name, { data }]) => {
      const other = b.tensors[name]!.data as Float32Array;
      let [most, largest] = [0, 1e-3];
      (data as Float32Array).forEach((x, i) => {
        most = Math.max(most, Math.abs(x - other[i]!));
        largest = Math.max(largest, Math.abs(x));
      });
      return most / largest;
    }),
  );
}

describe.each([
  ["batches of their own", true],
  ["the same batches", false],
])("three runs with %s are what each is by itself", (_, ownBatches) => {
  it.each(Object.keys(problems))("%s", async (name) => {
    const [layers, problemRecipe] = problems[name]!;
    const replicas: Replicas = { count: 3, ownBatches };
    const together = await compileProblem(runtime, dataset, layers, problemRecipe, undefined, { replicas });
    const alone = await compileProblem(portable, dataset, layers, problemRecipe);
    const weights = weightsOf(alone.parameters);
    let state = initialState(together, weights);
    const streams = (ownBatches ? seeds : [5]).map(runStreams);
    let states = weights.map((single) => initialState(alone, single));
    for (let epoch = 0; epoch < 2; epoch++) {
      const outcome = await trainReplicas(together, state, streams);
      state = outcome.state!;
      const single = await Promise.all(
        states.map(async (from, r) => trainEpoch(alone, from, streams[ownBatches ? r : 0]!)),
      );
      states = single.map((run) => (run.kind === "trained" ? run.state : expect.fail("diverged")));
      const figures = (run: (typeof outcome.runs)[number]) =>
        run.kind === "trained" ? run.running : expect.fail("diverged");
      single.forEach((run, r) => {
        const [actual, expected] = [figures(outcome.runs[r]!), figures(run)];
        expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThan(same);
        expect(actual.accuracy).toBeCloseTo(expected.accuracy, 10);
      });
    }
    const figures = await evaluateReplicas(together, state, dataset.test);
    for (const [r, actual] of separateStates(state, 3).entries()) {
      expect(difference(actual, states[r]!)).toBeLessThan(same);
      const single = await evaluate(alone, states[r]!, dataset.test);
      expect(Math.abs(figures[r]!.loss / single.loss - 1)).toBeLessThan(same);
    }
    await together.release();
    await alone.release();
  });
});

describe("runs at once", () => {
  const replicas: Replicas = { count: 3, ownBatches: true };
  const layers = glyphNetwork("mlp:depth=2,width=12");

  it("go on where one diverges, as if it were not there", async () => {
    const problem = await compileProblem(runtime, dataset, layers, recipe(sgd), undefined, { replicas });
    const weights = weightsOf(problem.parameters);
    const broken = Object.fromEntries(Object.entries(weights[1]!).map(([name, w]) => [name, w.map(() => Number.NaN)]));
    const healthy = await trainReplicas(problem, initialState(problem, weights), seeds.map(runStreams));
    const start = initialState(problem, [weights[0]!, broken, weights[2]!]);
    const outcome = await trainReplicas(problem, start, seeds.map(runStreams));
    expect(outcome.runs[1]).toEqual({ kind: "diverged", step: 1, loss: Number.NaN });
    for (const r of [0, 2]) {
      expect(outcome.runs[r]).toEqual(healthy.runs[r]);
      const [actual, expected] = [outcome, healthy].map(({ state }) => separateStates(state!, 3)[r]!);
      expect(actual).toEqual(expected);
    }
    const none = await trainReplicas(problem, initialState(problem, [broken, broken, broken]), seeds.map(runStreams));
    expect(none).toEqual({
      state: undefined,
      runs: [1, 2, 3].map(() => ({ kind: "diverged", step: 1, loss: Number.NaN })),
    });
    await problem.release();
  });

  it("have learning rates of their own, where methods are rates too", async () => {
    const alone = await compileProblem(portable, dataset, layers, recipe(sgd), {});
    const rates = learningRateMultipliersOf(mup, alone.parameters, "sgd")!;
    const both = Object.fromEntries(alone.parameters.map(({ name }) => [name, [1, rates[name] ?? 1]]));
    const pair = { replicas: { count: 2, ownBatches: false } };
    const together = await compileProblem(runtime, dataset, layers, recipe(sgd), both, pair);
    const weights = weightsOf(alone.parameters).slice(0, 2);
    const { state } = await trainReplicas(together, initialState(together, weights), [runStreams(1)]);
    for (const [r, learningRateMultipliers] of [{}, rates].entries()) {
      const single = await trainEpoch(
        { ...alone, learningRateMultipliers },
        initialState(alone, weights[r]!),
        runStreams(1),
      );
      if (single.kind !== "trained") return expect.fail("diverged");
      expect(difference(separateStates(state!, 2)[r]!, single.state)).toBeLessThan(1e-5);
    }
    await together.release();
    await alone.release();
  });

  it("are put together from states and taken apart again", async () => {
    const problem = await compileProblem(runtime, dataset, layers, recipe(sgd));
    const states = weightsOf(problem.parameters).map((single) => initialState(problem, single));
    expect(separateStates(stackedStates(states), 3)).toEqual(states);
    expect(() => initialState({ ...problem, replicas }, weightsOf(problem.parameters).slice(1))).toThrow(
      "the problem trains 3 at once, got the weights of 2",
    );
    await problem.release();
  });

  it("are not taken for one", async () => {
    const problem = await compileProblem(runtime, dataset, layers, recipe(sgd), undefined, { replicas });
    const state = initialState(problem, weightsOf(problem.parameters));
    await expect(trainEpoch(problem, state, runStreams(0))).rejects.toThrow(
      "trainEpoch: the problem trains 3 runs at once",
    );
    await expect(evaluate(problem, state, dataset.test)).rejects.toThrow("evaluateReplicas gives what each does");
    await expect(trainReplicas(problem, state, [runStreams(0)])).rejects.toThrow("expected 3 streams, got 1");
    expect(() => separateStates(state, 2)).toThrow("is not that of 2 runs");
    await problem.release();
  });
});
