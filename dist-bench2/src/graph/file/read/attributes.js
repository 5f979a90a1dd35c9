/** Attributes of .onnx nodes as plain values. */
import { AttributeProto_AttributeType as AttributeType } from "onnx-buf";
import { InputError } from "../../../errors.js";
import { operators } from "../../operators/index.js";
import { elementTypeOf, readTensor } from "./tensors.js";
/** Attributes that name an element type, by operator. */
const typeAttributes = {
    Cast: "to",
    EyeLike: "dtype",
    BlackmanWindow: "output_datatype",
    HammingWindow: "output_datatype",
    HannWindow: "output_datatype",
    MelWeightMatrix: "output_datatype",
};
/** All attributes of a node by name. The number of an element type becomes its name. */
export function readAttributes(node, operator, source) {
    const attributes = {};
    for (const proto of node.attribute) {
        const where = `attribute "${proto.name}"`;
        attributes[proto.name] =
            Object.hasOwn(typeAttributes, operator) && typeAttributes[operator] === proto.name
                ? elementTypeOf(Number(proto.i), where, source.note)
                : readAttribute(proto, operator, where, source);
    }
    return attributes;
}
function readAttribute(proto, operator, where, source) {
    const schema = operators.get(operator)?.attributes[proto.name];
    switch (proto.type) {
        case AttributeType.INT:
            return whole(proto.i);
        case AttributeType.INTS:
            return proto.ints.map(whole);
        case AttributeType.FLOAT:
            // A default is written in float32: read it back as what it was.
            return typeof schema?.default === "number" && Math.fround(schema.default) === proto.f
                ? schema.default
                : shortest(proto.f);
        case AttributeType.FLOATS:
            return proto.floats.map(shortest);
        case AttributeType.STRING:
            return new TextDecoder().decode(proto.s);
        case AttributeType.STRINGS:
            return proto.strings.map((s) => new TextDecoder().decode(s));
        case AttributeType.TENSOR:
            if (proto.t !== undefined)
                return readTensor(proto.t, where, source);
    }
    throw new InputError(`${where} is of a kind (${AttributeType[proto.type] ?? proto.type}) that is not supported`);
}
/** "To the end" is written as the largest int64: clamped to what a number holds exactly. */
function whole(n) {
    const limit = BigInt(Number.MAX_SAFE_INTEGER);
    return Number(n > limit ? limit : n < -limit ? -limit : n);
}
/** The shortest decimal that is this float32: 0.01 rather than 0.009999999776482582. */
function shortest(x) {
    for (let digits = 1; digits < 9; digits++) {
        const short = Number(x.toPrecision(digits));
        if (Math.fround(short) === x)
            return short;
    }
    return x;
}
