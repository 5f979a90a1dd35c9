/**
 * Training in a real browser: on WebGPU (a graphics card in software) and as WebAssembly, beside
 * the processor in Node.
 */
import { resolve } from "node:path";
import { rolldown } from "rolldown";
import { beforeAll, describe, expect, it } from "vitest";
import { haveChromium, inChromium } from "../chromium.js";
import { expectOneStateKept, expectSameTraining, type Trained } from "./trained.js";

const program = `
  import { loadBrowserRuntime } from "./dist/browser.js";
  import { glyphs } from "./dist/data/glyphs.js";
  import { train } from "./test/devices/training.mjs";
  const report = {};
  for (const device of ["webgpu", "wasm"]) {
    const runtime = await loadBrowserRuntime(device);
    report[device] = { description: runtime.description, mlp: await train(runtime, "mlp"), cnn: await train(runtime, "cnn") };
  }
  const { inputs } = glyphs().train;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", inputs));
  report.glyphs = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  // A page without WebGPU.
  Object.defineProperty(Navigator.prototype, "gpu", { value: undefined });
  report.refused = await loadBrowserRuntime("webgpu").then(() => "", (error) => error.message);
  report.unknown = await loadBrowserRuntime("npu").then(() => "", (error) => error.message);
  result = JSON.stringify(report);
`;

/**
 * One module of the program and all it imports but ONNX Runtime, which the page's import map names,
 * as a bundler's user has it.
 */
async function bundled(): Promise<string> {
  const entry = resolve("program.js");
  const build = await rolldown({
    input: entry,
    platform: "browser",
    external: [/^onnxruntime-web/],
    plugins: [
      {
        name: "program",
        resolveId: (id) => (id === entry ? entry : null),
        load: (id) => (id === entry ? program : null),
      },
    ],
  });
  const { output } = await build.generate({ format: "es", codeSplitting: false });
  await build.close();
  return `let result;\n${output[0].code}`;
}

interface Report {
  readonly webgpu: { readonly description: string; readonly mlp: Trained; readonly cnn: Trained };
  readonly wasm: { readonly description: string; readonly mlp: Trained; readonly cnn: Trained };
  readonly glyphs: string;
  readonly refused: string;
  readonly unknown: string;
}

describe.skipIf(!haveChromium())("in a browser", () => {
  let report: Report;
  beforeAll(async () => {
    const files = "/onnxruntime-web/";
    const imports = Object.fromEntries(
      ["webgpu", "wasm"].map((name) => [`onnxruntime-web/${name}`, `${files}ort.${name}.bundle.min.mjs`]),
    );
    const page = { imports, served: { [files]: resolve("node_modules/onnxruntime-web/dist") }, webgpu: true };
    report = JSON.parse(await inChromium(await bundled(), page)) as Report;
  }, 120_000);

  it("trains on WebGPU to the losses of the processor, its state on the card", async () => {
    expect(report.webgpu.description).toMatch(/^onnxruntime-web 1\.\d+\.\d+, webgpu$/);
    for (const name of ["mlp", "cnn"] as const) {
      expectSameTraining(report.webgpu[name], [await onProcessor(name)]);
      expectOneStateKept(report.webgpu[name]);
    }
  });

  it("trains as WebAssembly to the losses of the processor", async () => {
    expect(report.wasm.description).toMatch(/^onnxruntime-web 1\.\d+\.\d+, wasm$/);
    for (const name of ["mlp", "cnn"] as const) expectSameTraining(report.wasm[name], [await onProcessor(name)]);
  });

  it("has the embedded data set, to the bit", async () => {
    const { glyphs } = await import("../../src/data/glyphs.js");
    const digest = await crypto.subtle.digest("SHA-256", glyphs().train.inputs as Uint8Array<ArrayBuffer>);
    expect(report.glyphs).toBe(Buffer.from(digest).toString("hex"));
  });

  it("refuses what is not there, with the remedy", () => {
    expect(report.refused).toContain("Device webgpu: this browser offers no WebGPU");
    expect(report.refused).toContain('loadBrowserRuntime("wasm")');
    expect(report.unknown).toBe('Device "npu": a browser has webgpu and wasm.');
  });
});

/** The same in Node, on the processor. */
async function onProcessor(name: string): Promise<Trained> {
  const { train } = (await import(resolve("test/devices/training.mjs"))) as {
    train: (runtime: unknown, name: string) => Promise<Trained>;
  };
  const { loadRuntime } = (await import(
    resolve("dist/runtime/node/load-runtime.js")
  )) as typeof import("../../src/runtime/node/load-runtime.js");
  return train((await loadRuntime("cpu")).runtime, name);
}
