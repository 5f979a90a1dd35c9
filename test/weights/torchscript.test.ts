/**
 * State dictionaries from files as TorchScript's exporter of PyTorch 2.15 writes them.
 * `test/oracles/round_trip.py` loads real ones into real modules.
 */
import { describe, expect, it } from "vitest";
import { parseInitializer } from "../../src/initializers/index.js";
import { initializeOnnx } from "../../src/weights/initialize-onnx.js";
import { exportedFile, stateOf, upTo } from "./pytorch-files.js";

describe("files by TorchScript", () => {
  it("name what the exporter renamed by the path of its module", () => {
    const { entries, loading } = stateOf({
      nodes: [
        { op: "MatMul", inputs: ["x", "onnx::MatMul_3"], output: "a", name: "/layers.0/q/MatMul" },
        { op: "MatMul", inputs: ["a", "onnx::MatMul_4"], output: "b", name: "/attention/MatMul" },
        { op: "Add", inputs: ["attention.in_proj_bias", "b"], output: "c", name: "/attention/Add" },
        { op: "Identity", inputs: ["ln.bias"], output: "ln2.bias", name: "Identity_7" },
        {
          op: "LayerNormalization",
          inputs: ["c", "ln.weight", "ln2.bias"],
          output: "y",
          name: "/ln/LayerNormalization",
        },
      ],
      constants: {
        "onnx::MatMul_3": [
          [2, 1],
          [1, 2],
        ],
        "onnx::MatMul_4": [
          [1, 3],
          [3, 4, 5],
        ],
        "attention.in_proj_bias": [[3], [0, 1, 0]],
        "ln.weight": [[3], [1, 1, 1]],
        "ln.bias": [[3], [0, 0, 0]],
      },
    });
    expect(entries).toEqual({
      "layers.0.q.weight": [
        [1, 2],
        [1, 2],
      ],
      "attention.in_proj_weight": [
        [3, 1],
        [3, 4, 5],
      ],
      "attention.in_proj_bias": [[3], [0, 1, 0]],
      "ln.weight": [[3], [1, 1, 1]],
      "ln.bias": [[3], [0, 0, 0]],
      "ln2.bias": [[3], [0, 0, 0]],
    });
    expect(loading).toBe("strict");
  });

  it("fit only a new module where a batch norm was folded", () => {
    const { entries, loading } = stateOf({
      nodes: [{ op: "Conv", inputs: ["x", "onnx::Conv_26", "onnx::Conv_27"], output: "y", name: "/stem/stem.0/Conv" }],
      constants: {
        "onnx::Conv_26": [
          [2, 1, 1],
          [1, 2],
        ],
        "onnx::Conv_27": [[2], [3, 4]],
      },
    });
    expect(entries).toEqual({
      "stem.0.weight": [
        [2, 1, 1],
        [1, 2],
      ],
      "stem.0.bias": [[2], [3, 4]],
    });
    expect(loading).toBe("partial");
  });

  it("are no honest copy of kernels that hold a batch norm: that is said", () => {
    const bytes = exportedFile({
      nodes: [
        { op: "Conv", inputs: ["x", "onnx::Conv_26", "onnx::Conv_27"], output: "h", name: "/stem/stem.0/Conv" },
        { op: "Gemm", inputs: ["h", "fc.weight"], output: "y", name: "/fc/Gemm" },
      ],
      constants: {
        "onnx::Conv_26": [
          [2, 1, 1],
          [1, 2],
        ],
        "onnx::Conv_27": [[2], [3, 4]],
        "fc.weight": [
          [1, 2],
          [5, 6],
        ],
      },
    });
    const { notes } = initializeOnnx(bytes, { method: parseInitializer("he"), seed: 0, only: ["fc.*"] });
    expect(notes.join()).toContain("in a module with batch norms they compute something else. Export the model again.");
  });

  it("are partial where a weight norm or a table was folded", () => {
    const { loading, unnamed } = stateOf({
      nodes: [
        { op: "Conv", inputs: ["x", "onnx::Conv_18", "c.bias"], output: "a", name: "/c/Conv" },
        { op: "Add", inputs: ["a", "onnx::Add_2"], output: "y", name: "/Add" },
      ],
      constants: {
        "onnx::Conv_18": [
          [2, 1, 1],
          [1, 2],
        ],
        "c.bias": [[2], [3, 4]],
        "onnx::Add_2": [
          [2, 1],
          [1, 2],
        ],
      },
    });
    expect({ loading, unnamed }).toEqual({ loading: "partial", unnamed: ["onnx::Conv_18", "onnx::Add_2"] });
  });

  it("put an LSTM's gates in PyTorch's order, direction by direction", () => {
    const { entries, loading } = stateOf({
      nodes: [
        { op: "LSTM", inputs: ["x", "onnx::LSTM_1", "onnx::LSTM_2", "onnx::LSTM_3"], output: "y", name: "/rnn/LSTM" },
      ],
      constants: {
        "onnx::LSTM_1": [[2, 4, 1], upTo(8)],
        "onnx::LSTM_2": [[2, 4, 1], upTo(8, 11)],
        "onnx::LSTM_3": [[2, 8], upTo(16, 21)],
      },
    });
    expect(entries["rnn.weight_ih_l0"]).toEqual([
      [4, 1],
      [1, 3, 4, 2],
    ]);
    expect(entries["rnn.weight_hh_l0_reverse"]).toEqual([
      [4, 1],
      [15, 17, 18, 16],
    ]);
    expect(entries["rnn.bias_hh_l0"]).toEqual([[4], [25, 27, 28, 26]]);
    expect(loading).toBe("strict");
  });
});
