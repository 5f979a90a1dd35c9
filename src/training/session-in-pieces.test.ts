/** A step in pieces of its batch is the step on the whole batch, to rounding. */
import { expect, it } from "vitest";
import { firstGlyphs, glyphNetwork, smallRecipe } from "../../test/glyph-training.js";
import { InputError } from "../errors.js";
import { he, initialWeights, learningRateMultipliersOf, mup } from "../initializers/index.js";
import { conv, dense, dropout, flatten, maxPool, sequential } from "../network/layers/index.js";
import type { Layer } from "../network/layers/layer.js";
import type { Recipe } from "../recipe.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { type CompileProblemOptions, compileProblem } from "./compile-problem.js";
import { trainEpoch } from "./epoch.js";
import { runStreams } from "./run-streams.js";
import { initialState } from "./state.js";
import type { LearningRateMultipliers } from "./training.js";

const { runtime } = await loadRuntime();
// Four whole batches, and a last one of 9 samples: one piece and a part of another, two that are
// left out.
const dataset = firstGlyphs(4 * 32 + 9, 50);
const recipe = (optimizer: Recipe["optimizer"], more: Partial<Recipe> = {}) =>
  smallRecipe(optimizer, { batch: 32, epochs: 1, ...more });

const convolutions = sequential(
  conv(16, 3, { activation: "relu" }),
  conv(32, 3, { activation: "relu" }),
  maxPool(2),
  dropout(0.25),
  flatten(),
  dense(10),
);

const problems: Readonly<Record<string, readonly [Layer, Recipe]>> = {
  "convolutions, dropout, momentum": [
    convolutions,
    recipe({ kind: "sgd", learningRate: 0.05, momentum: 0.9, weightDecay: 1e-3 }, { warmupSteps: 3 }),
  ],
  "Adam and mean squared error": [
    convolutions,
    recipe({ kind: "adam", learningRate: 1e-3 }, { loss: "mean-squared-error" }),
  ],
  "large products": [glyphNetwork("mlp:depth=2,width=256"), recipe({ kind: "sgd", learningRate: 0.05 })],
  augmentation: [
    glyphNetwork("lenet5"),
    recipe({ kind: "sgd", learningRate: 0.05 }, { augmentation: { shift: 0.1, flip: true } }),
  ],
};

async function trained(layers: Layer, of: Recipe, options: CompileProblemOptions, rates?: LearningRateMultipliers) {
  const problem = await compileProblem(runtime, dataset, layers, of, rates, { stepsAtOnce: 1, ...options });
  const losses: number[] = [];
  const outcome = await trainEpoch(
    problem,
    initialState(problem, initialWeights(he, problem.parameters, 0)),
    runStreams(3),
    {
      onLosses: (_, [loss]) => losses.push(loss!),
    },
  );
  await problem.release();
  return outcome.kind === "trained" ? { ...outcome, losses } : expect.fail(`diverged at step ${outcome.step}`);
}

function expectSame(actual: Awaited<ReturnType<typeof trained>>, expected: Awaited<ReturnType<typeof trained>>): void {
  expect(actual.losses.length).toBe(5);
  actual.losses.forEach((loss, i) => {
    expect(Math.abs(loss / expected.losses[i]! - 1), `step ${i + 1}`).toBeLessThan(1e-4);
  });
  expect(actual.running.accuracy).toBeCloseTo(expected.running.accuracy, 6);
  expect(Object.keys(actual.state.tensors)).toEqual(Object.keys(expected.state.tensors));
}

it.each(Object.keys(problems))("%s", async (name) => {
  const [layers, of] = problems[name]!;
  const whole = await trained(layers, of, { rowsAtOnce: 32 });
  expectSame(await trained(layers, of, { rowsAtOnce: 8 }), whole);
  expectSame(await trained(layers, of, { rowsAtOnce: 8, recompute: true }), whole);
});

it("the first step's parameters agree to the rounding of their gradients", async () => {
  const [layers] = problems["convolutions, dropout, momentum"]!;
  const one = firstGlyphs(32, 50);
  const states = [];
  for (const rowsAtOnce of [32, 8]) {
    const problem = await compileProblem(runtime, one, layers, recipe({ kind: "sgd", learningRate: 1 }), undefined, {
      rowsAtOnce,
    });
    const start = initialState(problem, initialWeights(he, problem.parameters, 0));
    const outcome = await trainEpoch(problem, start, runStreams(3));
    await problem.release();
    states.push(outcome.kind === "trained" ? outcome.state.tensors : expect.fail("diverged"));
  }
  const [whole, pieces] = states;
  for (const [name, { data }] of Object.entries(whole!)) {
    const numbers = data as Float32Array;
    const largest = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    numbers.forEach((x, i) => {
      expect(Math.abs(Number(pieces![name]!.data[i]) - x), name).toBeLessThan(1e-5 * largest);
    });
  }
});

it("learning rates of their own reach the update", async () => {
  const layers = glyphNetwork("mlp:depth=2,width=64");
  const of = recipe({ kind: "sgd", learningRate: 0.05 });
  const { parameters } = await compileProblem(runtime, dataset, layers, of);
  const rates = learningRateMultipliersOf(mup, parameters, "sgd")!;
  expectSame(
    await trained(layers, of, { rowsAtOnce: 16 }, rates),
    await trained(layers, of, { rowsAtOnce: 32 }, rates),
  );
});

it.each([12, 0, -8, 64])("is refused for %i rows, which do not divide the batch", async (rowsAtOnce) => {
  const [layers, of] = problems.augmentation!;
  const compiled = compileProblem(runtime, dataset, layers, of, undefined, { rowsAtOnce });
  await expect(compiled).rejects.toThrow(InputError);
  await expect(compiled).rejects.toThrow(`rowsAtOnce must divide the batch of 32, got ${rowsAtOnce}`);
});
