/** Lists in the options of a study: the seeds, and names of which none stands twice. */
import { excerpt, InputError } from "../../errors.js";
import { LARGEST_SEED } from "../../random/index.js";

/** The seeds of a user who says nothing, or only how many. */
export const seedDefaults = { firstSeed: 0, seeds: 3 } as const;

/** The seeds as a study writes them. */
export type WrittenSeeds = number | readonly number[] | { readonly first: number; readonly count?: number | undefined };

/**
 * The seeds, one by one.
 *
 * @throws InputError for a seed that stands twice, or is too large
 */
export function seedsOf(seeds: WrittenSeeds, source: string): readonly number[] {
  if (typeof seeds === "object" && !("first" in seeds)) return distinct(source, seeds, (one) => `seed ${one}`);
  const { first, count = seedDefaults.seeds } =
    typeof seeds === "number" ? { first: seedDefaults.firstSeed, count: seeds } : seeds;
  if (first > LARGEST_SEED - count + 1) {
    throw new InputError(`${source}: seeds must be at most ${LARGEST_SEED}, and ${count} from ${first} on are not.`);
  }
  return Array.from({ length: count }, (_, i) => first + i);
}

/** @throws InputError for an entry that stands twice */
export function distinct<T>(source: string, list: readonly T[], inWords: (one: T) => string = String): readonly T[] {
  const seen = new Set<T>();
  for (const one of list) {
    if (seen.has(one)) throw new InputError(`${source} names ${excerpt(inWords(one))} twice; write it once.`);
    seen.add(one);
  }
  return list;
}
