import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  type NodeProtoSchema,
} from "onnx-buf";
import { expect, it } from "vitest";
import { InputError } from "../../../errors.js";
import { readOnnx } from "../read.js";
import { readOutline } from "../read-outline.js";

type NodeInit = MessageInitShape<typeof NodeProtoSchema>;

const value = (name: string) => ({
  name,
  type: {
    value: {
      case: "tensorType" as const,
      value: { elemType: DataType.FLOAT, shape: { dim: [{ value: { case: "dimValue" as const, value: 2n } }] } },
    },
  },
});

/** Each `If` has the next one in both branches: 2^(levels + 1) − 2 graphs inside the graph. */
function nestedIfs(levels: number): Uint8Array {
  const inside = (level: number) => ({
    name: `level${level}`,
    node: [level === 0 ? { opType: "Relu", input: ["x"], output: ["y0"] } : chooses(level)],
    output: [value(`y${level}`)],
  });
  const chooses = (level: number): NodeInit => ({
    opType: "If",
    input: ["c"],
    output: [`y${level}`],
    attribute: ["then_branch", "else_branch"].map((name) => ({
      name,
      type: AttributeType.GRAPH,
      g: inside(level - 1),
    })),
  });
  const condition = { name: "c", dataType: DataType.BOOL, rawData: Uint8Array.of(1) };
  const graph = { ...inside(levels), input: [value("x")], initializer: [condition] };
  const opsetImport = [{ domain: "", version: 17n }];
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph }));
}

it("reads Ifs within Ifs, and every branch is in the outline", () => {
  expect(readOnnx(nestedIfs(8)).nodes.map(({ operator }) => operator)).toEqual(["Relu"]);
  expect(readOutline(nestedIfs(8)).nodes.filter(({ operator }) => operator === "Relu")).toHaveLength(2 ** 8);
});

it("refuses twelve levels, which a small file holds, by their number", () => {
  const bytes = nestedIfs(12);
  for (const read of [readOnnx, readOutline]) {
    expect(() => read(bytes)).toThrow(InputError);
    expect(() => read(bytes)).toThrow("the graph holds 8190 branches and bodies of If, Loop and Scan");
  }
});
