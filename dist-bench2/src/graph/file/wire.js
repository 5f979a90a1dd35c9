/**
 * Protobuf's wire format without a schema: the fields of a message where they lie, and new bytes
 * in messages within messages, with the lengths around them. Everything else stays as it was
 * written: unknown fields, their order, longer forms of numbers (protobuf.dev, "Encoding").
 */
import { InputError } from "../../errors.js";
import { lengthOf } from "../bytes.js";
/** How a field's value is written. */
export const wireTypes = { varint: 0, eightBytes: 1, bytes: 2, group: 3, endOfGroup: 4, fourBytes: 5 };
/**
 * The fields of the message in bytes `from` up to `to`, in order. A group is one field.
 *
 * @throws InputError where a field does not end within the message, or is of no known kind
 */
export function* fieldsOf(bytes, from, to) {
    for (let at = from; at < to;) {
        const field = fieldAt(bytes, at, to);
        yield field;
        at = field.end;
    }
}
function fieldAt(bytes, start, to) {
    const tag = varintAt(bytes, start, to);
    const behind = endOfVarint(bytes, start, to);
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    const wrong = (problem) => new InputError(`field ${number} at byte ${start} ${problem}`);
    if (number === 0)
        throw wrong("has the number 0");
    const until = (end, value = behind) => {
        if (end > to)
            throw wrong(`needs ${end - value} bytes, ${to - value} are there`);
        return { number, wire, start, value, end };
    };
    switch (wire) {
        case wireTypes.varint:
            return until(endOfVarint(bytes, behind, to));
        case wireTypes.eightBytes:
            return until(behind + 8);
        case wireTypes.fourBytes:
            return until(behind + 4);
        case wireTypes.bytes: {
            const value = endOfVarint(bytes, behind, to);
            return until(value + varintAt(bytes, behind, to), value);
        }
        case wireTypes.group:
            return until(endOfGroup(bytes, behind, to));
        default:
            throw wrong(`is of kind ${wire}, which protobuf does not have`);
    }
}
/** Groups can be nested: counts those that are open. */
function endOfGroup(bytes, from, to) {
    let at = from;
    for (let open = 1; open > 0;) {
        const wire = varintAt(bytes, at, to) % 8;
        if (wire === wireTypes.group)
            open++;
        if (wire === wireTypes.endOfGroup)
            open--;
        const ofGroup = wire === wireTypes.group || wire === wireTypes.endOfGroup;
        at = ofGroup ? endOfVarint(bytes, at, to) : fieldAt(bytes, at, to).end;
    }
    return at;
}
/**
 * Where the varint at `at` ends: it has at most ten bytes, and all but the last have the highest
 * bit.
 */
export function endOfVarint(bytes, at, to) {
    for (let end = at; end < Math.min(to, at + 10); end++)
        if (bytes[end] < 0x80)
            return end + 1;
    throw new InputError(to - at < 10 ? `it ends within a number at byte ${at}` : `no number ends at byte ${at}`);
}
/** An unsigned varint; beyond 2⁵³ (and for negative numbers) only its size is right. */
export function varintAt(bytes, at, to) {
    const end = endOfVarint(bytes, at, to);
    let [value, place] = [0, 1];
    for (let i = at; i < end; i++, place *= 128)
        value += (bytes[i] % 128) * place;
    return value;
}
/** The shortest varint of a whole number from 0. */
export function varint(value) {
    const digits = [];
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128))
        digits.push((rest % 128) + 128);
    return Uint8Array.from([...digits, rest]);
}
/** The parts of a field of bytes: tag, length, then the parts of its value. */
export function bytesField(number, parts) {
    return [varint(number * 8 + wireTypes.bytes), varint(lengthOf(parts)), ...parts];
}
/** The parts of a field that is a whole number from 0. */
export function varintField(number, value) {
    return [varint(number * 8 + wireTypes.varint), varint(value)];
}
/** A field's text. */
export function textOf(bytes, { value, end }) {
    return new TextDecoder().decode(bytes.subarray(value, end));
}
/** Removes a field, or puts others in its place. */
export function replaceField(within, field, parts = []) {
    return { within, from: field.start, to: field.end, parts };
}
/**
 * The bytes with the edits, as parts of which most are views of the old bytes. Edits may not
 * overlap; those that insert at one place keep their order. A length that stays the same keeps its
 * bytes, too.
 */
export function applyEdits(bytes, edits) {
    return applyWithin(bytes, { value: 0, end: bytes.length }, edits, 0);
}
function applyWithin(bytes, message, edits, depth) {
    const placeOf = ({ within, from }) => within[depth]?.start ?? from;
    const inOrder = [...edits].sort((a, b) => placeOf(a) - placeOf(b));
    const parts = [];
    let at = message.value;
    for (let i = 0; i < inOrder.length;) {
        const edit = inOrder[i];
        const inner = edit.within[depth];
        parts.push(bytes.subarray(at, inner?.start ?? edit.from));
        if (inner === undefined) {
            parts.push(...edit.parts);
            at = edit.to;
            i++;
            continue;
        }
        const first = i;
        while (inOrder[i]?.within[depth]?.start === inner.start)
            i++;
        const content = applyWithin(bytes, inner, inOrder.slice(first, i), depth + 1);
        parts.push(...lengthAround(bytes, inner, lengthOf(content)));
        for (const part of content)
            parts.push(part);
        at = inner.end;
    }
    parts.push(bytes.subarray(at, message.end));
    return parts;
}
/** The tag and the length of a message whose content has a new length. */
function lengthAround(bytes, { start, value, end }, length) {
    if (length === end - value)
        return [bytes.subarray(start, value)];
    return [bytes.subarray(start, endOfVarint(bytes, start, value)), varint(length)];
}
