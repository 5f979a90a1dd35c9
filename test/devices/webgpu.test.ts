/**
 * WebGPU on a graphics card in software, in processes of their own, as its driver is chosen by
 * their environment.
 */
import { describe, expect, it } from "vitest";
import { haveSoftwareCard } from "../oracles.js";
import { onSoftwareCard } from "./swiftshader.js";
import { expectOneStateKept, expectSameTraining, type Trained } from "./trained.js";

interface Told {
  readonly alone: readonly Trained[];
  readonly webgpu: Trained;
}

describe.skipIf(!haveSoftwareCard())("WebGPU", () => {
  it.each(["mlp", "cnn"])("trains a small %s to the losses of the processor, its state on the device", async (name) => {
    const { alone, webgpu } = await onSoftwareCard<Told>("./train-on.mjs", name);
    expectSameTraining(webgpu, alone);
    expectOneStateKept(webgpu);
  });

  it.each(["mlp", "cnn"])("trains four runs of a small %s at once, each to what it is alone", async (name) => {
    const { alone, webgpu } = await onSoftwareCard<Told>("./train-on.mjs", name, "0", "1", "2", "3");
    expectSameTraining(webgpu, alone);
    expectOneStateKept(webgpu);
  });

  it("computes convolutions over any number of channels and groups", async () => {
    const report = await onSoftwareCard<{ cases: number; different: string[] }>("./convolutions.mjs");
    expect(report).toEqual({ cases: 18 + 72 + 60, different: [] });
  });

  it("keeps, reads and frees the device's memory, and runs one session at a time", async () => {
    const report = await onSoftwareCard<Record<string, unknown>>("./sessions.mjs");
    expect(report.description).toMatch(/^onnxruntime-node 1\.\d+\.\d+, webgpu$/);
    expect(report).toMatchObject({
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
    expect(report.grown).toBeLessThan(40);
  });
});
