/** New numbers for the initializers of an .onnx file; the rest of the model stays as it is. */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { TensorProto_DataType as DataType, TensorProto_DataLocation as Location, ModelProtoSchema } from "onnx-buf";
import { InputError } from "../../errors.js";
import { type ExternalData, externalBytes } from "../../graph/file/read/tensors.js";
import type { ModelWeight } from "./infer-roles.js";

/**
 * The file with new numbers for some of its initializers. Weights in files beside it move into it.
 *
 * @param numbers by the initializers' names, in the order of the file's axes
 * @throws InputError for an initializer that is neither float32 nor float64, or that the file does
 * not have
 */
export function replaceInitializers(
  bytes: Uint8Array,
  numbers: ReadonlyMap<string, Float32Array>,
  externalData?: ExternalData,
): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  const missing = new Set(numbers.keys());
  for (const tensor of model.graph?.initializer ?? []) {
    const data = numbers.get(tensor.name);
    missing.delete(tensor.name);
    if (data === undefined) {
      if (tensor.dataLocation === Location.EXTERNAL) {
        setBytes(tensor, externalBytes(tensor, `initializer "${tensor.name}"`, { externalData, note: () => {} }));
      }
      continue;
    }
    if (tensor.dataType === DataType.FLOAT) setBytes(tensor, data);
    else if (tensor.dataType === DataType.DOUBLE) setBytes(tensor, Float64Array.from(data));
    else {
      throw new InputError(
        `initializer "${tensor.name}" is ${DataType[tensor.dataType] ?? tensor.dataType}, ` +
          "expected FLOAT or DOUBLE: export the model in float32.",
      );
    }
  }
  if (missing.size > 0) {
    throw new InputError(`the model keeps ${[...missing].join(", ")} in Constant nodes, expected initializers.`);
  }
  return toBinary(ModelProtoSchema, model);
}

/** A weight's numbers from our layout to the file's. */
export function inFileLayout({ tensor, transposed }: ModelWeight, data: Float32Array): Float32Array {
  if (!transposed) return data;
  const [rows, columns] = tensor.shape as readonly [number, number];
  return Float32Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
}

interface TensorFields {
  rawData: Uint8Array;
  floatData: number[];
  doubleData: number[];
  dataLocation: Location;
  externalData: unknown[];
}

function setBytes(tensor: TensorFields, data: ArrayBufferView): void {
  tensor.rawData = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  tensor.floatData = [];
  tensor.doubleData = [];
  tensor.dataLocation = Location.DEFAULT;
  tensor.externalData = [];
}
