/** Sampling with replacement. */
import { type Stream, uint32s } from "../random/index.js";

/**
 * Draws `count` integers below `n`, one per word of the stream. The bias, from n not dividing 2^32,
 * is too small to matter.
 *
 * @param offset number of the first word
 * @defaultValue `offset`: 0
 */
export function indices(stream: Stream, count: number, n: number, offset = 0): Uint32Array {
  const words = uint32s(stream, count, offset);
  for (let i = 0; i < count; i++) words[i] = Math.floor((words[i]! / 0x1_0000_0000) * n);
  return words;
}
