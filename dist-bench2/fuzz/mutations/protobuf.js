/**
 * Changes of the structure of protocol buffers, without their schema: fields of messages within
 * messages, of which any block of bytes may be one. Lengths around a change are written anew.
 */
import { concatenate } from "../../src/graph/bytes.js";
import { fieldsOf, wireTypes } from "../../src/graph/file/wire.js";
import { integers } from "./values.js";
function varint(value) {
    const digits = [];
    for (let rest = BigInt.asUintN(64, value); digits.length === 0 || rest > 0n; rest >>= 7n) {
        digits.push(Number(rest & 127n) + (rest > 127n ? 128 : 0));
    }
    return Uint8Array.from(digits);
}
const tag = (number, wire) => varint(BigInt(number * 8 + wire));
const block = (number, content) => concatenate([tag(number, wireTypes.bytes), varint(BigInt(content.length)), content]);
/** The fields of a message; undefined where the bytes are none. */
function messageIn(bytes) {
    try {
        const fields = [...fieldsOf(bytes, 0, bytes.length)];
        return fields.length > 0 && fields.every(({ number }) => number < 1000) ? fields : undefined;
    }
    catch {
        return undefined;
    }
}
/** Goes down into messages by chance and changes one field where it stops. */
function changeWithin(bytes, draws, change) {
    const fields = messageIn(bytes);
    if (fields === undefined)
        return undefined;
    const field = draws.pick(fields);
    const content = bytes.subarray(field.value, field.end);
    const inner = field.wire === wireTypes.bytes && !draws.oneIn(5) ? changeWithin(content, draws, change) : undefined;
    const parts = inner === undefined ? change(bytes, field, draws) : [block(field.number, inner)];
    return concatenate([bytes.subarray(0, field.start), ...parts, bytes.subarray(field.end)]);
}
const whole = (bytes, { start, end }) => bytes.subarray(start, end);
const changes = [
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
            block(field.number, Uint8Array.from({ length: draws.below(20) }, () => draws.below(256))),
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
            let content = bytes.slice(field.start, field.end);
            for (let depth = draws.pick([2, 50, 2000]); depth > 0; depth--)
                content = block(field.number, content);
            return [content];
        },
    ],
];
/** Bytes of the length in front of a block. */
function lengthBytes(bytes, { wire, start, value }) {
    if (wire !== wireTypes.bytes)
        return 0;
    let behind = start;
    while (bytes[behind] > 127)
        behind++;
    return value - behind - 1;
}
/** For protocol buffers; other inputs are left alone. */
export const protobufMutations = changes.map(([name, change]) => ({
    name,
    apply: (input, _, draws) => changeWithin(input, draws, change),
}));
