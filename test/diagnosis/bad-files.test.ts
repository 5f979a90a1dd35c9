/** What `doctor` says of files that are damaged, hostile, or no network to diagnose. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TensorProto_DataLocation as DataLocation, TensorProto_DataType as DataType } from "onnx-buf";
import { afterAll, describe, expect, it } from "vitest";
import { diagnoseNamed } from "../../src/diagnosis/node/diagnose-named.js";
import { InputError } from "../../src/errors.js";
import { writeNpz } from "../../src/weights/index.js";
import { type File, fileOf, floats, ints } from "../onnx/onnx-file.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-bad-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

const numbers = (...dims: number[]) => ({
  ...floats(...Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7919) % 101) / 50 - 1)),
  dims: dims.map(BigInt),
});

const dense: File = {
  opset: 17,
  input: ["N", 4],
  nodes: [
    { op: "Gemm", inputs: ["x", "w"], outputs: ["h"] },
    { op: "Relu", inputs: ["h"], outputs: ["a"] },
    { op: "Gemm", inputs: ["a", "v"] },
  ],
  constants: { w: numbers(4, 8), v: numbers(8, 3) },
};

const diagnosed = (bytes: Uint8Array, more: object = {}) => {
  const model = join(folder, "net.onnx");
  writeFileSync(model, bytes);
  return diagnoseNamed({ model, seed: 0, seeds: 1, rows: 8, remedy: (method) => method, ...more });
};

/** The message of the refusal. */
async function refusal(bytes: Uint8Array, more: object = {}): Promise<string> {
  const error = await diagnosed(bytes, more).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as Error).message;
}

/** A tensor whose numbers lie in a file. */
const beside = (location: string): NonNullable<File["constants"]>[string] => ({
  dataType: DataType.FLOAT,
  dims: [4n, 8n],
  dataLocation: DataLocation.EXTERNAL,
  externalData: [
    { key: "location", value: location },
    { key: "length", value: "128" },
  ],
});

describe("doctor refuses", () => {
  const whole = fileOf(dense);
  symlinkSync("/etc/passwd", join(folder, "link.bin"));

  it.each<[string, Uint8Array, string]>([
    ["text", new TextEncoder().encode("hello, this is no model"), "it is a text file"],
    ["a file without bytes", new Uint8Array(), "it is empty"],
    ["half a file", whole.subarray(0, whole.length / 2), "it is cut short"],
    [
      "numbers that are not there",
      fileOf({ ...dense, constants: { ...dense.constants, w: { dataType: 1, dims: [2n ** 20n, 2n ** 20n] } } }),
      'initializer "w" has 0 elements, its shape [1048576, 1048576] needs 1099511627776',
    ],
    [
      "weights that a node would make, too many",
      fileOf({
        ...dense,
        nodes: [
          { op: "ConstantOfShape", inputs: ["s"], outputs: ["w"] },
          { op: "Gemm", inputs: ["x", "w"] },
        ],
        constants: { s: ints(4, 2 ** 38) },
      }),
      '"w" (ConstantOfShape) makes 1099511627776 numbers [4, 274877906944], expected at most 268435456',
    ],
    [
      "samples too large for any machine",
      fileOf({
        ...dense,
        input: [1, 3, 2 ** 20, 2 ** 20],
        nodes: [
          { op: "Conv", inputs: ["x", "k"], outputs: ["c"] },
          { op: "GlobalAveragePool", inputs: ["c"], outputs: ["p"] },
          { op: "Flatten", inputs: ["p"] },
        ],
        constants: { k: numbers(2, 3, 3, 3) },
      }),
      "would take about 26388 GB of memory, expected at most 16 GB",
    ],
    [
      "padding too large for any machine",
      fileOf({
        ...dense,
        input: [1, 4],
        nodes: [
          { op: "Pad", inputs: ["x", "p"], outputs: ["large"] },
          { op: "ReduceSum", inputs: ["large"], outputs: ["sum"] },
          { op: "Gemm", inputs: ["x", "w"], outputs: ["h"] },
          { op: "Add", inputs: ["h", "sum"] },
        ],
        constants: { w: numbers(4, 8), p: ints(0, 2 ** 40, 0, 0) },
      }),
      "of memory, expected at most 16 GB",
    ],
    [
      "a value that is computed from itself",
      fileOf({
        ...dense,
        nodes: [
          { op: "Add", inputs: ["x", "b"], outputs: ["a"] },
          { op: "Gemm", inputs: ["a", "w"], outputs: ["b"] },
          { op: "Relu", inputs: ["b"] },
        ],
      }),
      'its inputs: no value "b" comes before',
    ],
    ["an absolute path", fileOf({ ...dense, constants: { w: beside("/etc/passwd") } }), "asks for an absolute path"],
    ["a path that leaves", fileOf({ ...dense, constants: { w: beside("../x.bin") } }), "a file outside its folder"],
    [
      "a link that leaves",
      fileOf({ ...dense, constants: { w: beside("link.bin") } }),
      "a link to /etc/passwd, outside",
    ],
    [
      "layers without units",
      fileOf({ ...dense, constants: { w: numbers(4, 0), v: numbers(0, 3) } }),
      'its weight "w" [0, 4] holds no number',
    ],
    [
      "layers that do not fit each other",
      fileOf({ ...dense, constants: { w: numbers(4, 8), v: numbers(7, 3) } }),
      'net.onnx: node "Gemm_2" (Gemm): Gemm(float32 [1, 8], float32 [7, 3]): the inner sizes 8 and 7 differ',
    ],
    [
      "no weights",
      fileOf({ ...dense, nodes: [{ op: "Relu", inputs: ["x"] }] }),
      "no tensor in it has a role that the graph shows",
    ],
  ])("%s", async (_, bytes, message) => {
    expect(await refusal(bytes)).toContain(message);
  });

  it("operators that are not supported, all at once", async () => {
    const message = await refusal(
      fileOf({
        ...dense,
        nodes: [
          { op: "Frob", inputs: ["x"], outputs: ["f"], domain: "my.ops" },
          { op: "Frob", inputs: ["f"], outputs: ["g"], domain: "my.ops" },
          { op: "DeformConv", inputs: ["g"], outputs: ["h"] },
          { op: "Gemm", inputs: ["h", "w"] },
        ],
      }),
    );
    expect(message).toContain('node "Frob_0" (my.ops:Frob): is not supported: export the model without it.');
    expect(message).toContain('Nor are these: DeformConv ("DeformConv_2"). Supported operators: Abs,');
  });

  it("data of another shape, and says how to transpose it where that is all", async () => {
    const sequences = fileOf({
      ...dense,
      input: ["N", 6, 4],
      nodes: [
        { op: "MatMul", inputs: ["x", "w"], outputs: ["h"] },
        { op: "ReduceMean", inputs: ["h"], attributes: { axes: [1], keepdims: 0 } },
      ],
    });
    const labels = Float32Array.from({ length: 16 }, (_, i) => i % 8);
    const dataset = (...shape: number[]) => {
      const path = join(folder, "data.npz");
      const sample = (count: number) => ({
        shape: [count, ...shape],
        data: new Float32Array(count * shape[0]! * shape[1]!),
      });
      writeFileSync(
        path,
        writeNpz([
          { name: "x_train", ...sample(16) },
          { name: "y_train", shape: [16], data: labels },
          { name: "x_test", ...sample(8) },
          { name: "y_test", shape: [8], data: labels.subarray(0, 8) },
        ]),
      );
      return { data: path };
    };
    expect(await refusal(sequences, dataset(4, 6))).toContain(
      'its input "x" [N, 6, 4] does not take samples of [1, 4, 6]. ' +
        "Its axes stand in another order: np.swapaxes(x, -2, -1) brings them into that of the model.",
    );
    expect(await refusal(sequences, dataset(4, 5))).toMatch(/samples of \[1, 4, 5\]\. Export the model for samples/);
  });
});

describe("doctor reports", () => {
  it("weights that are no numbers as the finding", async () => {
    const w = numbers(4, 8);
    const bytes = fileOf({
      ...dense,
      constants: { ...dense.constants, w: { ...w, floatData: w.floatData!.with(6, Number.NaN) } },
    });
    const { diagnosis } = await diagnosed(bytes);
    expect(diagnosis.verdict).toBe("sick");
    expect(diagnosis.findings.map(({ kind, text }) => [kind, text])).toEqual([
      ["not-finite", "w has 1 of 32 numbers that is NaN or infinite."],
    ]);
    expect([diagnosis.findings[0]!.tensors, diagnosis.findings[0]!.measured]).toEqual([["w"], 1]);
  });

  it("a chain of a thousand nodes before the first weight", { timeout: 60_000 }, async () => {
    const chain = Array.from({ length: 1000 }, (_, i) => ({
      op: "Relu",
      inputs: [i === 0 ? "x" : `h${i}`],
      outputs: [`h${i + 1}`],
    }));
    const { diagnosis } = await diagnosed(
      fileOf({ ...dense, nodes: [...chain, { op: "Gemm", inputs: ["h1000", "w"] }] }),
    );
    expect(diagnosis.layers.map(({ name }) => name)).toEqual(["w"]);
  });
});
