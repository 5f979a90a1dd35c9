/** WebGPU on a graphics card in software, in processes of their own, as its driver is chosen by their environment. */
import { describe, expect, it } from "vitest";
import { haveSoftwareCard, onSoftwareCard } from "./swiftshader.js";

interface Trained {
  readonly losses: readonly number[];
  readonly evaluated: { readonly accuracy: number; readonly loss: number };
  readonly weights: readonly number[];
  readonly start?: number;
  readonly kept: readonly (number | null)[];
  readonly resident?: number;
  readonly end?: number;
}

describe.skipIf(!haveSoftwareCard())("WebGPU", () => {
  it.each(["mlp", "cnn"])("trains a small %s to the losses of the processor, its state on the device", async (name) => {
    const { cpu, webgpu } = await onSoftwareCard<{ cpu: Trained; webgpu: Trained }>("./train-on.mjs", name);
    expect(webgpu.losses.length).toBe(20);
    expect(new Set(webgpu.losses).size).toBe(20);
    webgpu.losses.forEach((loss, i) => {
      expect(Math.abs(loss / cpu.losses[i]! - 1), `step ${i + 1}`).toBeLessThan(1e-4);
    });
    expect(Math.abs(webgpu.evaluated.loss / cpu.evaluated.loss - 1)).toBeLessThan(1e-4);
    expect(webgpu.evaluated.accuracy).toBe(cpu.evaluated.accuracy);
    // All that the device holds beside the samples is one state: before a step's run it is the old one, after it also the new one.
    const { start, resident, kept, end, weights } = webgpu;
    const state = 4 * weights.length;
    expect(weights.length).toBe(cpu.weights.length);
    expect(resident! - start!).toBe(state);
    expect(kept[0]! - start!).toBe(state);
    for (const bytes of kept) expect(bytes! - start!).toBeLessThanOrEqual(3 * state);
    expect(kept.at(-1)! - start!).toBe(3 * state);
    expect(end).toBe(0);
  });

  it("keeps, reads and frees the device's memory, and runs one session at a time", async () => {
    const told = await onSoftwareCard<Record<string, unknown>>("./sessions.mjs");
    expect(told.description).toMatch(/^onnxruntime-node 1\.\d+\.\d+, webgpu$/);
    expect(told).toMatchObject({
      bytes: 28,
      unread: "A float32 tensor [2, 2] lies in the device's memory; read it first.",
      same: true,
      back: [
        [1, 2, 3, 4],
        [5, 6, 7],
      ],
      freed: 0,
      fedBack: 2 ** 20,
      released: 0,
      afterRelease: "A float32 tensor [512, 512] lies in the device's memory; read it first.",
      atOnce: Array.from({ length: 12 }, (_, i) => [2 * i, 64 * i]),
    });
    // Were they not freed, 200 megabytes.
    expect(told.grown).toBeLessThan(40);
  });
});
