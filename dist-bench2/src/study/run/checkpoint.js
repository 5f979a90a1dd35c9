/**
 * A checkpoint as bytes: a line of JSON (the epochs so far, and names and shapes of the tensors)
 * and the numbers. Its SHA-256 stands in front: a file that a killed process or a full disk left
 * unfinished is not used.
 */
import { z } from "zod";
import { concatenate } from "../../graph/bytes.js";
import { sizeOf } from "../../graph/tensor.js";
import { idSchema, resultFields } from "../plan/stored-schema.js";
/** Raised when the form changes. */
const FORMAT = 2;
const whole = z.int().min(0);
/** The line of JSON. */
const headerSchema = z.strictObject({
    format: z.literal(FORMAT),
    id: idSchema,
    epoch: whole,
    step: whole,
    history: z.strictObject({
        epochs: resultFields.epochs,
        initializationCost: resultFields.initializationCost,
        initializationNotes: resultFields.initializationNotes,
    }),
    computedOn: z.string().optional(),
    tensors: z.array(z.strictObject({ name: z.string(), shape: z.array(whole) })),
});
/**
 * The bytes of a checkpoint.
 *
 * @param id of the cell
 */
export function encodeCheckpoint(id, { state, history, computedOn }, sha256) {
    const { epoch, step, tensors } = state;
    const entries = Object.entries(tensors);
    const header = {
        format: FORMAT,
        id,
        epoch,
        step,
        history: history,
        ...(computedOn === undefined ? {} : { computedOn }),
        tensors: entries.map(([name, { shape }]) => ({ name, shape: [...shape] })),
    };
    const words = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
    const parts = entries.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    const body = concatenate([words, ...parts]);
    return concatenate([new TextEncoder().encode(`${sha256(body)}\n`), body]);
}
/**
 * The checkpoint of a cell; undefined where the bytes are damaged, or are of another cell or
 * format.
 */
export function decodeCheckpoint(bytes, id, sha256) {
    const first = bytes.indexOf(10);
    const body = bytes.subarray(first + 1);
    if (first !== 64 || new TextDecoder().decode(bytes.subarray(0, first)) !== sha256(body))
        return undefined;
    const second = body.indexOf(10);
    const header = headerOf(new TextDecoder().decode(body.subarray(0, second)));
    if (header?.id !== id || header.epoch !== header.history.epochs.length)
        return undefined;
    // No more is allocated than the bytes have numbers for.
    const numbers = header.tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    if (4 * numbers !== body.length - second - 1)
        return undefined;
    const tensors = {};
    let at = second + 1;
    for (const { name, shape } of header.tensors) {
        const data = new Float32Array(sizeOf(shape));
        // A copy, byte by byte: in the file the numbers may lie at any offset. (`slice` of Node's
        // Buffer does not copy.)
        new Uint8Array(data.buffer).set(body.subarray(at, at + data.byteLength));
        tensors[name] = { type: "float32", shape, data };
        at += data.byteLength;
    }
    const { epoch, step, history, computedOn } = header;
    return { state: { epoch, step, tensors }, history, ...(computedOn === undefined ? {} : { computedOn }) };
}
function headerOf(line) {
    try {
        const value = JSON.parse(line);
        return headerSchema.safeParse(value).success ? value : undefined;
    }
    catch {
        return undefined;
    }
}
