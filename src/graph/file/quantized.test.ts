/** Which operators of a model are quantized. */

import { describe, expect, it } from "vitest";
import { fileOf } from "../../../test/onnx/onnx-file.js";
import { sharedBytes } from "../../../test/onnx/shared-models.js";
import { haveShared } from "../../../test/oracles.js";
import { quantizedOperators } from "./quantized.js";

describe("quantizedOperators", () => {
  it("names each once, of ONNX and of ONNX Runtime", () => {
    const nodes = [
      { op: "QLinearConv", inputs: ["x"], outputs: ["a"] },
      { op: "QGemm", inputs: ["a"], outputs: ["b"], domain: "com.microsoft" },
      { op: "QLinearAdd", inputs: ["b"], outputs: ["c"], domain: "com.microsoft" },
      { op: "QLinearConv", inputs: ["c"], outputs: ["d"] },
      { op: "Conv", inputs: ["d"], outputs: ["e"] },
      { op: "QGemm", inputs: ["e"], domain: "my.own" },
    ];
    expect(quantizedOperators(fileOf({ opset: 13, nodes }))).toEqual([
      "QLinearConv",
      "com.microsoft:QGemm",
      "com.microsoft:QLinearAdd",
    ]);
  });

  it.skipIf(!haveShared("models"))("of models that people have", () => {
    expect(quantizedOperators(sharedBytes("models/connxr-mnist-quantized.onnx"))).toEqual([
      "QuantizeLinear",
      "ConvInteger",
      "MatMulInteger",
    ]);
    expect(quantizedOperators(sharedBytes("cases/onnx/qdq-qdq.onnx"))).toContain("DequantizeLinear");
    expect(quantizedOperators(sharedBytes("models/torch-resnet-bnkept-op13.onnx"))).toEqual([]);
  });
});
