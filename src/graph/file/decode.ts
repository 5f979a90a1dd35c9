/** .onnx bytes → the messages that they hold. */
import { type DescMessage, fromBinary } from "@bufbuild/protobuf";
import { type GraphProto, type ModelProto, ModelProtoSchema } from "onnx-buf";
import { InputError } from "../../errors.js";
import { messageOf } from "../../plain-data.js";
import { whyNoModel } from "./foreign-file.js";
import { refuseManyBodies } from "./read/bodies.js";
import { refuseSharedBytes } from "./read/external.js";
import { fieldsOf, wireTypes } from "./wire.js";

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
 * for tensors that share over 1 GB of a side file; for more than 1,000 branches and bodies
 */
export function decodeModel(bytes: Uint8Array): DecodedModel {
  const reason = whyNoModel(bytes);
  if (reason !== undefined) throw new InputError(`not an ONNX file: ${reason}`);
  let model: ModelProto;
  try {
    mustEndWithin(bytes);
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new InputError(`not an ONNX file: ${messageOf(error)}. It is damaged: get or export it again.`);
  }
  const { graph } = model;
  if (graph === undefined || graph.output.length === 0) {
    throw new InputError("not an ONNX file: it holds no graph with outputs. Export the whole model again.");
  }
  refuseSharedBytes(graph);
  refuseManyBodies(graph);
  return { model, graph };
}

/** Messages within messages: a model nests six, and each body within a body adds three. */
const DEEPEST = 100;

/**
 * The library lets a field within a message go on behind the message's end, as long as bytes are
 * there. No other reader does.
 *
 * @throws InputError where a field does not end within its message
 */
function mustEndWithin(bytes: Uint8Array): void {
  const messagesOf = new Map<DescMessage, ReadonlyMap<number, DescMessage>>();
  const walk = (schema: DescMessage, from: number, to: number, depth: number): void => {
    if (depth > DEEPEST) throw new InputError(`it nests messages deeper than ${DEEPEST} levels`);
    const messages = messagesOf.get(schema) ?? messagesIn(schema);
    messagesOf.set(schema, messages);
    for (const { number, wire, value, end } of fieldsOf(bytes, from, to)) {
      const message = wire === wireTypes.bytes ? messages.get(number) : undefined;
      if (message !== undefined) walk(message, value, end, depth + 1);
    }
  };
  walk(ModelProtoSchema, 0, bytes.length, 0);
}

/** The fields of a message that hold messages, by their numbers. */
function messagesIn(schema: DescMessage): ReadonlyMap<number, DescMessage> {
  return new Map(schema.fields.flatMap(({ number, message }) => (message === undefined ? [] : [[number, message]])));
}
