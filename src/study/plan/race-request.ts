/** The keys of a study that make it a race. */
import { InputError } from "../../errors.js";
import type { RaceDesign } from "./study.js";

/** What a race uses where its study says nothing. */
export const raceDefaults = { confidence: 0.95, maxSeeds: 20 } as const;

/** A race's design, and the seeds that it may use. */
export interface RacedSeeds {
  readonly race: RaceDesign;
  readonly seeds: { readonly first: number; readonly count: number };
}

/** The keys of a study that a race is made from. */
export interface RaceKeys {
  readonly untilDecided?: boolean | undefined;
  readonly confidence?: number | undefined;
  readonly maxSeeds?: number | undefined;
  readonly seeds?: number | readonly number[] | FirstSeed | undefined;
  readonly baseline?: string | undefined;
}

interface FirstSeed {
  readonly first: number;
  readonly count?: number | undefined;
}

/**
 * The design of a race; undefined for a study that is none.
 *
 * @throws InputError for keys of a race in a study that is none, and for keys that a race cannot
 *   obey
 */
export function raceSeeds(options: RaceKeys, source: string): RacedSeeds | undefined {
  const { untilDecided = false, confidence, maxSeeds, seeds, baseline } = options;
  if (!untilDecided) {
    const [key] = Object.entries({ confidence, maxSeeds }).flatMap(([name, value]) =>
      value === undefined ? [] : [name],
    );
    if (key === undefined) return undefined;
    throw new InputError(
      `${source}: ${key} is about a race, and this study is none. Add untilDecided (--until-decided), or leave it out.`,
    );
  }
  if (baseline !== undefined) {
    throw new InputError(
      `${source}: untilDecided looks for the best of all methods, and the baseline ${baseline} asks what differs from one. Leave out one of the two.`,
    );
  }
  const isOnlyFirst = typeof seeds === "object" && "first" in seeds && seeds.count === undefined;
  if (seeds !== undefined && !isOnlyFirst) {
    throw new InputError(
      `${source}: seeds says how many runs each method gets, and untilDecided finds that out. Write maxSeeds (--max-seeds) for the most runs, and of seeds the first only: { first: 0 } (--seed).`,
    );
  }
  return {
    race: { alpha: Number((1 - (confidence ?? raceDefaults.confidence)).toPrecision(12)) },
    seeds: { first: isOnlyFirst ? seeds.first : 0, count: maxSeeds ?? raceDefaults.maxSeeds },
  };
}
