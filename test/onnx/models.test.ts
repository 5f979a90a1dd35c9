/**
 * 42 models of other people's programs (shared/models/MANIFEST.tsv), initialized by He. The fans in
 * are those of a walk over the files in Python (`roles_walk.py` with onnx 1.23): for each stored
 * kernel the number of terms of the sum that reaches one output.
 */

import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { haveShared } from "../oracles.js";
import { expectAll, expectStd, type Fresh, fresh, modelFile, weightsIn } from "./case-files.js";

const mobilenet = [27, 16, 9, 64, 24, 9, 96, 24];
const resnet = [27, 144, 288, 16, 32];
const norms = [27, 144, 144, 288];
const superResolution = [576, 576, 288];
const encoder = [32, 32, 32, 128];

/** SqueezeNet 1.1: an input channel each, then 1 × 1 and 3 × 3 of what was squeezed. */
const fire = (channels: number, squeezed: number): number[] => [channels, squeezed, 9 * squeezed];
const squeezenet = [
  ...[27, ...fire(64, 16), ...fire(128, 16), ...fire(128, 32), ...fire(256, 32)],
  ...[...fire(256, 48), ...fire(384, 48), ...fire(384, 64), ...fire(512, 64), 512],
];
/** Depthwise 3 × 3 and 1 × 1 of that many channels. */
const separable = (...channels: readonly number[]): number[] => channels.flatMap((n) => [9, n]);
const slim = [
  ...[27, ...separable(16, 32, 32, 32, 64, 64, 64), ...separable(64, 64, 64, 128, 128, 128, 128, 128)],
  ...[...separable(256, 256), 9, 256, 256, 9, 64, 2304, 2304],
];

/** Fans in of the stored kernels that are drawn, in the order of the file. */
const models: Readonly<Record<string, readonly number[]>> = {
  "burn-lstm-bidirectional": [4, 8],
  "burn-mnist": [9, 72, 144, 11616, 32],
  "cntk-mnist": [25, 200, 256],
  "connxr-superres": [25, ...superResolution],
  "emmtrix-mixed-ops": [27, 144, 288, 64, 64, 64],
  "gonnx-gru": [3, 5],
  "onnx-light-squeezenet": squeezenet,
  "onnx-mlir-mnist": [196, 128],
  "onnx2c-mnist-pytorch": [784, 64, 64],
  "ort-fuse-conv-bn-mul-add": [147],
  "qonnx-espcn-subpixel": [75, ...superResolution],
  "tfl-helloworld": [1, 16, 16],
  "torch-acts-op12": new Array<number>(11).fill(12),
  // The eleventh is tied to the table of words: it has the table's numbers.
  "torch-bert-dynamic-seq-op14": [...encoder, ...encoder, 32],
  // Two layers whose equal kernels the exporter stores once: each pair stands together.
  "torch-encoder-op15": [32, 32, 32, 32, 32, 32, 64, 64, 32],
  "torch-gemm-variants-op13": [30, 50, 40, 20],
  "torch-gpt-op16": [...encoder, ...encoder, 32],
  "torch-gru-op14": [8, 16, 16, 16, 16],
  "torch-llama-rope-op14": [32, 32, 32, 32],
  "torch-lstm-op12": [8, 16, 16, 16, 16],
  // Fourier and mel filters stay.
  "torch-melspec-cnn-op13": [30, 16],
  "torch-mlp-external-op15": [40, 60],
  "torch-mlp-fp16-op13": [40, 60],
  "torch-mobilenetv2-op12": mobilenet,
  "torch-mobilenetv3-hardswish-op13": mobilenet,
  "torch-moe-batched-op13": [16, 32, 16],
  "torch-norms-op11": norms,
  "torch-norms-op17": norms,
  "torch-resnet-bnkept-op13": resnet,
  "torch-resnet-bntrain-op13": resnet,
  "torch-resnet-bntrain-op15": resnet,
  "torch-unet-op14": [9, 72, 144, 32, 288, 9, 144, 8],
  "torch-upsample-op13": [9, 72, 72],
  "torch-vit-op17": [48, ...encoder, ...encoder, 32],
  "torch-weightnorm-op13": [20, 30],
  "tract-keras": [100, 32],
  "ultralight-slim-320": slim,
  "vnn-resnet-4b": [27, 144, 288, 16, 288, 288, 288, 288, 32, 288, 288, 512, 100],
  "winml-iris": [4, 24, 24],
};

/** Models without float kernels, and what is said of them. */
const withoutKernels: Readonly<Record<string, string>> = {
  "burn-hardswish": "nothing could be initialized", // one HardSwish
  "burn-prelu": "it has no kernels", // one PRelu
  "connxr-mnist-quantized": "quantized to whole numbers: take the float model that it was made from",
};

/** The numbers of each stored kernel: the gates of a recurrent layer are parts of one. */
function kernelsOf(file: Fresh): number[][] {
  const kernels = new Map<string, number[]>();
  for (const { name, data, role } of weightsIn(file)) {
    if (role.kind !== "kernel") continue;
    const { multiplier = 1, recurrent } = role;
    const stored = recurrent === undefined ? name : name.slice(0, name.indexOf("["));
    const numbers = kernels.get(stored) ?? [];
    for (const w of data) numbers.push(w * multiplier);
    kernels.set(stored, numbers);
  }
  return [...kernels.values()];
}

describe.skipIf(!haveShared("models"))("models of other programs", () => {
  it("are all in one of the two tables", () => {
    const files = readdirSync("../shared/models").filter((name) => name.endsWith(".onnx"));
    expect([...Object.keys(models), ...Object.keys(withoutKernels)].sort()).toEqual(
      files.map((name) => name.slice(0, -5)).sort(),
    );
  });

  it.each(Object.entries(models))("%s: every kernel has He's deviation √(2 / fan in)", (name, fans) => {
    const file = fresh(modelFile(name));
    const kernels = kernelsOf(file);
    expect(kernels.length).toBe(fans.length);
    for (const [i, fan] of fans.entries()) expectStd(kernels[i]!, Math.sqrt(2 / fan));
    for (const { name: tensor, data, role } of weightsIn(file)) {
      if (role.kind === "bias" || role.kind === "norm-shift") expectAll(data, 0);
      if (role.kind === "norm-scale") expect(new Set(data), tensor).toEqual(new Set([1]));
    }
    expect([file.outcome.isFresh, file.outcome.missedKernels]).toEqual([true, []]);
    // A learned factor.
    expect(file.outcome.unknown).toEqual(name === "emmtrix-mixed-ops" ? ["ma_scale"] : []);
  });

  it.each(Object.entries(withoutKernels))("%s has no float kernel: %s", (name, words) => {
    const { outcome, notes } = fresh(modelFile(name));
    expect(outcome.isFresh).toBe(false);
    expect(notes).toContain(words);
  });
});
