/** Tensors of .onnx files: raw bytes, typed fields, half precision, and weights in a side file. */
import {
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  type NodeProto,
  type TensorProto,
} from "onnx-buf";
import { InputError } from "../../../errors.js";
import { fromHalf, type HalfType } from "../../half-precision.js";
import { type ElementType, emptyData, type Tensor, tensor } from "../../tensor.js";
import { type ExternalData, externalBytes } from "./external.js";
import { EXPORT_AGAIN } from "./remedies.js";

/** Where the numbers of a tensor come from. */
export interface TensorSource {
  readonly externalData?: ExternalData | undefined;
  /** Called with a note on each conversion. */
  readonly note: (note: string) => void;
}

const elementTypes: ReadonlyMap<number, ElementType> = new Map([
  [DataType.FLOAT, "float32"],
  [DataType.DOUBLE, "float64"],
  [DataType.INT32, "int32"],
  [DataType.INT64, "int64"],
  [DataType.UINT8, "uint8"],
  [DataType.BOOL, "bool"],
]);

const halfTypes: ReadonlyMap<number, HalfType> = new Map([
  [DataType.FLOAT16, "float16"],
  [DataType.BFLOAT16, "bfloat16"],
]);

/**
 * The element type for one of a file; half precision becomes float32.
 *
 * @throws InputError for types that are not supported
 */
export function elementTypeOf(dataType: number, where: string, note: (note: string) => void): ElementType {
  const half = halfTypes.get(dataType);
  if (half !== undefined) {
    note(`${half} is read as float32`);
    return "float32";
  }
  const type = elementTypes.get(dataType);
  if (type !== undefined) return type;
  const name = DataType[dataType]?.toLowerCase() ?? `number ${dataType}`;
  const remedy = /^u?int(4|8|16)$/.test(name)
    ? "The model is quantized: take the float model that it was made from."
    : "Export the model with these types.";
  throw new InputError(
    `${where} has element type ${name}; supported: ${[...elementTypes.values()].join(", ")} (float16 and bfloat16 become float32). ${remedy}`,
  );
}

/**
 * A size of an axis.
 *
 * @throws InputError unless it is a whole number from 0 on
 */
function sizeFrom(n: bigint, where: string): number {
  if (n < 0n || n > BigInt(Number.MAX_SAFE_INTEGER))
    throw new InputError(`${where} has an axis of size ${n}. ${EXPORT_AGAIN}`);
  return Number(n);
}

/**
 * @throws InputError where the data does not fill the shape, is of an unsupported type, or lies in
 * a side file and `externalData` is missing
 */
export function readTensor(proto: TensorProto, where: string, source: TensorSource): Tensor {
  const type = elementTypeOf(proto.dataType, where, source.note);
  const shape = proto.dims.map((n) => sizeFrom(n, where));
  const count = shape.reduce((size, n) => size * n, 1);
  const wrong = (got: number, unit: string, expected: number): never => {
    throw new InputError(
      `${where} has ${got} ${unit}, its shape [${shape.join(", ")}] needs ${expected}. ${EXPORT_AGAIN}`,
    );
  };
  const half = halfTypes.get(proto.dataType);
  const isExternal = proto.dataLocation === DataLocation.EXTERNAL;
  const { externalData, dataType } = proto;
  const bytes = isExternal
    ? externalBytes({ externalData, dataType, shape }, where, source.externalData)
    : proto.rawData;
  if (bytes.length > 0 || isExternal) {
    const width = half !== undefined ? 2 : emptyData(type, 0).BYTES_PER_ELEMENT;
    if (bytes.length !== count * width) wrong(bytes.length, "bytes", count * width);
    // A copy: typed arrays must be aligned (and `slice` of a Buffer of Node copies nothing).
    const aligned = new Uint8Array(bytes);
    if (half !== undefined) return { type, shape, data: fromHalf(half, new Uint16Array(aligned.buffer)) };
    const data = emptyData(type, count);
    new Uint8Array(data.buffer).set(aligned);
    return { type, shape, data };
  }
  const values = typedField(proto);
  if (values.length !== count) wrong(values.length, "elements", count);
  if (half !== undefined) return { type, shape, data: fromHalf(half, Uint16Array.from(values as number[])) };
  const data = emptyData(type, count);
  for (let i = 0; i < count; i++) data[i] = values[i]!;
  return { type, shape, data };
}

/** What a `Constant` node holds; undefined for kinds that are not supported. */
export function readConstant(node: NodeProto, source: TensorSource): Tensor | undefined {
  const attribute = node.attribute[0];
  switch (attribute?.name) {
    case "value":
      return attribute.t && readTensor(attribute.t, "its value", source);
    case "value_float":
      return tensor("float32", [], [attribute.f]);
    case "value_floats":
      return tensor("float32", [attribute.floats.length], attribute.floats);
    case "value_int":
      return { type: "int64", shape: [], data: BigInt64Array.of(attribute.i) };
    case "value_ints":
      return { type: "int64", shape: [attribute.ints.length], data: BigInt64Array.from(attribute.ints) };
    default:
      return undefined;
  }
}

function typedField(proto: TensorProto): readonly (number | bigint)[] {
  switch (proto.dataType) {
    case DataType.FLOAT:
      return proto.floatData;
    case DataType.DOUBLE:
      return proto.doubleData;
    case DataType.INT64:
      return proto.int64Data;
    default:
      return proto.int32Data; // int32, uint8, bool, and the bits of half precision
  }
}
