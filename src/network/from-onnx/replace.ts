/** New numbers for the initializers of an .onnx file; every other byte of the model means what it meant. */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { TensorProto_DataType as DataType, TensorProto_DataLocation as Location, ModelProtoSchema } from "onnx-buf";
import { InputError } from "../../errors.js";
import { type ExternalData, externalBytes } from "../../graph/file/read/tensors.js";
import { permute } from "../../weights/layout.js";
import type { ModelWeight } from "./roles.js";

/**
 * The file with the numbers of some initializers replaced. Weights kept beside the file are brought into it.
 *
 * @param numbers by the initializers' names, in the order of the file's own axes
 * @throws InputError for an initializer that is neither float32 nor float64, or that the file does not have
 */
export function replaceInitializers(
  bytes: Uint8Array,
  numbers: ReadonlyMap<string, Float32Array>,
  externalData?: ExternalData,
): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  const left = new Set(numbers.keys());
  for (const tensor of model.graph?.initializer ?? []) {
    const data = numbers.get(tensor.name);
    left.delete(tensor.name);
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
        `initializer "${tensor.name}" is ${DataType[tensor.dataType] ?? tensor.dataType}, expected FLOAT or DOUBLE: export the model in float32.`,
      );
    }
  }
  if (left.size > 0) {
    throw new InputError(`the model keeps ${[...left].join(", ")} in Constant nodes, expected initializers.`);
  }
  return toBinary(ModelProtoSchema, model);
}

/** A weight's numbers from our layout to the file's. */
export function inFileLayout({ tensor, transposed }: ModelWeight, data: Float32Array): Float32Array {
  return transposed ? permute(data, tensor.shape, [1, 0]) : data;
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
