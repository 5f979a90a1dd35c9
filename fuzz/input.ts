/** An input of a fuzzing run: a pure function of the seed, the reader and a number. */
import { at, stream } from "../src/random/index.js";
import { drawsOf } from "./draws.js";
import type { Reader } from "./reader.js";

/** A mutated input, and how it was made. */
export interface MutatedInput {
  readonly bytes: Uint8Array;
  /** Index of the sample of the corpus that it started from. */
  readonly sample: number;
  /** Names of the mutations, in order. */
  readonly mutations: readonly string[];
}

/** Most bytes of an input: what is larger tests patience. */
const LARGEST = 2 ** 22;

/** Most mutations of one input. */
const MOST_MUTATIONS = 4;

/**
 * Input number `index`. Number, seed and reader give the same bytes on every machine.
 *
 * @param corpus of the reader
 */
export function inputOf(
  { name, mutations: all }: Pick<Reader, "name" | "mutations">,
  corpus: readonly Uint8Array[],
  seed: number,
  index: number,
): MutatedInput {
  const draws = drawsOf(at(stream(seed, "fuzz", name), index));
  const sample = draws.below(corpus.length);
  let bytes = corpus[sample]!;
  const names: string[] = [];
  const target = 1 + draws.below(MOST_MUTATIONS);
  for (let tries = 0; names.length < target && tries < 4 * target; tries++) {
    const mutation = draws.pick(all);
    const changed = mutation.apply(bytes, draws.pick(corpus), draws);
    if (changed === undefined || changed.length > LARGEST) continue;
    bytes = changed;
    names.push(mutation.name);
  }
  return { bytes, sample, mutations: names };
}
