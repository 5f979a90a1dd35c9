/**
 * State dictionaries from files as torch.export of PyTorch 2.15 writes them.
 * `test/oracles/round_trip.py` loads real ones into real modules.
 */
import { describe, expect, it } from "vitest";
import { type ExportedFile, stateOf, upTo } from "./pytorch-files.js";

describe("files by torch.export", () => {
  it("give a Linear behind a folded transpose its name and axes back", () => {
    const { entries, loading } = stateOf({
      entries: ["qkv.weight", "qkv.bias"],
      nodes: [
        {
          op: "MatMul",
          inputs: ["x", "val_7"],
          output: "val_8",
          call: ["linear.default", "%x, %p_qkv_weight, %p_qkv_bias"],
        },
        {
          op: "Add",
          inputs: ["val_8", "qkv.bias"],
          output: "y",
          call: ["linear.default", "%x, %p_qkv_weight, %p_qkv_bias"],
        },
      ],
      constants: { val_7: [[2, 3], upTo(6)], "qkv.bias": [[3], upTo(3)] },
    });
    expect(entries["qkv.weight"]).toEqual([
      [3, 2],
      [1, 4, 2, 5, 3, 6],
    ]);
    expect(entries["qkv.bias"]).toEqual([[3], [1, 2, 3]]);
    expect(loading).toBe("strict");
  });

  it("have folded batch norms as new ones, without the bias that the fold invented", () => {
    const norm = "%conv2d, %p_bn_weight, %p_bn_bias, %p_bn_running_mean, %p_bn_running_var, 0.1, 1e-05";
    const { entries, loading, folded } = stateOf({
      entries: ["conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var", "bn.num_batches_tracked"],
      nodes: [
        {
          op: "Conv",
          inputs: ["x", "conv.weight", "conv.weight_bias"],
          output: "y",
          call: ["_native_batch_norm_legit_no_training.default", norm],
          scopes: ["bn"],
        },
      ],
      constants: {
        "conv.weight": [
          [2, 1, 1, 1],
          [5, 6],
        ],
        "conv.weight_bias": [[2], [7, 8]],
      },
    });
    expect(entries).toEqual({
      "conv.weight": [
        [2, 1, 1, 1],
        [5, 6],
      ],
      "bn.weight": [[2], [1, 1]],
      "bn.bias": [[2], [0, 0]],
      "bn.running_mean": [[2], [0, 0]],
      "bn.running_var": [[2], [1, 1]],
    });
    expect({ loading, folded }).toEqual({ loading: "strict", folded: ["bn"] });
  });

  it("have a bias of zeros that the exporter left out", () => {
    const { entries } = stateOf({
      entries: ["fc.weight", "fc.bias"],
      nodes: [
        {
          op: "Gemm",
          inputs: ["x", "fc.weight"],
          output: "y",
          integers: { transB: 1 },
          call: ["linear.default", "%x, %p_fc_weight, %p_fc_bias"],
        },
      ],
      constants: { "fc.weight": [[2, 3], upTo(6)] },
    });
    expect(entries["fc.bias"]).toEqual([[2], [0, 0]]);
  });

  it("give each norm its own entry where the exporter merged equal tensors", () => {
    const { entries, loading } = stateOf({
      entries: ["ln1.weight", "ln1.bias", "ln2.weight", "ln2.bias"],
      nodes: [1, 2].map((i) => ({
        op: "LayerNormalization",
        inputs: ["x", "ln1.weight", "ln1.bias"],
        output: `y${i}`,
        call: ["layer_norm.default", `%x, [2], %p_ln${i}_weight, %p_ln${i}_bias, 1e-05`] as const,
      })),
      constants: { "ln1.weight": [[2], [1, 1]], "ln1.bias": [[2], [0, 0]] },
    });
    expect(entries["ln2.weight"]).toEqual([[2], [1, 1]]);
    expect(entries["ln2.bias"]).toEqual([[2], [0, 0]]);
    expect(loading).toBe("strict");
  });

  it("take group norm's scale and shift, not the ones and zeros of its instance norm", () => {
    const call = ["group_norm.default", "%x, 1, %p_group_weight, %p_group_bias, 1e-05"] as const;
    const { entries } = stateOf({
      entries: ["group.weight", "group.bias"],
      nodes: [
        { op: "InstanceNormalization", inputs: ["x", "val_8", "val_11"], output: "a", call },
        { op: "Mul", inputs: ["a", "val_20"], output: "b", call },
        { op: "Add", inputs: ["b", "val_22"], output: "y", call },
      ],
      constants: {
        val_8: [[1], [1]],
        val_11: [[1], [0]],
        val_20: [
          [2, 1, 1],
          [3, 4],
        ],
        val_22: [
          [2, 1, 1],
          [5, 6],
        ],
      },
    });
    expect(entries).toEqual({ "group.weight": [[2], [3, 4]], "group.bias": [[2], [5, 6]] });
  });

  it("put a GRU's gates in PyTorch's order: reset, update, new", () => {
    const names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
    const parameters = names.map((name) => `%p_rnn_${name}`).join(", ");
    const { entries, loading } = stateOf({
      entries: names.map((name) => `rnn.${name}`),
      nodes: [
        {
          op: "GRU",
          inputs: ["x", "W", "R", "B", "", "h0"],
          output: "y",
          call: ["gru.input", `%x, %zeros, [${parameters}], True`],
        },
      ],
      constants: {
        W: [[1, 3, 2], upTo(6)],
        R: [[1, 3, 1], upTo(3, 11)],
        B: [[1, 6], upTo(6, 21)],
        h0: [[1, 1, 1], [0]],
      },
    });
    expect(entries).toEqual({
      "rnn.weight_ih_l0": [
        [3, 2],
        [3, 4, 1, 2, 5, 6],
      ],
      "rnn.weight_hh_l0": [
        [3, 1],
        [12, 11, 13],
      ],
      "rnn.bias_ih_l0": [[3], [22, 21, 23]],
      "rnn.bias_hh_l0": [[3], [25, 24, 26]],
    });
    expect(loading).toBe("strict");
  });

  it("give a tied weight under both names, and know a cut table for lacking", () => {
    const file: ExportedFile = {
      entries: ["wte.weight", "head.weight", "wpe.weight", "-rope.cos"],
      nodes: [
        {
          op: "Gather",
          inputs: ["head.weight", "x"],
          output: "e",
          call: ["embedding.default", "%p_head_weight, %x"],
          scopes: ["wte"],
        },
        { op: "Add", inputs: ["e", "embedding_1"], output: "a", call: ["add.Tensor", "%embedding, %embedding_1"] },
        {
          op: "Transpose",
          inputs: ["head.weight"],
          output: "t",
          call: ["linear.default", "%a, %p_head_weight"],
          scopes: ["head"],
        },
        {
          op: "MatMul",
          inputs: ["a", "t"],
          output: "y",
          call: ["linear.default", "%a, %p_head_weight"],
          scopes: ["head"],
        },
      ],
      constants: {
        "head.weight": [[3, 2], upTo(6)],
        embedding_1: [
          [1, 2],
          [7, 8],
        ],
      },
    };
    const { entries, loading, missing } = stateOf(file);
    expect(entries).toEqual({ "head.weight": [[3, 2], upTo(6)], "wte.weight": [[3, 2], upTo(6)] });
    expect({ loading, missing }).toEqual({ loading: "partial", missing: ["wpe.weight"] });
  });
});
