/** .onnx files as other programs write them, for reading. */
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  type TensorProtoSchema,
} from "onnx-buf";

type AttributeValue =
  | number
  | readonly number[]
  | string
  | { readonly float: number }
  | { readonly floats: readonly number[] };

export interface FileNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs?: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly domain?: string;
}

export interface File {
  readonly opset: number;
  readonly nodes: readonly FileNode[];
  readonly input?: readonly (number | string)[];
  readonly inputType?: DataType;
  readonly constants?: Readonly<Record<string, MessageInitShape<typeof TensorProtoSchema>>>;
  readonly outputs?: readonly string[];
  readonly irVersion?: number;
}

/**
 * A file as another program might have written it: input "x" (float32 [2, 3, 4] if left out),
 * output "y".
 */
export function fileOf({
  opset,
  nodes,
  input = [2, 3, 4],
  inputType = DataType.FLOAT,
  constants = {},
  outputs = ["y"],
  irVersion = 7,
}: File) {
  const dim = input.map((n) => ({
    value:
      typeof n === "number" ? { case: "dimValue" as const, value: BigInt(n) } : { case: "dimParam" as const, value: n },
  }));
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(irVersion),
    opsetImport: [
      { domain: "", version: BigInt(opset) },
      ...[...new Set(nodes.flatMap(({ domain = "" }) => (domain === "" ? [] : [domain])))].map((domain) => ({
        domain,
        version: 1n,
      })),
    ],
    graph: {
      name: "other",
      node: nodes.map(({ op, inputs, outputs: names = ["y"], attributes = {}, domain = "" }) => ({
        opType: op,
        domain,
        input: [...inputs],
        output: [...names],
        attribute: Object.entries(attributes).map(([name, value]) => attributeOf(name, value)),
      })),
      input: [{ name: "x", type: { value: { case: "tensorType", value: { elemType: inputType, shape: { dim } } } } }],
      output: outputs.map((name) => ({
        name,
        type: { value: { case: "tensorType" as const, value: { elemType: DataType.FLOAT } } },
      })),
      initializer: Object.entries(constants).map(([name, t]) => ({ ...t, name })),
    },
  });
  return toBinary(ModelProtoSchema, model);
}

function attributeOf(name: string, value: AttributeValue) {
  if (typeof value === "number")
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });
  if (typeof value === "string")
    return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) });
  if ("float" in value) return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value.float });
  if ("floats" in value)
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOATS, floats: [...value.floats] });
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
}

export const ints = (...values: number[]) => ({
  dataType: DataType.INT64,
  dims: [BigInt(values.length)],
  int64Data: values.map(BigInt),
});
export const floats = (...values: number[]) => ({
  dataType: DataType.FLOAT,
  dims: [BigInt(values.length)],
  floatData: values,
});
export const scalar = (value: number) => ({ dataType: DataType.FLOAT, dims: [], floatData: [value] });

/** Numbers of a shape that look random and are small. */
export const numbers = (...dims: readonly number[]) => ({
  dataType: DataType.FLOAT,
  dims: dims.map(BigInt),
  floatData: Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 2.3 + dims.length) / 2),
});
