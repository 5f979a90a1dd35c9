/**
 * A checkpoint as bytes: a line of JSON (the epochs so far, and names and shapes of the tensors)
 * and the numbers. Its SHA-256 stands in front: a file that a killed process or a full disk left
 * unfinished is not used.
 */
import { z } from "zod";
import { concatenate } from "../../graph/bytes.js";
import type { Tensor } from "../../graph/tensor.js";
import { sizeOf } from "../../graph/tensor.js";
import { idSchema, resultFields } from "../plan/stored-schema.js";
import type { Checkpoint } from "./train-cells.js";

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
    readings: resultFields.readings,
  }),
  computedOn: z.string().optional(),
  tensors: z.array(z.strictObject({ name: z.string(), shape: z.array(whole) })),
});

type Header = Readonly<z.infer<typeof headerSchema>>;

/** Lower-case hexadecimal SHA-256 of bytes. */
export type Sha256Bytes = (bytes: Uint8Array) => string;

/**
 * The bytes of a checkpoint.
 *
 * @param id of the cell
 */
export function encodeCheckpoint(
  id: string,
  { state, history, computedOn }: Checkpoint,
  sha256: Sha256Bytes,
): Uint8Array {
  const { epoch, step, tensors } = state;
  const entries = Object.entries(tensors);
  const header: Header = {
    format: FORMAT,
    id,
    epoch,
    step,
    history: history as Header["history"],
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
export function decodeCheckpoint(bytes: Uint8Array, id: string, sha256: Sha256Bytes): Checkpoint | undefined {
  const first = bytes.indexOf(10);
  const body = bytes.subarray(first + 1);
  if (first !== 64 || new TextDecoder().decode(bytes.subarray(0, first)) !== sha256(body)) return undefined;
  const second = body.indexOf(10);
  const header = headerOf(new TextDecoder().decode(body.subarray(0, second)));
  if (header?.id !== id || header.epoch !== header.history.epochs.length) return undefined;
  // Of a run that is probed, the initial weights were read, too.
  const { readings } = header.history;
  if (readings !== undefined && readings.epochs.length !== header.epoch + 1) return undefined;
  // No more is allocated than the bytes have numbers for.
  const numbers = header.tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (4 * numbers !== body.length - second - 1) return undefined;
  const tensors: Record<string, Tensor> = {};
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

function headerOf(line: string): Header | undefined {
  try {
    const value = JSON.parse(line) as Header;
    return headerSchema.safeParse(value).success ? value : undefined;
  } catch {
    return undefined;
  }
}
