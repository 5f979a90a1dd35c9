/**
 * Changes of the structure of protocol buffers, without their schema: fields of messages within
 * messages, of which any block of bytes may be one. Lengths around a change are written anew.
 */
import { concatenate } from "../../src/graph/bytes.js";
import { type Field, fieldsOf, wireTypes } from "../../src/graph/file/wire.js";
import type { Draws } from "../draws.js";
import type { Mutation } from "./mutation.js";
import { integers } from "./values.js";

function varint(value: bigint): Uint8Array {
  const digits: number[] = [];
  for (let rest = BigInt.asUintN(64, value); digits.length === 0 || rest > 0n; rest >>= 7n) {
    digits.push(Number(rest & 127n) + (rest > 127n ? 128 : 0));
  }
  return Uint8Array.from(digits);
}

const tag = (number: number, wire: number) => varint(BigInt(number * 8 + wire));
const block = (number: number, content: Uint8Array) =>
  concatenate([tag(number, wireTypes.bytes), varint(BigInt(content.length)), content]);

/** The fields of a message; undefined where the bytes are none. */
function messageIn(bytes: Uint8Array): readonly Field[] | undefined {
  try {
    const fields = [...fieldsOf(bytes, 0, bytes.length)];
    return fields.length > 0 && fields.every(({ number }) => number < 1000) ? fields : undefined;
  } catch {
    return undefined;
  }
}

/** Goes down into messages by chance and changes one field where it stops. */
function changeWithin(bytes: Uint8Array, draws: Draws, change: Change): Uint8Array | undefined {
  const fields = messageIn(bytes);
  if (fields === undefined) return undefined;
  const field = draws.pick(fields);
  const content = bytes.subarray(field.value, field.end);
  const inner = field.wire === wireTypes.bytes && !draws.oneIn(5) ? changeWithin(content, draws, change) : undefined;
  const parts = inner === undefined ? change(bytes, field, draws) : [block(field.number, inner)];
  return concatenate([bytes.subarray(0, field.start), ...parts, bytes.subarray(field.end)]);
}

/** What stands in place of a field. */
type Change = (bytes: Uint8Array, field: Field, draws: Draws) => readonly Uint8Array[];

const whole = (bytes: Uint8Array, { start, end }: Field) => bytes.subarray(start, end);

const changes: readonly [name: string, change: Change][] = [
  ["remove a field", () => []],
  ["repeat a field", (bytes, field) => [whole(bytes, field), whole(bytes, field)]],
  [
    "renumber a field",
    (bytes, field, draws) => [
      tag(1 + draws.below(16), field.wire),
      bytes.subarray(field.value - lengthBytes(bytes, field), field.end),
    ],
  ],
  ["make a field a number", (_, { number }, draws) => [tag(number, wireTypes.varint), varint(draws.pick(integers))]],
  ["make a field empty", (_, { number }) => [block(number, new Uint8Array())]],
  [
    "make a field of bytes",
    (_, field, draws) => [
      block(
        field.number,
        Uint8Array.from({ length: draws.below(20) }, () => draws.below(256)),
      ),
    ],
  ],
  [
    "promise more bytes",
    (bytes, field, draws) => [
      tag(field.number, wireTypes.bytes),
      varint(draws.pick(integers)),
      bytes.subarray(field.value, field.end),
    ],
  ],
  [
    "nest a field",
    (bytes, field, draws) => {
      let content: Uint8Array = bytes.slice(field.start, field.end);
      for (let depth = draws.pick([2, 50, 2000]); depth > 0; depth--) content = block(field.number, content);
      return [content];
    },
  ],
];

/** Bytes of the length in front of a block. */
function lengthBytes(bytes: Uint8Array, { wire, start, value }: Field): number {
  if (wire !== wireTypes.bytes) return 0;
  let behind = start;
  while (bytes[behind]! > 127) behind++;
  return value - behind - 1;
}

/** For protocol buffers; other inputs are left alone. */
export const protobufMutations: readonly Mutation[] = changes.map(([name, change]) => ({
  name,
  apply: (input, _, draws) => changeWithin(input, draws, change),
}));
