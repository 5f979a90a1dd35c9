/** Files of other people: which are trained, and what is wrong with those that are not. */
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { identifyTensors } from "../../src/diagnosis/tensors/identify.js";
import { inspectTensors, looksTrained } from "../../src/diagnosis/tensors/inspect.js";
import { weightsOfModel } from "../../src/network/from-onnx/index.js";
import { readOnnxFile } from "../../src/weights/node/onnx-file.js";
import { shared } from "../onnx/shared-models.js";
import { haveShared } from "../oracles.js";

function inspected(file: string) {
  const { bytes, externalData } = readOnnxFile(join(shared(file)));
  const { tensors } = weightsOfModel(bytes, { externalData });
  const all = identifyTensors(tensors.map(({ tensor, values, type }) => ({ specification: tensor, values, type })));
  const serious = inspectTensors(all, { model: file }).filter(({ severity }) => severity !== "note");
  return { isTrained: looksTrained(all), kinds: serious.map(({ kind }) => kind), serious };
}

const trained = [
  ...["burn-mnist", "cntk-mnist", "connxr-superres", "onnx-mlir-mnist", "onnx2c-mnist-pytorch"],
  ...["ort-fuse-conv-bn-mul-add", "ultralight-slim-320", "vnn-resnet-4b"],
];

/** Exported by PyTorch without training. The MANIFEST says how each was made. */
const fresh = [
  ...["torch-bert-dynamic-seq-op14", "torch-gpt-op16", "torch-llama-rope-op14", "torch-vit-op17"],
  ...["torch-mobilenetv2-op12", "torch-resnet-bntrain-op13", "torch-mlp-external-op15", "torch-mlp-fp16-op13"],
];

describe.skipIf(!haveShared("models"))("real models", () => {
  test.each(trained)("%s is trained, and not judged by rules for fresh weights", (name) => {
    expect(inspected(`models/${name}.onnx`)).toMatchObject({ isTrained: true, kinds: [] });
  });

  test.each(fresh)("%s is fresh, and no bug is in it", (name) => {
    expect(inspected(`models/${name}.onnx`)).toMatchObject({ isTrained: false, kinds: [] });
  });

  it("finds that torch.nn.TransformerEncoder copies its layer (pytorch#86274)", () => {
    const { kinds, serious } = inspected("models/torch-encoder-op15.onnx");
    expect(kinds).toContain("equal-tensors");
    expect(serious.find(({ kind }) => kind === "equal-tensors")!.measured).toBeCloseTo(1, 6);
  });

  it("finds the fused projections of torch.nn.MultiheadAttention (pytorch#166378)", () => {
    const { serious } = inspected("cases/onnx/fused-qkv-mha.onnx");
    expect(serious.map(({ kind }) => kind)).toEqual(["wrong-fan"]);
    // √(2 / (64 + 192)) where each projection's is √(2 / (64 + 64)).
    expect(serious[0]!.measured).toBeCloseTo(Math.sqrt(2 / 256), 6);
    expect(serious[0]!.expected).toBeCloseTo(Math.sqrt(2 / 128), 6);
  });

  it("finds a file whose weights a tool replaced by one constant", () => {
    expect(inspected("models/onnx-light-squeezenet.onnx").kinds).toEqual(["symmetric"]);
  });
});
