/**
 * Real models that nobody here wrote: diagnosed, given fresh weights, trained for 20 steps, written
 * back, and compared with ONNX Runtime's Python package and onnx's reference evaluator.
 * `npm run bench:real-models` does this for all files, those of packages included.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rowOf } from "../../bench/real-models/row-of.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { realModel } from "../onnx/real-models.js";
import { shared } from "../onnx/shared-models.js";
import { haveShared, haveToday, pythonOfToday } from "../oracles.js";

const { runtime } = await loadRuntime();
const folder = mkdtempSync(join(tmpdir(), "stepzero-real-models-"));
let oracle: ChildProcess;
let ask: (request: object) => Promise<Readonly<Record<string, unknown>>>;

beforeAll(() => {
  oracle = spawn(pythonOfToday, ["bench/real-models/oracle.py"], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: oracle.stdout! })[Symbol.asyncIterator]();
  ask = async (request) => {
    oracle.stdin!.write(`${JSON.stringify(request)}\n`);
    return JSON.parse((await lines.next()).value as string) as Readonly<Record<string, unknown>>;
  };
});
afterAll(() => {
  oracle?.kill();
  rmSync(folder, { recursive: true });
});

describe.skipIf(!haveShared("models") || !haveToday("onnxruntime"))("real models", () => {
  it.each([
    ["burn-mnist", "cannot-tell", true],
    ["cntk-mnist", "cannot-tell", true],
    ["emmtrix-mixed-ops", "sick", true],
    ["torch-gpt-op16", "healthy", true],
    ["torch-gru-op14", "healthy", true],
    ["torch-llama-rope-op14", "healthy", true], // two inputs
    ["torch-mobilenetv2-op12", "healthy", false],
    ["torch-resnet-bntrain-op15", "healthy", true],
    ["torch-unet-op14", "healthy", false],
    ["torch-weightnorm-op13", "healthy", true],
    ["tract-keras", "healthy", true],
  ])("%s", async (name, verdict, hasGradients) => {
    const model = shared(`models/${name}.onnx`);
    const shapes = realModel(`${name}.onnx`).inputShapes;
    const answer = await ask({ ask: "oracle", model, out: join(folder, `${name}.npz`), shapes });
    expect(answer).not.toHaveProperty("failed");
    const { diagnosed, trained, readBack, written, forward, gradient } = await rowOf({ runtime, name, folder }, model);
    expect(diagnosed).toBe(verdict);
    expect(forward).toBeLessThan(1e-4);
    // onnx's evaluator has no BatchNormalization of opset 12, and fails on this ConvTranspose.
    if (hasGradients) expect(gradient).toBeLessThan(1e-4);
    const [first, last] = trained as readonly [number, number];
    expect(last).toBeLessThan(first);
    expect([readBack, written]).toEqual([true, undefined]);
    const check = { model: join(folder, `${name}.trained.onnx`), feeds: join(folder, `${name}.check.npz`) };
    expect((await ask({ ask: "check", ...check })).error).toBeLessThan(1e-4);
  });
});
