/** Names of PyTorch's state dictionaries, and when a snippet loads weights into a model. */
import { describe, expect, it } from "vitest";
import { havePython } from "../../test/oracles.js";
import { runPython } from "../../test/python.js";
import { loaderSnippet } from "./snippets.js";
import { isStateDictName } from "./state-dict-name.js";

describe("isStateDictName", () => {
  it.each([
    "weight",
    "fc.bias",
    "layer1.0.conv.weight",
    "0.weight",
    "blocks.3.attn.in_proj_weight",
    "cls_token",
    "params.0",
    "größe.weight",
    "heads.task-1.weight",
    "parametrizations.weight.original0",
    "rnn.weight_ih_l0_reverse",
    "value_projection",
    "constant",
  ])("%s", (name) => {
    expect(isStateDictName(name)).toBe(true);
  });

  it.each([
    "",
    ".",
    "conv..weight",
    "onnx::Conv_23",
    "193",
    "val_5",
    "_val_12",
    "tensor_constant0",
    "_tensor_constant0",
    "lifted_tensor_0",
    "Constant_12_output_0",
    "/model/Constant_output_0",
    "dense1/kernel",
    "StatefulPartitionedCall/model/dense/MatMul/ReadVariableOp:0",
    "conv weight",
    "conv.weight_quantized scale",
    "conv1.weight (2)",
  ])("not %s", (name) => {
    expect(isStateDictName(name)).toBe(false);
  });

  it.skipIf(!havePython("torch"))("every name of PyTorch's own layers", () => {
    const program = `
import torch.nn as nn
net = nn.ModuleDict({"a": nn.Sequential(nn.Conv2d(2, 2, 3), nn.BatchNorm2d(2), nn.PReLU()), "b": nn.LSTM(2, 2, 2, bidirectional=True),
  "c": nn.TransformerEncoderLayer(4, 2), "d": nn.ParameterList([nn.Parameter(nn.Linear(1, 1).weight)]), "e": nn.utils.weight_norm(nn.Linear(2, 2)),
  "f": nn.Bilinear(2, 2, 2), "g": nn.EmbeddingBag(2, 2), "h": nn.utils.parametrizations.orthogonal(nn.Linear(2, 2)), "i": nn.GRUCell(2, 2)})
print("\\n".join(net.state_dict()))
`;
    const names = runPython(program).trim().split("\n");
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !isStateDictName(name))).toEqual([]);
  });
});

describe("loaderSnippet", () => {
  const has = (layout: "pytorch" | "keras" | "jax", names: readonly string[], line: string) =>
    loaderSnippet(
      "npz",
      layout,
      "w.npz",
      names.map((name) => ({ name })),
    ).includes(line);

  it("sets the weights of a model only where it has these names", () => {
    expect(has("pytorch", ["conv.weight", "conv.bias"], "load_state_dict")).toBe(true);
    expect(has("pytorch", ["conv.weight", "onnx::Conv_23"], "load_state_dict")).toBe(false);
    expect(has("keras", ["conv1/kernel", "batchnorm1/gamma", "batchnorm1/moving_mean"], "set_weights")).toBe(true);
    expect(has("keras", ["conv.weight"], "set_weights")).toBe(false);
    expect(has("keras", ["conv1/kernel", "batchnorm1/scale"], "set_weights")).toBe(false);
    expect(has("jax", ["params/conv1/kernel", "batch_stats/batchnorm1/mean"], "model.apply")).toBe(true);
    expect(has("jax", ["conv.weight"], "model.apply")).toBe(false);
  });

  it("reads the file then, and says why there is no more", () => {
    expect(loaderSnippet("npz", "pytorch", "w.npz", [{ name: "a.weight" }, { name: "onnx::Conv_23" }])).toBe(
      'import numpy as np\nweights = dict(np.load("w.npz"))\n' +
        '# not in the model under these names, so no line sets them: "onnx::Conv_23"',
    );
  });

  it("reads bfloat16 with a package that has it", () => {
    const tensors = [{ name: "w", type: "bfloat16" as const }];
    expect(loaderSnippet("safetensors", "onnx", "w.safetensors", tensors)).toContain("import ml_dtypes");
    expect(loaderSnippet("safetensors", "pytorch", "w.safetensors", tensors)).not.toContain("ml_dtypes");
    expect(loaderSnippet("npz", "onnx", "w.npz", tensors)).not.toContain("ml_dtypes");
  });
});
