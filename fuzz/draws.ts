/** Random choices in a row, from a seeded stream. */
import { type Stream, uint32s } from "../src/random/index.js";

/** A source of choices; every call draws the next one. */
export interface Draws {
  /** A whole number from 0 to `count` − 1. */
  below(count: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** True in one of `count` draws. */
  oneIn(count: number): boolean;
}

const BLOCK = 64;

/** The choices of a stream. Equal streams give equal choices. */
export function drawsOf(stream: Stream): Draws {
  let [words, at, offset] = [uint32s(stream, BLOCK), 0, BLOCK];
  const below = (count: number) => {
    if (at === BLOCK) {
      [words, at] = [uint32s(stream, BLOCK, offset), 0];
      offset += BLOCK;
    }
    return Math.floor((words[at++]! / 2 ** 32) * count);
  };
  return { below, pick: (list) => list[below(list.length)]!, oneIn: (count) => below(count) === 0 };
}
