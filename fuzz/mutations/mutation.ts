/** What a mutation is. */
import type { Draws } from "../draws.js";

/** A change of an input. */
export interface Mutation {
  /** For messages: "flip a bit". */
  readonly name: string;
  /**
   * @param input what is changed; it stays as it is
   * @param other another input of the same reader
   * @returns undefined where the change does not apply to this input
   */
  readonly apply: (input: Uint8Array, other: Uint8Array, draws: Draws) => Uint8Array | undefined;
}
