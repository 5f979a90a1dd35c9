/** The layouts of .onnx files: those of stepzero give what the network itself gives. */
import { describe, expect, it } from "vitest";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { parseInitializer } from "../../src/initializers/index.js";
import { parseModel } from "../../src/network/models/index.js";
import { initializeModel, initializeOnnx, layouts, loaderSnippet, type NamedTensor } from "../../src/weights/index.js";
import { exportedFile, upTo } from "./pytorch-files.js";

const he = parseInitializer("he");
const byName = (tensors: readonly NamedTensor[]) =>
  new Map(tensors.map(({ name, shape, data }) => [name, { shape: [...shape], data }]));

describe.each(["lenet5", "resnet20", "vit_tiny", "mlp"])("an .onnx file of %s", (name) => {
  const problem = { input: [3, 16, 16], classes: 5 };

  it.each(layouts)("gives the tensors of the network in the layout %s: names, axes, order, numbers", async (layout) => {
    const model = parseModel(name);
    const direct = await initializeModel({ model, problem, method: he, seed: 3, layout });
    const other = await initializeModel({ model, problem, method: he, seed: 4 });
    const read = initializeOnnx(other.onnx(), { method: he, seed: 3, layout });
    expect(byName(read.tensors)).toEqual(byName(direct.tensors));
    expect(read.loading).toEqual({ way: "strict", missing: [] });
  });
});

/** A convolution of 2 channels over 1 × 2 images, flattened, and a dense layer. */
const convolutional = (between: "none" | "transpose") =>
  exportedFile({
    nodes: [
      { op: "Conv", inputs: ["x", "c.weight"], output: "a", integers: { group: 1 } },
      ...(between === "transpose"
        ? [{ op: "Transpose", inputs: ["a"], output: "t", lists: { perm: [0, 2, 3, 1] } }]
        : []),
      { op: "Flatten", inputs: [between === "none" ? "a" : "t"], output: "f", integers: { axis: 1 } },
      { op: "Relu", inputs: ["f"], output: "r" },
      { op: "MatMul", inputs: ["r", "d.weight"], output: "y" },
    ],
    constants: {
      "c.weight": [[2, 1, 1, 1], upTo(2)],
      "d.weight": [[4, 3], upTo(12)],
    },
    inputs: { x: [1, 1, 1, 2] },
  });

describe("a dense kernel behind a flattened image", () => {
  const keep = ["*"];

  it("gets its inputs in the order [h, w, channels] of Keras and Flax", () => {
    for (const layout of ["keras", "jax"] as const) {
      const { tensors, loading } = initializeOnnx(convolutional("none"), { method: he, seed: 0, layout });
      const plain = initializeOnnx(convolutional("none"), { method: he, seed: 0, layout: "onnx" });
      const [before, after] = [plain, { tensors }].map(
        (one) => one.tensors.find(({ name }) => name === "d.weight")!.data,
      ) as [Float32Array, Float32Array];
      // Rows (c, w) = (0, 0), (0, 1), (1, 0), (1, 1) come into the order (w, c).
      const rows = (data: Float32Array) => [0, 3, 6, 9].map((start) => [...data.subarray(start, start + 3)]);
      const [a, b, c, d] = rows(before);
      expect(rows(after)).toEqual([a, c, b, d]);
      expect(loading.way).toBe("by-hand");
    }
  });

  it("keeps it where the file puts channels last before it flattens, as files of Keras do", () => {
    const file = convolutional("transpose");
    const kernels = (["keras", "onnx"] as const).map(
      (layout) =>
        initializeOnnx(file, { method: he, seed: 0, layout }).tensors.find(({ name }) => name === "d.weight")!.data,
    );
    expect(kernels[0]).toEqual(kernels[1]);
  });

  it("has its tensors under the file's names where they keep their numbers", () => {
    const { tensors } = initializeOnnx(convolutional("none"), { method: he, seed: 0, layout: "onnx", keep });
    expect(byName(tensors).get("d.weight")).toEqual({ shape: [4, 3], data: Float32Array.from(upTo(12)) });
  });
});

describe("a file that PyTorch exported", () => {
  /** Two layer norms that share a tensor, as the exporter merges equal ones; and a buffer. */
  const merged = exportedFile({
    entries: ["ln1.weight", "ln1.bias", "ln2.weight", "ln2.bias", "mask", "-table", "gone"],
    nodes: [
      {
        op: "LayerNormalization",
        inputs: ["x", "ln1.weight", "ln1.bias"],
        output: "a",
        call: ["layer_norm.default", "%x, [4], %p_ln1_weight, %p_ln1_bias, 1e-05"],
        scopes: ["ln1"],
      },
      {
        op: "LayerNormalization",
        inputs: ["a", "ln1.weight", "ln1.bias"],
        output: "b",
        call: ["layer_norm.default", "%a, [4], %p_ln2_weight, %p_ln2_bias, 1e-05"],
        scopes: ["ln2"],
      },
      { op: "MatMul", inputs: ["b", "val_3"], output: "c", call: ["linear.default", "%b, %p_fc_weight"] },
      { op: "Where", inputs: ["c", "mask", "table"], output: "y", call: ["where.self", "%c, %b_mask, %b_table"] },
    ],
    constants: {
      "ln1.weight": [[4], [1, 1, 1, 1]],
      "ln1.bias": [[4], [0, 0, 0, 0]],
      val_3: [[4, 2], upTo(8)],
      mask: [[2], [1, 0]],
      table: [[2], [5, 6]],
    },
    inputs: { x: [3, 4] },
  });

  it("has PyTorch's layout unless another is asked for", () => {
    const { layout, tensors } = initializeOnnx(merged, { method: he, seed: 0 });
    expect(layout).toBe("pytorch");
    // fc.weight is not listed: it cannot be an entry. table is no persistent buffer.
    expect(tensors.map(({ name }) => name)).toEqual(["ln1.weight", "ln1.bias", "ln2.weight", "ln2.bias", "mask"]);
    expect(initializeOnnx(merged, { method: he, seed: 0, layout: "onnx" }).layout).toBe("onnx");
  });

  it("keeps a buffer of the module, as the module needs it", () => {
    const { tensors } = initializeOnnx(merged, { method: he, seed: 0 });
    expect(byName(tensors).get("mask")).toEqual({ shape: [2], data: Float32Array.of(1, 0) });
  });

  it("gives merged parameters their own new numbers", () => {
    const layer = (i: number, from: string, to: string) => ({
      op: "Gemm",
      inputs: [from, `fc${i}.weight`, "fc1.bias"],
      output: to,
      integers: { transB: 1 },
      call: ["linear.default", `%${from}, %p_fc${i}_weight, %p_fc${i}_bias`] as const,
      scopes: [`fc${i}`],
    });
    const file = exportedFile({
      entries: ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"],
      nodes: [layer(1, "x", "a"), layer(2, "a", "y")],
      constants: {
        "fc1.weight": [[2, 2], upTo(4)],
        "fc2.weight": [[2, 2], upTo(4, 5)],
        "fc1.bias": [[2], [0, 0]],
      },
      inputs: { x: [1, 2] },
    });
    // PyTorch's default draws biases too.
    const { tensors, loading } = initializeOnnx(file, { method: parseInitializer("pytorch-default"), seed: 0 });
    const [one, two] = ["fc1.bias", "fc2.bias"].map((name) => [...byName(tensors).get(name)!.data]);
    expect(loading.way).toBe("strict");
    expect(new Set([...one!, ...two!, 0]).size).toBe(5);
  });

  it("gives another exporter's names no loading line", () => {
    const file = exportedFile({
      producer: "tf2onnx",
      nodes: [{ op: "MatMul", inputs: ["x", "net/dense/kernel:0"], output: "y" }],
      constants: { "net/dense/kernel:0": [[2, 2], upTo(4)] },
      inputs: { x: [1, 2] },
    });
    const { layout, loading, tensors } = initializeOnnx(file, { method: he, seed: 0, layout: "pytorch" });
    expect({ layout, way: loading.way }).toEqual({ layout: "pytorch", way: "by-hand" });
    expect(loaderSnippet("npz", layout, "w.npz", tensors, loading.way)).not.toContain("load_state_dict");
  });

  it("says which entries the file does not have, and which settings keep them", () => {
    const { loading, notes } = initializeOnnx(merged, { method: he, seed: 0, source: "net.onnx" });
    expect(loading).toEqual({ way: "partial", missing: ["gone"] });
    expect(notes.join("\n")).toContain("net.onnx does not have gone:");
    expect(notes.join("\n")).toContain('torch.onnx.export(model, (x,), "net.onnx", optimize=False)');
    expect(notes.join("\n")).toContain('"net.onnx", training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)');
  });

  it("has metadata of the graph and of each node in its outline", () => {
    const { metadata, nodes } = readOutline(merged);
    expect(metadata["pkg.torch.export.ExportedProgram.graph_signature"]).toContain("target='ln2.bias'");
    expect(nodes[2]!.metadata["pkg.torch.onnx.fx_node"]).toContain("%p_fc_weight");
  });
});

describe("a weight norm that the exporter folded", () => {
  it("is the kernel as direction, and the norms of its rows", () => {
    const [size, direction] = ["c.parametrizations.weight.original0", "c.parametrizations.weight.original1"] as const;
    const file = exportedFile({
      entries: [size, direction],
      nodes: [
        {
          op: "Conv",
          inputs: ["x", "mul"],
          output: "y",
          integers: { group: 1 },
          call: ["conv1d.default", "%x, %mul, None, [1]"],
          scopes: ["c"],
        },
      ],
      constants: {
        mul: [
          [2, 2, 1],
          [3, 4, 5, 12],
        ],
      },
      inputs: { x: [1, 2, 5] },
    });
    const { tensors, loading, notes } = initializeOnnx(file, { method: he, seed: 0, keep: ["mul"] });
    expect(byName(tensors).get(size)).toEqual({ shape: [2, 1, 1], data: Float32Array.of(5, 13) });
    expect(byName(tensors).get(direction)).toEqual({ shape: [2, 2, 1], data: Float32Array.of(3, 4, 5, 12) });
    expect(loading.way).toBe("strict");
    expect(notes.join("\n")).toContain("along dim=0, PyTorch's default");
  });
});

describe("a batch norm that the exporter folded", () => {
  const folded = (entries: readonly string[]) =>
    exportedFile({
      entries,
      nodes: [
        {
          op: "Conv",
          inputs: ["x", "conv.weight", "conv.weight_bias"],
          output: "y",
          integers: { group: 1 },
          call: [
            "_native_batch_norm_legit_no_training.default",
            "%conv2d, %p_bn_weight, %p_bn_bias, %p_bn_running_mean, %p_bn_running_var, 0.1, 1e-05",
          ],
          scopes: ["bn"],
        },
      ],
      constants: { "conv.weight": [[2, 1, 1, 1], upTo(2)], "conv.weight_bias": [[2], [7, 8]] },
      inputs: { x: [1, 1, 3, 3] },
    });
  const entries = ["conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"];

  it("is new in a new network", () => {
    const { tensors, loading, notes } = initializeOnnx(folded(entries), { method: he, seed: 0 });
    expect(byName(tensors).get("bn.bias")!.data).toEqual(Float32Array.of(0, 0));
    expect(loading.way).toBe("strict");
    expect(notes[0]).toContain("folded batch norms into the layers before them: bn.");
    const whole = initializeOnnx(folded(entries), { method: he, seed: 0, layout: "onnx" });
    expect(whole.notes[0]).toContain("The fresh network has none.");
  });

  it("has the shift that the file keeps, so that module and file stay one function", () => {
    const { tensors } = initializeOnnx(folded(entries), { method: he, seed: 0, keep: ["conv.*"] });
    expect(byName(tensors).get("conv.weight")!.data).toEqual(Float32Array.from(upTo(2)));
    expect(byName(tensors).get("bn.bias")!.data).toEqual(Float32Array.of(7, 8));
  });
});
