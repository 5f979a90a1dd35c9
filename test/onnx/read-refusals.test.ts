/** Files that `readOnnx` refuses, and what it says. */
import fc from "fast-check";
import { TensorProto_DataType as DataType } from "onnx-buf";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { readOnnx } from "../../src/graph/file/read.js";
import { definitionCases } from "./definition-cases.js";
import { formCases } from "./form-cases.js";
import { type File, fileOf, ints, scalar } from "./onnx-file.js";

const image = [1, 2, 4, 4];

describe("readOnnx", () => {
  const refused: readonly (readonly [name: string, file: File, message: string])[] = [
    [
      "an operator that is not supported",
      { opset: 13, nodes: [{ op: "DeformConv", inputs: ["x"] }] },
      'node "DeformConv_0" (DeformConv): is not supported: export the model without it. Supported operators: Abs, Acos, Acosh, Add, AffineGrid, And,',
    ],
    [
      "an operator that has no place in our graphs, with the reason",
      { opset: 13, nodes: [{ op: "DequantizeLinear", inputs: ["x", "x"] }] },
      "is not supported: it belongs to a quantized model; take the float model that it was made from.",
    ],
    [
      "an equation that does not fit",
      { opset: 13, nodes: [{ op: "Einsum", inputs: ["x"], attributes: { equation: "ij->ji" } }] },
      'node "Einsum_0" (Einsum): the term "ij" of the equation does not fit a tensor of 3 axes',
    ],
    [
      "a place of which ONNX and ONNX Runtime disagree",
      {
        opset: 11,
        input: [1, 1, 2, 2],
        nodes: [
          { op: "Cast", inputs: ["x"], outputs: ["i"], attributes: { to: DataType.INT64 } },
          { op: "MaxUnpool", inputs: ["x", "i", "s"], attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
        ],
        constants: { s: ints(1, 1, 5, 5) },
      },
      "output_shape [1, 1, 5, 5] is not what the windows cover, [1, 1, 4, 4]",
    ],
    [
      "a constant of absurd size",
      {
        opset: 17,
        nodes: [{ op: "HannWindow", inputs: ["n"] }],
        constants: { n: { dataType: DataType.INT64, dims: [], int64Data: [10n ** 12n] } },
      },
      "needs a constant of 1000000000000 numbers; at most 16777216 are made",
    ],
    [
      "what decides a shape and is not constant",
      { opset: 13, nodes: [{ op: "NonZero", inputs: ["x"] }] },
      "what NonZero looks through must be a constant: all shapes are static",
    ],
    [
      "an operator of another domain",
      { opset: 13, nodes: [{ op: "Relu", inputs: ["x"], domain: "my.own" }] },
      'node "Relu_0" (my.own:Relu): is not supported',
    ],
    [
      "an unknown attribute",
      {
        opset: 13,
        input: image,
        nodes: [{ op: "MaxPool", inputs: ["x"], attributes: { kernel_shape: [2, 2], colour: 1 } }],
      },
      'has no attribute "colour"',
    ],
    [
      "shapes that do not fit",
      { opset: 13, nodes: [{ op: "MatMul", inputs: ["x", "x"] }] },
      'node "MatMul_0" (MatMul): MatMul(float32 [2, 3, 4], float32 [2, 3, 4]): the inner sizes 4 and 3 differ',
    ],
    [
      "a value that no node computes",
      { opset: 13, nodes: [{ op: "Relu", inputs: ["z"] }] },
      'node "Relu_0" (Relu): its inputs: no value "z" comes before',
    ],
    [
      "two values of one name",
      { opset: 13, nodes: [{ op: "Relu", inputs: ["x"], outputs: ["x"] }] },
      'two values are named "x"',
    ],
    [
      "an output that no node computes",
      { opset: 13, nodes: [], outputs: ["q"] },
      'the graph\'s outputs: no value "q" comes before',
    ],
    [
      "an opset before 6",
      { opset: 5, nodes: [{ op: "Relu", inputs: ["x"] }] },
      "the model is of opset 5; supported: 6 to 24",
    ],
    [
      "training mode",
      {
        opset: 13,
        nodes: [{ op: "Dropout", inputs: ["x", "r", "t"] }],
        constants: { r: scalar(0.5), t: { dataType: DataType.BOOL, dims: [], int32Data: [1] } },
      },
      "training_mode is on",
    ],
    [
      "an element type that is not supported",
      {
        opset: 13,
        nodes: [{ op: "Relu", inputs: ["x"] }],
        constants: { w: { dataType: DataType.INT8, dims: [1n], int32Data: [1] } },
      },
      'initializer "w" has element type int8; supported: float32',
    ],
    [
      "data that does not fill its shape",
      {
        opset: 13,
        nodes: [{ op: "Relu", inputs: ["x"] }],
        constants: { w: { dataType: DataType.FLOAT, dims: [3n], floatData: [1] } },
      },
      'initializer "w" has 1 elements, its shape [3] needs 3',
    ],
    [
      "an absurd shape",
      {
        opset: 13,
        nodes: [{ op: "Relu", inputs: ["x"] }],
        constants: {
          w: { dataType: DataType.FLOAT, dims: [2n ** 40n, 2n ** 20n], rawData: Uint8Array.of(1, 2, 3, 4) },
        },
      },
      'initializer "w" has 4 bytes',
    ],
  ];
  it.each(refused)("refuses %s", (_, file, message) => {
    expect(() => readOnnx(fileOf(file))).toThrow(InputError);
    expect(() => readOnnx(fileOf(file))).toThrow(message);
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["text", new TextEncoder().encode("<!DOCTYPE html><html><body>404 Not Found</body></html>")],
    ["zeros", new Uint8Array(1000)],
  ])("says that %s is not an ONNX file", (_, bytes) => {
    expect(() => readOnnx(bytes)).toThrow(/^not an ONNX file: /);
  });

  it("reads damaged bytes or refuses them as bad input, and nothing else", () => {
    const files = [...formCases, ...definitionCases].map(([, file]) => fileOf(file));
    const damage = fc.record({
      file: fc.nat(files.length - 1),
      keep: fc.double({ min: 0, max: 1, noNaN: true }),
      flips: fc.array(fc.record({ at: fc.nat(100_000), bit: fc.nat(7) }), { maxLength: 6 }),
      truncate: fc.boolean(),
    });
    fc.assert(
      fc.property(damage, ({ file, keep, flips, truncate }) => {
        const whole = files[file]!;
        const bytes = truncate ? whole.slice(0, Math.floor(keep * whole.length)) : whole.slice();
        for (const { at, bit } of flips) if (bytes.length > 0) bytes[at % bytes.length]! ^= 1 << bit;
        try {
          readOnnx(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
