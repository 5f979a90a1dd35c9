/** Malformed inputs that are written by hand, each with the answer that is right. */

/**
 * What is wrong, the input, and the answer, written before the run: a text that the message of the
 * refusal must have, or null for an input that is legal and must be read.
 */
export type ByHand = readonly (readonly [what: string, input: string | Uint8Array, refusal: string | null])[];
