/**
 * Training in a real browser: on WebGPU (a graphics card in software) and as WebAssembly, beside
 * the processor in Node.
 */
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Dataset, Split } from "../../src/data/dataset.js";
import { inChromium } from "../chromium.js";
import { haveChromium } from "../oracles.js";
import { bundle } from "./bundle.js";
import { expectOneStateKept, expectSameTraining, type Trained } from "./trained.js";

const program = `
  import { loadBrowserRuntime } from "./dist/entries/browser.js";
  import { glyphs } from "./dist/data/glyphs.js";
  import { train as trainUntil } from "./dist/training/index.js";
  import { train } from "./test/devices/training.mjs";
  const results = {};
  for (const device of ["webgpu", "wasm"]) {
    const runtime = await loadBrowserRuntime(device);
    results[device] = { description: runtime.description, mlp: await train(runtime, "mlp"), cnn: await train(runtime, "cnn") };
  }
  results.loop = await loop();
  results.steps = await fiftySteps(await loadBrowserRuntime("wasm"), glyphs(), trainUntil);
  const { inputs } = glyphs().train;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", inputs));
  results.glyphs = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  // A page without WebGPU.
  Object.defineProperty(Navigator.prototype, "gpu", { value: undefined });
  results.refused = await loadBrowserRuntime("webgpu").then(() => "", (error) => error.message);
  results.unknown = await loadBrowserRuntime("npu").then(() => "", (error) => error.message);
  result = JSON.stringify(results);
`;

/**
 * The losses of the first 50 steps of `mlp` on `glyphs`, in a page and in Node. With seed 0
 * rounding puts one ReLU on the other side of 0 in step 18, and the two part: seed 1 and tanh do
 * not.
 */
const fiftySteps = `
  async function fiftySteps(runtime, all, train) {
    const { inputs, labels } = all.train;
    const part = { inputs: inputs.subarray(0, 2000 * 784), labels: labels.subarray(0, 2000), count: 2000 };
    const runs = [];
    for (const [model, init] of [["mlp", "he"], ["mlp:activation=tanh", "glorot-uniform"]]) {
      const losses = [];
      const onLoss = (_, loss) => losses.push(loss);
      const settings = { dataset: { ...all, train: part }, model, init, seed: 1, epochs: 1, recipe: { batch: 40 } };
      for await (const _ of train({ ...settings, runtime, onLoss }));
      runs.push(losses);
    }
    return runs;
  }
`;

/**
 * The loop for users in a page: its figures and weights, what it leaves in the card's memory, and
 * that timers fire meanwhile.
 */
const loop = `
  async function loop() {
    const all = glyphs();
    const first = ({ inputs, labels }, count) =>
      ({ inputs: inputs.subarray(0, count * 784), labels: labels.subarray(0, count), count });
    const dataset = { ...all, train: first(all.train, 200), test: first(all.test, 50) };
    const settings = { dataset, model: "mlp:depth=2,width=16", init: "he", seed: 0, epochs: 2, recipe: { batch: 20 } };
    const results = {};
    for (const device of ["webgpu", "wasm"]) {
      const runtime = await loadBrowserRuntime(device);
      const before = runtime.memory?.bytes();
      const training = trainUntil({ ...settings, runtime });
      const epochs = [];
      for await (const epoch of training) epochs.push(epoch);
      const after = runtime.memory?.bytes();
      const abort = new AbortController();
      setTimeout(() => abort.abort(new Error("a timer fired")), 0);
      let aborted = "";
      try {
        for await (const _ of trainUntil({ ...settings, epochs: 10000, runtime, signal: abort.signal }));
      } catch (error) {
        aborted = error.message;
      }
      const kernel = training.weights()["dense1/kernel"];
      results[device] =
        { epochs, kernel: [...kernel.subarray(0, 8)], before, after, afterAbort: runtime.memory?.bytes(), aborted };
    }
    return results;
  }
`;

interface Loop {
  readonly epochs: readonly { readonly trainLoss: number; readonly testLoss: number; readonly testAccuracy: number }[];
  readonly kernel: readonly number[];
  readonly aborted: string;
  readonly before?: number;
  readonly after?: number;
  readonly afterAbort?: number;
}

interface Results {
  readonly webgpu: { readonly description: string; readonly mlp: Trained; readonly cnn: Trained };
  readonly wasm: { readonly description: string; readonly mlp: Trained; readonly cnn: Trained };
  readonly loop: { readonly webgpu: Loop; readonly wasm: Loop };
  readonly steps: readonly (readonly number[])[];
  readonly glyphs: string;
  readonly refused: string;
  readonly unknown: string;
}

describe.skipIf(!haveChromium())("in a browser", () => {
  let results: Results;
  beforeAll(async () => {
    const files = "/onnxruntime-web/";
    const imports = Object.fromEntries(
      ["webgpu", "wasm"].map((name) => [`onnxruntime-web/${name}`, `${files}ort.${name}.bundle.min.mjs`]),
    );
    const page = { imports, served: { [files]: resolve("node_modules/onnxruntime-web/dist") }, webgpu: true };
    results = JSON.parse(await inChromium(await bundle(loop + fiftySteps + program), page)) as Results;
  }, 120_000);

  it("trains on WebGPU to the losses of the processor, its state on the card", async () => {
    expect(results.webgpu.description).toMatch(/^onnxruntime-web 1\.\d+\.\d+, webgpu$/);
    for (const name of ["mlp", "cnn"] as const) {
      expectSameTraining(results.webgpu[name], [await onProcessor(name)]);
      expectOneStateKept(results.webgpu[name]);
    }
  });

  it("trains as WebAssembly to the losses of the processor", async () => {
    expect(results.wasm.description).toMatch(/^onnxruntime-web 1\.\d+\.\d+, wasm$/);
    for (const name of ["mlp", "cnn"] as const) expectSameTraining(results.wasm[name], [await onProcessor(name)]);
  });

  it.each(["webgpu", "wasm"] as const)(
    "train() on %s: the processor's figures, nothing left behind, timers fire",
    async (device) => {
      const { train } = (await import(
        resolve("dist/training/index.js")
      )) as typeof import("../../src/training/index.js");
      const { glyphs } = await import("../../src/data/glyphs.js");
      const { runtime } = await cpu();
      const dataset = firstSamples(glyphs(), 200, 50);
      const settings = {
        dataset,
        model: "mlp:depth=2,width=16",
        init: "he",
        seed: 0,
        epochs: 2,
        recipe: { batch: 20 },
      };
      const training = train({ ...settings, runtime });
      const { epochs, kernel, before, after, afterAbort, aborted } = results.loop[device];
      let i = 0;
      for await (const { trainLoss, testLoss, testAccuracy } of training) {
        const actual = epochs[i++]!;
        expect(Math.abs(actual.trainLoss / trainLoss - 1)).toBeLessThan(1e-4);
        expect(Math.abs(actual.testLoss / testLoss - 1)).toBeLessThan(1e-4);
        expect(actual.testAccuracy).toBe(testAccuracy);
      }
      expect(epochs).toHaveLength(i);
      const expected = training.weights()["dense1/kernel"]!;
      for (const [k, weight] of kernel.entries()) expect(weight).toBeCloseTo(expected[k]!, 4);
      expect([after, afterAbort]).toEqual([before, before]);
      expect(aborted).toBe("a timer fired");
    },
  );

  it("trains mlp on glyphs to the losses of Node over 50 steps, within 1e-5", async () => {
    const { train } = (await import(resolve("dist/training/index.js"))) as typeof import("../../src/training/index.js");
    const { glyphs } = await import("../../src/data/glyphs.js");
    const run = new Function("runtime", "all", "train", `${fiftySteps} return fiftySteps(runtime, all, train);`);
    const expected = (await run((await cpu()).runtime, glyphs(), train)) as Results["steps"];
    for (const [r, losses] of expected.entries()) {
      expect(losses).toHaveLength(50);
      expect(losses.at(-1)!).toBeLessThan(0.9 * losses[0]!);
      const errors = losses.map((loss, i) => Math.abs(results.steps[r]![i]! / loss - 1));
      // Measured: 3e-7 at most.
      expect(Math.max(...errors)).toBeLessThan(1e-5);
    }
  });

  it("has the embedded data set, to the bit", async () => {
    const { glyphs } = await import("../../src/data/glyphs.js");
    const digest = await crypto.subtle.digest("SHA-256", glyphs().train.inputs as Uint8Array<ArrayBuffer>);
    expect(results.glyphs).toBe(Buffer.from(digest).toString("hex"));
  });

  it("refuses what is not there, with the remedy", () => {
    expect(results.refused).toContain("Device webgpu: this browser offers no WebGPU");
    expect(results.refused).toContain('loadBrowserRuntime("wasm")');
    expect(results.unknown).toBe('Device "npu": a browser has webgpu and wasm.');
  });
});

/** The runtime of the built package in Node. */
async function cpu() {
  const { loadRuntime } = (await import(
    resolve("dist/runtime/node/load-runtime.js")
  )) as typeof import("../../src/runtime/node/load-runtime.js");
  return loadRuntime("cpu");
}

/** The same in Node, on the processor. */
async function onProcessor(name: string): Promise<Trained> {
  const { train } = (await import(resolve("test/devices/training.mjs"))) as {
    train: (runtime: unknown, name: string) => Promise<Trained>;
  };
  return train((await cpu()).runtime, name);
}

/** The first samples of a data set. */
function firstSamples(dataset: Dataset, trainSamples: number, testSamples: number): Dataset {
  const first = ({ inputs, labels }: Split, count: number): Split => ({
    inputs: inputs.subarray(0, count * 784),
    labels: labels.subarray(0, count),
    count,
  });
  return { ...dataset, train: first(dataset.train, trainSamples), test: first(dataset.test, testSamples) };
}
