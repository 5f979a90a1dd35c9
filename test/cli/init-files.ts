/** `stepzero init` into a temporary folder, and what its files compute. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Tensor } from "../../src/graph/tensor.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { stepzero, temporaryFolder } from "./run.js";

export const folder = temporaryFolder();
/** A file of this name in the folder. */
export const at = (name: string) => join(folder, name);

/** Runs init and gives its JSON. */
export function init(out: string, ...args: string[]) {
  const { code, stdout, stderr } = stepzero(["init", "--out", at(out), "--json", ...args]);
  expect(code, stderr).toBe(0);
  const written = JSON.parse(stdout) as {
    format: string;
    tensors: { name: string; shape: number[]; fanIn?: number; fanOut?: number; std: number }[];
    notes: string[];
  };
  expect(written.format).toBe("stepzero/init/1");
  return written;
}

/** The outputs of an .onnx file. */
export async function answers(file: string, x: Tensor): Promise<number[]> {
  const { runtime } = await loadRuntime();
  const session = await runtime.createSession(new Uint8Array(readFileSync(file)));
  try {
    const outputs = await session.run({ [session.inputNames[0]!]: x });
    return Array.from(Object.values(outputs)[0]!.data as Float32Array);
  } finally {
    await session.release();
  }
}

export const largestDifference = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((v, i) => Math.abs(v - b[i]!)));
};
