/** What the reader makes of graphs in which it could take one thing for another. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  TensorProto_DataType as DataType,
  FunctionProtoSchema,
  ModelProtoSchema,
  SparseTensorProtoSchema,
} from "onnx-buf";
import { describe, expect, it } from "vitest";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { inferRoles, type ModelRoles } from "../../src/network/from-onnx/index.js";
import { type FileNode, fileOf } from "./onnx-file.js";

let tensors = 0;

/** A tensor of noise, so that nothing is equal or regular by chance. */
function noise(...dims: readonly number[]) {
  const start = 1000 * ++tensors;
  const floatData = Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin((start + i) ** 2));
  return { dims: dims.map(BigInt), dataType: DataType.FLOAT, floatData };
}
const filled = (value: number, ...dims: readonly number[]) => {
  const tensor = noise(...dims);
  return { ...tensor, floatData: tensor.floatData.map(() => value) };
};

type Constants = NonNullable<Parameters<typeof fileOf>[0]["constants"]>;

const rolesOf = (input: readonly number[], constants: Constants, nodes: readonly FileNode[]): ModelRoles =>
  inferRoles(readOutline(fileOf({ opset: 17, input, constants, nodes })));
const roleOf = ({ weights }: ModelRoles, name: string) =>
  weights.find(({ tensor }) => tensor.name === name)!.tensor.role;
const node = (op: string, inputs: string, output = "y", attributes: FileNode["attributes"] = {}): FileNode => ({
  op,
  inputs: inputs.split(" "),
  outputs: [output],
  attributes,
});

describe("kernels that are computed are said, with the tensors that they come from", () => {
  it.each([
    ["a mask", [node("Mul", "W M", "V"), node("MatMul", "x V")], "M"],
    ["a low rank", [node("MatMul", "A B", "D"), node("Add", "W D", "V"), node("MatMul", "x V")], "W"],
    [
      "a norm of itself",
      [node("MatMul", "u W", "s"), node("ReduceMax", "s", "t"), node("Div", "W t", "V"), node("MatMul", "x V")],
      "W",
    ],
  ] as const)("%s", (_, nodes, tensor) => {
    const constants = { W: noise(4, 4), M: noise(4, 4), A: noise(4, 2), B: noise(2, 4), u: noise(1, 4) };
    const { weights, missed } = rolesOf([2, 4], constants, nodes);
    expect(weights).toEqual([]);
    expect(missed).toMatchObject([{ operator: "MatMul", reason: expect.stringContaining(tensor) }]);
  });

  it("functions of the file, tensors without their zeros, and what is not there", () => {
    const model = fromBinary(
      ModelProtoSchema,
      fileOf({
        opset: 17,
        input: [2, 4],
        constants: { W: noise(4, 4) },
        nodes: [
          { op: "Block", domain: "my", inputs: ["x", "W"], outputs: ["a"] },
          node("MatMul", "a S", "b"),
          node("Conv", "b N"),
        ],
      }),
    );
    model.functions.push(
      create(FunctionProtoSchema, { domain: "my", name: "Block", input: ["a", "b"], output: ["c"] }),
    );
    const values = { ...noise(2), name: "S" };
    model.graph!.sparseInitializer.push(create(SparseTensorProtoSchema, { values, dims: [4n, 4n] }));
    const { missed } = inferRoles(readOutline(toBinary(ModelProtoSchema, model)));
    expect(missed).toMatchObject([
      { operator: "my:Block", reason: expect.stringContaining("which reads W: write the model without functions") },
      { operator: "MatMul", reason: expect.stringContaining("S is stored without its zeros") },
      { operator: "Conv", reason: expect.stringContaining("nothing in the file") },
    ]);
  });

  it("x · A · B has two kernels", () => {
    const { weights, missed } = rolesOf([2, 4], { A: noise(4, 2), B: noise(2, 4) }, [
      node("MatMul", "x A", "a"),
      node("MatMul", "a B"),
    ]);
    expect([weights.map(({ tensor }) => tensor.shape), missed]).toEqual([
      [
        [2, 4],
        [4, 2],
      ],
      [],
    ]);
  });
});

it("a tensor that is read directly and through a Transpose is one parameter", () => {
  const { weights } = rolesOf([2, 4], { W: noise(4, 4) }, [
    node("MatMul", "x W", "a"),
    node("Transpose", "W", "V", { perm: [1, 0] }),
    node("MatMul", "a V"),
  ]);
  expect(weights).toHaveLength(1);
  expect(weights[0]!.places).toHaveLength(1);
});

describe("what no training made is known", () => {
  it("a causal mask, tables of sines beside a product, sizes of a Resize", () => {
    const mask = { ...noise(4, 4), floatData: Array.from({ length: 16 }, (_, i) => (i % 4 > i / 4 ? -1e9 : 0)) };
    const sines = {
      ...noise(16, 16),
      floatData: Array.from({ length: 256 }, (_, i) => Math.cos((i >> 4) * 10 ** (-(i % 8) / 8))),
    };
    const masked = rolesOf([2, 4, 4], { mask, W: noise(4, 4) }, [
      node("MatMul", "x W", "a"),
      node("Add", "a mask", "b"),
      node("Softmax", "b"),
    ]);
    expect(masked.kept).toMatchObject([{ name: "mask", reason: "a mask", isFixed: true }]);
    const rotary = rolesOf([2, 16, 16], { sines, W: noise(16, 16) }, [
      node("MatMul", "x W", "a"),
      node("Mul", "a sines"),
    ]);
    expect(rotary.kept).toMatchObject([{ name: "sines", reason: "a table of sines", isFixed: true }]);
    const resized = rolesOf([1, 1, 4, 4], { s: filled(2, 4), W: noise(1, 1, 3, 3) }, [
      node("Conv", "x W", "a"),
      { op: "Resize", inputs: ["a", "", "s"], outputs: ["y"] },
    ]);
    expect(resized.kept).toMatchObject([{ name: "s", isFixed: true }]);
  });

  it("a tensor of unknown use is named with its reader", () => {
    const { kept: rest } = rolesOf([2, 4], { s: noise(4), W: noise(4, 4) }, [
      node("MatMul", "x W", "a"),
      node("Mul", "a s"),
    ]);
    expect(rest).toMatchObject([{ name: "s", reason: expect.stringContaining("Mul"), isFixed: false }]);
  });
});

describe("gates", () => {
  const experts = rolesOf([2, 4], { W: noise(4, 3), G: noise(4, 3) }, [
    node("MatMul", "x W", "e"),
    node("MatMul", "x G", "g"),
    node("Softmax", "g", "s"),
    node("Mul", "e s"),
  ]);
  it("a gate over experts is no head", () => {
    expect([roleOf(experts, "W").head, roleOf(experts, "G").head]).toEqual([true, undefined]);
    expect(roleOf(experts, "G").activation).toBe("softmax");
  });

  it("squeeze and excite is no layer of its branch", () => {
    const roles = rolesOf([1, 4, 6, 6], { A: noise(4, 4, 1, 1), S: noise(4, 4, 1, 1), B: noise(4, 4, 1, 1) }, [
      node("Conv", "x B", "b"),
      node("Conv", "b A", "a"),
      node("GlobalAveragePool", "a", "p"),
      node("Conv", "p S", "s"),
      node("Sigmoid", "s", "g"),
      node("Mul", "a g", "m"),
      node("Add", "b m"),
    ]);
    expect(roleOf(roles, "A").residual).toMatchObject({ layer: 0, layers: 1, last: true });
    expect(roleOf(roles, "S").residual).toBeUndefined();
  });
});

describe("sums", () => {
  it("a pyramid that comes back to a larger image is no residual branch", () => {
    const roles = rolesOf([1, 4, 8, 8], { A: noise(4, 4, 1, 1), B: noise(4, 4, 2, 2), C: noise(4, 4, 2, 2) }, [
      node("Conv", "x A", "a"),
      node("Conv", "a B", "b", { strides: [2, 2] }),
      node("ConvTranspose", "b C", "c", { strides: [2, 2] }),
      node("Add", "a c"),
    ]);
    for (const name of ["A", "B", "C"]) expect(roleOf(roles, name).residual).toBeUndefined();
  });

  it("branches of 10,000 nodes are found, each with two layers", () => {
    const constants: Record<string, ReturnType<typeof noise>> = {};
    const nodes: FileNode[] = [];
    for (let i = 0; i < 2500; i++) {
      const [from, to] = [i === 0 ? "x" : `s${i}`, i === 2499 ? "y" : `s${i + 1}`];
      constants[`A${i}`] = noise(4, 4);
      constants[`B${i}`] = noise(4, 4);
      nodes.push(node("MatMul", `${from} A${i}`, `a${i}`), node("Relu", `a${i}`, `r${i}`));
      nodes.push(node("MatMul", `r${i} B${i}`, `b${i}`), node("Add", `${from} b${i}`, to));
    }
    const { weights } = rolesOf([2, 4], constants, nodes);
    expect(weights.at(-1)!.tensor.role.residual).toMatchObject({ branches: 2500, layers: 2 });
  });

  it("a number squared sixty times is computed once each", () => {
    const squares = Array.from({ length: 60 }, (_, i) => node("Mul", `s${i} s${i}`, `s${i + 1}`));
    const roles = rolesOf([2, 4], { W: noise(4, 4) }, [node("MatMul", "x W", "s0"), ...squares, node("Tanh", "s60")]);
    expect(roleOf(roles, "W").activation).toContain("function at");
  });
});

it("of activations one behind the other, the first counts", () => {
  const roles = rolesOf([2, 4], { W: noise(4, 4) }, [
    node("MatMul", "x W", "a"),
    node("Selu", "a", "b"),
    node("Elu", "b"),
  ]);
  expect(roleOf(roles, "W").activation).toBe("selu");
});

it("a single number that is a parameter is said to keep its value; a constant of the program is not", () => {
  const constants = { w: noise(3, 4), temperature: filled(4.4, 1), "onnx::Mul_7": filled(0.5, 1) };
  const nodes = [
    node("Gemm", "x w", "h", { transB: 1 }),
    node("Mul", "h temperature", "s"),
    node("Mul", "s onnx::Mul_7"),
  ];
  const model = fromBinary(ModelProtoSchema, fileOf({ opset: 17, input: [2, 4], constants, nodes }));
  const bytes = toBinary(ModelProtoSchema, { ...model, producerName: "pytorch" });
  const { kept: keptOnes } = inferRoles(readOutline(bytes));
  expect(keptOnes).toMatchObject([{ name: "temperature", shape: [1], isFixed: false }]);
});
