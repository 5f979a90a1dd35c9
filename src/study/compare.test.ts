import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../errors.js";
import { glorotUniform, he, type Initializer, initialWeights, parseInitializer } from "../initializers/index.js";
import { onnxModel } from "../network/from-onnx/index.js";
import { dense, flatten, sequential } from "../network/layers/index.js";
import { defineNetwork, parametersOf, parseModel } from "../network/models/index.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import type { Runtime } from "../runtime/runtime.js";
import { initializeModel } from "../weights/index.js";
import { compare } from "./compare.js";
import { recordsOf } from "./results/records.js";
import { memoryStore } from "./run/memory-store.js";

const short = { models: "mlp:depth=1,width=8", seeds: 2, epochs: 2, limit: 256 };

/** An initializer of the user's, as an object. */
const halves: Initializer = {
  name: "halves",
  title: "Halves",
  formula: "±1/2",
  summary: "For this test.",
  references: [],
  initialize: (_, { shape }) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5)),
};

let runtime: Runtime;
beforeAll(async () => {
  ({ runtime } = await loadRuntime());
});

describe("compare", () => {
  it("has the records of runStudy, which trains in other processes", async () => {
    const { problems } = await compare([he, "glorot-uniform"], { ...short, runtime });
    const path = resolve("dist/entries/node.js");
    const { runStudy } = (await import(path)) as typeof import("../entries/node.js");
    const { study, results } = await runStudy({ ...short, inits: ["he", "glorot-uniform"] }, { jobs: 1 });
    const records = recordsOf(study, results).map((record) => ({
      ...record,
      epochs: record.epochs.map((epoch) => ({ ...epoch, seconds: 0 })),
    }));
    expect(problems.map(({ runs }) => runs)).toEqual([records]);
    expect(records.length).toBe(4);
  });

  it("takes initializers and networks as objects, and counts epochs with a clock", async () => {
    const tiny = defineNetwork({ name: "tiny", layers: ({ classes }) => sequential(flatten(), dense(classes)) });
    let milliseconds = 0;
    const clock = (): number => (milliseconds += 1000);
    const events: string[] = [];
    const onEvent = ({ kind }: { readonly kind: string }): void => void events.push(kind);
    const options = { ...short, models: [tiny], runtime, clock, onEvent };
    const { problems } = await compare([halves, glorotUniform], options);
    const [problem] = problems;
    expect(problem!.title).toBe("glyphs × tiny");
    expect(problem!.methods.map(({ label }) => label).toSorted()).toEqual(["glorot-uniform", "halves"]);
    expect(problem!.runs.every(({ epochs }) => epochs.length === 2 && epochs[0]!.seconds > 0)).toBe(true);
    expect(events.filter((kind) => kind === "epoch").length).toBe(8);
  });

  it("tells the progress of runs, and the loss of each", async () => {
    const progress: (readonly [seed: number, fraction: number, loss: number | undefined])[] = [];
    await compare(["zero"], {
      ...short,
      runtime,
      replicas: 2,
      onEvent: (event) => {
        if (event.kind === "progress") progress.push([event.cell.seed, event.fraction, event.loss]);
      },
    });
    for (const seed of [0, 1]) {
      const of = progress.filter(([one]) => one === seed);
      expect(of.at(-1)![1]).toBe(1);
      // Only the biases of the last layer learn, so that all ten classes stay about as likely.
      for (const [, , loss] of of) expect(Math.abs(loss! - Math.LN10)).toBeLessThan(0.05);
    }
  });

  it("hands out each run's weights at the start and after every epoch, several at once, too", async () => {
    const taken = new Map<string, Float32Array>();
    const look = (replicas: number) =>
      compare(["he", "zero"], {
        ...short,
        runtime,
        replicas,
        onWeights: ({ method, seed }, epoch, weights) => {
          taken.set([method.label, seed, epoch].join(), Float32Array.from(weights["dense1/kernel"]!));
        },
      });
    await look(1);
    expect([...taken.keys()].sort()).toEqual(
      ["he", "zero"].flatMap((label) =>
        [0, 1].flatMap((seed) => [0, 1, 2].map((epoch) => `${label},${seed},${epoch}`)),
      ),
    );
    const problem = { input: [1, 28, 28], classes: 10 };
    const { model, options } = parseModel(short.models);
    const { parameters } = parametersOf(model, problem, options);
    expect(taken.get("he,1,0")).toEqual(initialWeights(he, parameters, 1)["dense1/kernel"]);
    expect(taken.get("he,1,1")).not.toEqual(taken.get("he,1,0"));
    const alone = new Map(taken);
    await look(2);
    for (const [key, numbers] of taken) {
      const far = numbers.map((value, i) => Math.abs(value - alone.get(key)![i]!));
      expect(Math.max(...far), key).toBeLessThan(1e-5);
    }
  });

  it("uses what a store has, where everything has a name", async () => {
    const store = memoryStore();
    const first = await compare([he, "zero"], { ...short, runtime, store });
    const trained: string[] = [];
    const onEvent = ({ kind }: { readonly kind: string }): void => void trained.push(kind);
    const second = await compare([he, "zero"], { ...short, runtime, store, onEvent });
    expect(trained).toEqual(["planned"]);
    expect(second.problems).toEqual(first.problems);
  });

  it("keeps results of an .onnx network in a store, by the file's content", async () => {
    const store = memoryStore();
    const fileOf = async (seed: number) => {
      const options = { model: parseModel("mlp:depth=1,width=8"), problem: { input: [784], classes: 10 }, seed };
      return (await initializeModel({ ...options, method: parseInitializer("he") })).onnx();
    };
    const trained = async (bytes: Uint8Array) => {
      const kinds: string[] = [];
      const options = { ...short, models: onnxModel(bytes, { name: "net.onnx" }), runtime, store };
      const { problems } = await compare("he", { ...options, onEvent: (event) => kinds.push(event.kind) });
      return { title: problems[0]!.title, epochs: kinds.filter((kind) => kind === "epoch").length, kinds };
    };
    const file = await fileOf(0);
    const first = await trained(file);
    expect(first).toMatchObject({ title: "glyphs × net.onnx", epochs: 4 });
    expect(first.kinds.slice(0, 2)).toEqual(["notice", "notice"]);
    expect((await trained(file)).epochs).toBe(0);
    expect((await trained(await fileOf(1))).epochs).toBe(4);
  });

  it("refuses objects of the user's with a store, because they have no checksum", async () => {
    const attempt = compare([he, halves], { ...short, runtime, store: memoryStore() });
    await expect(attempt).rejects.toThrow(InputError);
    await expect(attempt).rejects.toThrow(
      '"halves" is an object, which has no checksum: the store could mix up its results with those of another object. ' +
        'Write it to a file and use runStudy of "stepzero/node", which checks the file; or leave out the store.',
    );
    const tiny = defineNetwork({ name: "tiny", layers: ({ classes }) => sequential(flatten(), dense(classes)) });
    const withNetwork = compare("he", { ...short, models: tiny, runtime, store: memoryStore() });
    await expect(withNetwork).rejects.toThrow('"tiny" is an object');
  });

  it("refuses the name of a data set that is not built in, with the remedy", async () => {
    const attempt = compare(he, { ...short, data: "mnist" as "glyphs", runtime });
    await expect(attempt).rejects.toThrow(InputError);
    await expect(attempt).rejects.toThrow(
      'The data set "mnist" is not built in; only "glyphs" is. Load it first: await loadDataset(name, places) of ' +
        '"stepzero/node" returns a data set that compare takes.',
    );
  });

  it.each([
    [{ inits: [3] }, "inits[0] must be an initializer or the name of one, got 3"],
    [{ inits: he, models: {} }, "models[0] must be a network or the name of one, got {}"],
    [{ inits: he, decimal: "comma" }, "compare: decimal says how a file is read, and data sets are objects here."],
    [{ inits: he, runtime: undefined }, "compare: runtime must be a runtime, got undefined"],
  ])("refuses what no type allows: %j", async ({ inits, ...settings }, message) => {
    await expect(compare(inits as typeof he, { ...short, runtime, ...settings } as never)).rejects.toThrow(message);
  });

  it("when it is aborted analyses the runs that ended before", async () => {
    const abort = new AbortController();
    let finished = 0;
    const { problems } = await compare([he, glorotUniform], {
      ...short,
      runtime,
      signal: abort.signal,
      onEvent({ kind }) {
        if (kind === "finished" && ++finished === 3) abort.abort();
      },
    });
    const [problem] = problems;
    expect(problem!.runs.length).toBe(3);
    expect(problem!.missing).toEqual([{ method: "glorot-uniform", seed: 1 }]);
  });
});
