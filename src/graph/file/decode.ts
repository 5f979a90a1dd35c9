/** .onnx bytes → the messages that they hold. */
import { fromBinary } from "@bufbuild/protobuf";
import { type GraphProto, type ModelProto, ModelProtoSchema } from "onnx-buf";
import { InputError } from "../../errors.js";
import { whyNoModel } from "./foreign-file.js";
import { refuseSharedBytes } from "./read/external.js";

/** A model whose graph is there. */
export interface DecodedModel {
  /** The whole message. */
  readonly model: ModelProto;
  /** Its graph, with outputs. */
  readonly graph: GraphProto;
}

/**
 * The messages of a model.
 *
 * @throws InputError for bytes that are no .onnx model: it says what they are, where that is known;
 * for tensors that share over 1 GB of a side file
 */
export function decodeModel(bytes: Uint8Array): DecodedModel {
  const reason = whyNoModel(bytes);
  if (reason !== undefined) throw new InputError(`not an ONNX file: ${reason}`);
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new InputError(`not an ONNX file: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { graph } = model;
  if (graph === undefined || graph.output.length === 0) {
    throw new InputError("not an ONNX file: it holds no graph with outputs");
  }
  refuseSharedBytes(graph);
  return { model, graph };
}
