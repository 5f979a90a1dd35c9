/** The loop for users: the figures of study cells, and memory that frees itself. */
import { describe, expect, it } from "vitest";
import { firstGlyphs } from "../../test/glyph-training.js";
import { cellsOn, runnerOn } from "../../test/study/local-runner.js";
import { findInitializer, he, lecunNormal } from "../initializers/index.js";
import { batchNorm, conv, dense, dropout, flatten, sequential } from "../network/layers/index.js";
import { defineNetwork, findModel, parseModel } from "../network/models/index.js";
import type { Recipe } from "../recipe.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import type { Runtime } from "../runtime/runtime.js";
import type { CellResult } from "../study/plan/cell.js";
import { DivergenceError } from "./divergence-error.js";
import { eventLoopPause } from "./pause.js";
import { type TrainedEpoch, type TrainOptions, train } from "./train.js";

const { runtime } = await loadRuntime();
// 12 steps per epoch, the last over 4 samples.
const dataset = firstGlyphs(11 * 16 + 4, 60);
/** For networks that take long: 3 steps per epoch, the last over 4 samples. */
const few = firstGlyphs(2 * 16 + 4, 20);
const small = "mlp:depth=2,width=32";
const common = { dataset, model: small, init: "he", seed: 1, runtime, recipe: { batch: 16 }, epochs: 2 } as const;

async function all(options: TrainOptions) {
  const training = train(options);
  const epochs: TrainedEpoch[] = [];
  for await (const epoch of training) epochs.push(epoch);
  return { epochs, weights: training.weights() };
}

/** The runtime, counting the sessions that are not released. */
function counted(): { readonly runtime: Runtime; open(): number; opened(): number } {
  let [open, opened] = [0, 0];
  const createSession: Runtime["createSession"] = async (...how) => {
    const session = await runtime.createSession(...how);
    open++;
    opened++;
    return {
      ...session,
      release: async () => {
        open--;
        await session.release();
      },
    };
  };
  return { runtime: { ...runtime, createSession }, open: () => open, opened: () => opened };
}

describe("the figures of a study's cell", () => {
  interface Case {
    readonly model: string;
    readonly init: string;
    readonly optimizer?: Recipe["optimizer"];
    readonly samples?: typeof few;
  }
  const cases: Readonly<Record<string, Case>> = {
    "a perceptron": { model: small, init: "he" },
    "dropout and Adam": {
      model: "mnist_cnn",
      init: "glorot-uniform",
      optimizer: { kind: "adam", learningRate: 1e-3 },
      samples: few,
    },
    "batch norm, a smaller last batch": { model: "vgg_small:width=2,norm=batch", init: "he", samples: few },
    "a method that looks at data": { model: small, init: "lsuv" },
    "a method with learning rates": { model: small, init: "mup:baseWidth=8" },
  };
  it.each(Object.keys(cases))("%s, bit for bit", async (name) => {
    const { model: text, init, optimizer, samples = dataset } = cases[name]!;
    const [optimizerKind, changes] =
      optimizer === undefined ? [undefined, { batch: 16 }] : [optimizer.kind, { batch: 16, optimizer }];
    let now = 0;
    const runner = runnerOn(runtime, samples, () => (now += 500));
    const cells = cellsOn(samples, {
      models: text,
      inits: init,
      seeds: [1],
      epochs: 2,
      batch: 16,
      optimizer: optimizerKind,
      learningRate: optimizer?.learningRate,
      evaluateTrain: "every",
    });
    const [{ epochs }] = (await runner.run(cells)) as [CellResult];
    await runner.release();
    let time = 0;
    const clock = () => (time += 500);
    const settings = {
      ...common,
      dataset: samples,
      model: text,
      init,
      recipe: changes,
      evaluateTrain: "every",
      clock,
    } as const;
    expect((await all(settings)).epochs).toEqual(epochs);
    expect(epochs).toHaveLength(2);
  });

  it("objects stand for their names; seconds are there with a clock only", async () => {
    const byName = await all(common);
    const { model, options } = parseModel(small);
    const objects = await all({ ...common, model: { model, options }, init: he });
    expect(objects).toEqual(byName);
    expect(byName.epochs[0]).not.toHaveProperty("seconds");
    const plain = await all({ ...common, model: findModel("mlp"), init: { initializer: he, options: {} }, epochs: 1 });
    expect(plain.weights["dense1/kernel"]).toHaveLength(784 * 128);
  });

  it("validation samples are evaluated after every epoch", async () => {
    const { epochs } = await all({ ...common, validation: dataset.test });
    for (const epoch of epochs) expect(epoch.validationLoss).toBe(epoch.testLoss);
  });
});

describe("memory", () => {
  it("weights are those after the last epoch, with running statistics, as copies", async () => {
    const layers = sequential(flatten(), dense(8), batchNorm(), dense(10));
    const training = train({ ...common, model: defineNetwork({ name: "normed", layers }) });
    expect(() => training.weights()).toThrow("no weights before the first epoch has ended");
    await training.next();
    const first = training.weights();
    expect(Object.keys(first)).toContain("batchnorm1/running-mean");
    for (const data of Object.values(training.weights())) data.fill(Number.NaN);
    expect(training.weights()).toEqual(first);
    const { value } = await training.next();
    expect((value as TrainedEpoch).epoch).toBe(2);
    expect(training.weights()).not.toEqual(first);
    expect((await training.next()).done).toBe(true);
  });

  it("nothing is loaded before the first epoch is asked for, and all is released at the end", async () => {
    const sessions = counted();
    const training = train({ ...common, init: "lsuv", runtime: sessions.runtime });
    expect(sessions.opened()).toBe(0);
    await training.next();
    expect(sessions.open()).toBeGreaterThan(0);
    for await (const _ of training);
    expect(sessions.open()).toBe(0);
  });

  it("all is released where the loop is left, with the weights still there", async () => {
    const sessions = counted();
    const settings = { ...common, recipe: { batch: 16, schedule: { kind: "constant" } } } as const;
    const training = train({ ...settings, runtime: sessions.runtime });
    for await (const _ of training) break;
    expect(sessions.opened()).toBeGreaterThan(0);
    expect(sessions.open()).toBe(0);
    expect(training.weights()).toEqual((await all({ ...settings, epochs: 1 })).weights);
  });

  it("all is released where it is aborted between two steps, or has been before", async () => {
    const sessions = counted();
    const abort = new AbortController();
    let steps = 0;
    const onLoss = () => {
      if (++steps === 3) abort.abort(new Error("enough"));
    };
    const options = { ...common, runtime: sessions.runtime, signal: abort.signal, onLoss, stepsAtOnce: 1 };
    await expect(all(options)).rejects.toThrow("enough");
    expect(steps).toBe(3);
    expect(sessions.open()).toBe(0);
    const opened = sessions.opened();
    await expect(all(options)).rejects.toThrow("enough");
    expect(sessions.opened()).toBe(opened);
  });

  it("all is released where it diverges, which is an error with the step and a remedy", async () => {
    const sessions = counted();
    const recipe = { batch: 16, optimizer: { kind: "sgd", learningRate: 1e18 } } as const;
    const error = await all({ ...common, runtime: sessions.runtime, recipe }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DivergenceError);
    expect((error as DivergenceError).epoch).toBe(1);
    expect((error as Error).message).toMatch(
      /diverged: the loss was .* at step \d+ \(epoch 1\).*learning rate below 1000000000000000000/,
    );
    expect(sessions.open()).toBe(0);
  });

  it("all is released where the data cannot be initialized by", async () => {
    const sessions = counted();
    await expect(all({ ...common, runtime: sessions.runtime, init: "fixup" })).rejects.toThrow("fixup");
    expect(sessions.open()).toBe(0);
  });

  it("all is released where a later session cannot be loaded", async () => {
    const sessions = counted();
    const createSession: Runtime["createSession"] = async (...how) => {
      if (sessions.opened() === 2) throw new Error("out of memory");
      return sessions.runtime.createSession(...how);
    };
    const options = { ...common, runtime: { ...sessions.runtime, createSession }, stepsAtOnce: 4 };
    await expect(all(options)).rejects.toThrow("out of memory");
    expect(sessions.open()).toBe(0);
  });

  it("events happen between steps", async () => {
    const { pause, close } = eventLoopPause();
    const events: string[] = [];
    setTimeout(() => events.push("timer"), 0);
    while (events.length === 0) await pause();
    close();
    expect(events).toEqual(["timer"]);
  });
});

it.each([
  [{ model: "mpl" }, 'did you mean "mlp"?'],
  [{ init: "hee" }, 'did you mean "he"?'],
  [{ epochs: 0 }, "epochs must be a whole number from 1 on, got 0"],
  [{ seed: -1 }, "seed must be a whole number from 0 on, got -1"],
  [{ runtime: undefined }, "runtime must be a runtime, got undefined"],
  [{ dataset: "mnist" }, 'dataset must be a data set, got "mnist". Legal: glyphs()'],
  [{ recipe: { optimizer: "adam" } }, 'recipe.optimizer must be { kind, learningRate } or an Optimizer, got "adam"'],
  [{ recipe: { batchSize: 16 } }, 'Unknown key of train\'s recipe "batchSize"'],
  [{ runtime: { runtime } }, "got { runtime }. In Node: const { runtime } = await loadRuntime()"],
])("settings that are wrong are refused: %j", async (settings, message) => {
  await expect(all({ ...common, ...settings } as unknown as TrainOptions)).rejects.toThrow(message);
});

it("networks of the user train, from initial weights that can be told apart", async () => {
  const layers = sequential(conv(4, 3, { activation: "relu" }), dropout(0.25), flatten(), dense(10));
  const model = defineNetwork({ name: "own", layers });
  const first = await all({ ...common, model });
  expect(first.epochs[1]!.trainLoss).toBeLessThan(first.epochs[0]!.trainLoss);
  expect((await all({ ...common, model })).epochs).toEqual(first.epochs);
  expect((await all({ ...common, model, init: lecunNormal })).epochs).not.toEqual(first.epochs);
  expect((await all({ ...common, model, init: findInitializer("zero") })).epochs).not.toEqual(first.epochs);
});
