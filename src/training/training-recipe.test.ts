/**
 * Optimizers, schedules and losses of the user in a recipe: twins of built-in ones train to the
 * same bits.
 */
import { describe, expect, it } from "vitest";
import { firstGlyphs } from "../../test/glyph-training.js";
import { add, mul, reduceMean, scale, sub } from "../graph/expressions.js";
import { mup } from "../initializers/index.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import type { Loss } from "./loss.js";
import type { Optimizer } from "./optimizers.js";
import type { Schedule } from "./schedule.js";
import { type TrainedEpoch, type TrainOptions, train } from "./train.js";

const { runtime } = await loadRuntime();
// 12 steps per epoch, the last over 4 samples.
const dataset = firstGlyphs(11 * 16 + 4, 60);
const model = "mlp:depth=2,width=32";
const common = { dataset, model, init: "he", seed: 1, runtime, recipe: { batch: 16 }, epochs: 2 } as const;

async function all(options: TrainOptions) {
  const training = train(options);
  const epochs: TrainedEpoch[] = [];
  for await (const epoch of training) epochs.push(epoch);
  return { epochs, weights: training.weights() };
}

describe("objects of the user in a recipe", () => {
  /** Keras's form, written once more. */
  const heavyBall: Optimizer<{ readonly learningRate: number; readonly mu: number }> = {
    name: "heavy-ball",
    hyperparameters: { learningRate: 0.05, mu: 0.9 },
    slots: () => ["v"],
    update({ g, parameter, gradient, slots: [v], learningRate, hyperparameters: { mu } }) {
      const next = sub(g, scale(g, v!, mu), mul(g, gradient, learningRate));
      return { parameter: add(g, parameter, next), slots: [next] };
    },
  };
  const sgd = { kind: "sgd", learningRate: 0.05, momentum: 0.9 } as const;

  it.each([1, 4])("an optimizer trains to the bits of its built-in twin (%s steps at once)", async (stepsAtOnce) => {
    const settings = { ...common, stepsAtOnce };
    const builtIn = await all({ ...settings, recipe: { batch: 16, optimizer: sgd } });
    const custom = await all({ ...settings, recipe: { batch: 16, optimizer: heavyBall } });
    expect(custom).toEqual(builtIn);
    const hyperparameters = { learningRate: 0.05, mu: 0.5 };
    const other = await all({ ...settings, recipe: { batch: 16, optimizer: { ...heavyBall, hyperparameters } } });
    expect(other).not.toEqual(builtIn);
  });

  it("weight decay reaches it, and its scalars change from step to step", async () => {
    const decay = { weightDecay: 0.01 };
    const constant = { batch: 16, schedule: { kind: "constant" } } as const;
    const warmedUp = { ...constant, warmupSteps: 5, optimizer: { ...sgd, ...decay } };
    // Instead of the learning rate it reads a scalar that warms up by itself.
    const custom: Optimizer = {
      ...heavyBall,
      hyperparameters: { learningRate: 1, ...decay },
      scalars: (_, step) => ({ rate: 0.05 * Math.min(1, step / 5) }),
      update: ({ scalars: { rate }, ...inputs }) =>
        heavyBall.update({ ...inputs, scalars: {}, learningRate: rate!, hyperparameters: heavyBall.hyperparameters }),
    };
    const builtIn = await all({ ...common, recipe: warmedUp });
    expect(await all({ ...common, recipe: { ...constant, optimizer: custom } })).toEqual(builtIn);
    const without = { ...custom, hyperparameters: { learningRate: 1 } };
    expect(await all({ ...common, recipe: { ...constant, optimizer: without } })).not.toEqual(builtIn);
  });

  it("a schedule and a loss do, too", async () => {
    const halving: Schedule = {
      name: "halving",
      factor: ({ step, stepsPerEpoch }) => 0.5 ** Math.floor((step - 1) / stepsPerEpoch),
    };
    const squared: Loss = {
      name: "squared",
      perSample: (g, logits, target) => {
        const error = sub(g, logits, target);
        return reduceMean(g, mul(g, error, error), [1], false);
      },
    };
    const byName = { loss: "mean-squared-error", schedule: { kind: "step", every: 1, factor: 0.5 } } as const;
    const builtIn = await all({ ...common, recipe: { batch: 16, ...byName } });
    expect(await all({ ...common, recipe: { batch: 16, loss: squared, schedule: halving } })).toEqual(builtIn);
  });

  it.each([
    [{ optimizer: { kind: "sdg", learningRate: 1 } }, 'Unknown optimizer "sdg"; did you mean "sgd"?'],
    [{ schedule: { kind: "cosin" } }, 'Unknown schedule "cosin"; did you mean "cosine"?'],
    [{ loss: "cross entropy" }, 'Unknown loss "cross entropy"; did you mean "cross-entropy"?'],
    [{ optimizer: { learningRate: 0.1 } }, "An optimizer needs a name"],
    [{ optimizer: { ...heavyBall, hyperparameters: {} } }, "learningRate must be a number from 0 on, got undefined"],
    [{ schedule: { name: "s" } }, "A schedule needs a name and factor(), got { name }"],
    [{ schedule: { name: "s", factor: () => Number.NaN } }, 'at step 1 it is multiplied by NaN (schedule "s"'],
    [
      { loss: { name: "sum", perSample: (_: unknown, logits: unknown) => logits } },
      "one number per sample, [16]; got [16, 10]",
    ],
    [{ optimizer: { ...heavyBall, slots: () => ["v", "w"] } }, "must return the parameter and 2 slots, each [32, 784]"],
    [{ batch: 0 }, "recipe.batch must be a whole number from 1 on, got 0"],
  ])("what is wrong is refused: %j", async (recipe, message) => {
    const options = { ...common, recipe: { batch: 16, ...recipe } } as unknown as TrainOptions;
    await expect(all(options)).rejects.toThrow(message);
  });
});

it("learning rates by optimizer are refused for an optimizer that has no rule, unless they are all equal", async () => {
  const custom: Optimizer = {
    name: "plain",
    hyperparameters: { learningRate: 0.1 },
    slots: () => [],
    update: ({ g, parameter, gradient, learningRate }) => ({
      parameter: sub(g, parameter, mul(g, gradient, learningRate)),
      slots: [],
    }),
  };
  const recipe = { batch: 16, optimizer: custom };
  await expect(all({ ...common, init: mup, recipe })).rejects.toThrow('has none for "plain"');
  const equal = await all({ ...common, init: "mup:rates=equal", recipe });
  expect(equal.epochs).toHaveLength(2);
  const byName = await all({ ...common, init: mup, recipe: { ...recipe, optimizer: { ...custom, name: "sgd" } } });
  expect(byName.epochs).toEqual((await all({ ...common, init: "mup" })).epochs);
});
