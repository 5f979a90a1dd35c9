/** New bytes for one tensor of a file: other numbers, or the numbers of its side file. */
import { AttributeProtoSchema, TensorProto_DataLocation as DataLocation, TensorProto_DataType as DataType, StringStringEntryProtoSchema, TensorProtoSchema, } from "onnx-buf";
import { InputError } from "../../errors.js";
import { floatBytes } from "../float-types.js";
import { sizeOf } from "../tensor.js";
import { byteLength, externalBytes } from "./read/external.js";
import { bytesField, endOfVarint, fieldsOf, replaceField, textOf, varintAt, wireTypes, } from "./wire.js";
/** The element type of a tensor that is a float of a file. */
export const floatTypes = new Map([
    [DataType.FLOAT16, "float16"],
    [DataType.BFLOAT16, "bfloat16"],
    [DataType.FLOAT, "float32"],
    [DataType.DOUBLE, "float64"],
]);
const tensor = TensorProtoSchema.field;
const attribute = AttributeProtoSchema.field;
/** The fields that hold a tensor's numbers. */
const dataFields = new Set([
    tensor.floatData,
    tensor.int32Data,
    tensor.stringData,
    tensor.int64Data,
    tensor.rawData,
    tensor.doubleData,
    tensor.uint64Data,
].map(({ number }) => number));
/** The shape, the type and the data of a TensorProto. */
export function headerOf(bytes, place) {
    const [shape, data, external] = [[], [], []];
    let [dataType, location] = [0, 0];
    for (const field of fieldsOf(bytes, place.value, place.end)) {
        const { number, value, end } = field;
        if (number === tensor.dims.number) {
            for (let at = value; at < end; at = endOfVarint(bytes, at, end))
                shape.push(varintAt(bytes, at, end));
        }
        if (number === tensor.dataType.number)
            dataType = varintAt(bytes, value, end);
        if (number === tensor.dataLocation.number)
            location = varintAt(bytes, value, end);
        if (number === tensor.externalData.number || number === tensor.dataLocation.number)
            external.push(field);
        if (dataFields.has(number))
            data.push(field);
    }
    return { shape, dataType, data, external: location === DataLocation.EXTERNAL ? external : [] };
}
/** Whether a tensor's numbers lie in a side file. */
export const isExternal = (bytes, place) => headerOf(bytes, place).external.length > 0;
/**
 * The edits that give a tensor new numbers in its own type.
 *
 * @param where the tensor and the file, for messages
 * @throws InputError for a wrong count, a type that is no float of 16 to 64 bits, or a number that
 * is too large for it
 */
export function withNumbers(bytes, place, numbers, where) {
    if (place.kind === "numbers")
        return withAttribute(bytes, place, numbers, where);
    const header = headerOf(bytes, place.field);
    const type = floatTypes.get(header.dataType);
    if (type === undefined) {
        throw new InputError(`${where} is ${nameOfType(header.dataType)}; new numbers can be written as ${[...floatTypes.values()].join(", ")}: give the float model that it was made from.`);
    }
    checkCount(header.shape, numbers, where);
    return withData(place, header, floatBytes(type, numbers, where));
}
/** The element type as ONNX names it, in small letters. */
export const nameOfType = (dataType) => DataType[dataType]?.toLowerCase() ?? `of element type ${dataType}`;
function checkCount(shape, numbers, where) {
    if (numbers.length === sizeOf(shape))
        return;
    throw new InputError(`${where} [${shape.join(", ")}] has ${sizeOf(shape)} numbers, got ${numbers.length}: give as many as it has.`);
}
/** Puts raw bytes in the place of all data fields and of what refers to a side file. */
function withData({ within, field }, { shape, data, external }, raw) {
    const inside = [...within, field];
    const old = [...data, ...external];
    const place = data.find(({ number }) => number === tensor.rawData.number) ?? old[0];
    if (place === undefined) {
        if (sizeOf(shape) === 0)
            return [];
        return [{ within: inside, from: field.end, to: field.end, parts: bytesField(tensor.rawData.number, [raw]) }];
    }
    const isSameLength = place.number === tensor.rawData.number && place.end - place.value === raw.length;
    return old.map((one) => {
        if (one !== place)
            return replaceField(inside, one);
        if (isSameLength)
            return { within: inside, from: one.value, to: one.end, parts: [raw] };
        return replaceField(inside, one, bytesField(tensor.rawData.number, [raw]));
    });
}
/** The attributes `value_float` and `value_floats`; each number keeps its place. */
function withAttribute(bytes, place, numbers, where) {
    const within = [...place.within, place.field];
    const all = [...fieldsOf(bytes, place.field.value, place.field.end)];
    const numbered = (number) => all.filter((field) => field.number === number);
    const isList = numbered(attribute.name.number).some((field) => textOf(bytes, field) === "value_floats");
    const raw = floatBytes("float32", numbers, where);
    const fields = isList ? numbered(attribute.floats.number) : numbered(attribute.f.number).slice(-1);
    checkCount(isList ? [fields.reduce((sum, { value, end }) => sum + (end - value) / 4, 0)] : [], numbers, where);
    if (!isList && fields.length === 0) {
        // Some writers leave out a zero.
        const tag = Uint8Array.of(attribute.f.number * 8 + wireTypes.fourBytes);
        return [{ within, from: place.field.end, to: place.field.end, parts: [tag, raw] }];
    }
    let at = 0;
    return fields.map(({ value, end }) => {
        const part = raw.subarray(at, at + end - value);
        at += part.length;
        return { within, from: value, to: end, parts: [part] };
    });
}
/** The bytes that a tensor of a side file should have; undefined where its type is not known. */
export function externalSize(bytes, { field }) {
    const { shape, dataType } = headerOf(bytes, field);
    return byteLength(dataType, shape);
}
/**
 * The edits that move a tensor's numbers from its side file into the file, unchanged.
 *
 * @throws InputError where the side file cannot be read, or has another size than the shape needs
 */
export function movedIn(bytes, place, externalData, where) {
    const header = headerOf(bytes, place.field);
    const entries = header.external.filter(({ number }) => number === tensor.externalData.number);
    const externalEntries = entries.map((entry) => {
        const fields = [...fieldsOf(bytes, entry.value, entry.end)];
        const [key, value] = [StringStringEntryProtoSchema.field.key, StringStringEntryProtoSchema.field.value].map(({ number }) => fields
            .filter((field) => field.number === number)
            .map((field) => textOf(bytes, field))
            .join(""));
        return { key: key, value: value };
    });
    const { shape, dataType } = header;
    return withData(place, header, externalBytes({ externalData: externalEntries, dataType, shape }, where, externalData));
}
