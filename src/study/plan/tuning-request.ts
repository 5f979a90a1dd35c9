/** The keys of a study that tune learning rates. */
import { InputError } from "../../errors.js";
import type { RateTuning } from "./rate-tuning.js";

/** What tuning uses where its study says nothing. */
export const tuningDefaults = { seeds: 3, rates: 5, extension: 2, heldOut: 0.1 } as const;

/** The most tuning seeds. */
export const MOST_TUNING_SEEDS = 20;

/** Tuning seeds are the whole numbers from here on that are no seeds of the study. */
export const FIRST_TUNING_SEED = 1_000_000_000;

/** A design without its guesses, which rest on the networks and the data. */
export type TuningDesign = Omit<RateTuning, "guesses">;

/** The keys of a study that tuning is made from. */
export interface TuningKeys {
  readonly learningRate?: number | "auto" | undefined;
  readonly tuningSeeds?: number | undefined;
  readonly tuningEpochs?: number | undefined;
  readonly finalists?: number | undefined;
  readonly validation?: number | undefined;
  readonly training?: readonly object[] | undefined;
}

/**
 * The design of tuning; undefined for a study that trains at one rate.
 *
 * @param seeds of the study
 * @throws InputError for keys of tuning in a study without it, and for several recipes
 */
export function tuningOf(options: TuningKeys, seeds: readonly number[], source: string): TuningDesign | undefined {
  const { learningRate, tuningSeeds, tuningEpochs, finalists, validation, training } = options;
  if (learningRate !== "auto") {
    const key = (["tuningSeeds", "tuningEpochs", "finalists"] as const).find((one) => options[one] !== undefined);
    if (key === undefined) return undefined;
    throw new InputError(
      `${source}: ${key} is about tuning, and this study has no rates to tune. Add learningRate: "auto" (--lr auto), or leave it out.`,
    );
  }
  if (training !== undefined) {
    throw new InputError(
      `${source}: learningRate "auto" gives each initializer a rate of its own, and training lists recipes to compare. ` +
        "Leave out training and write the keys of one recipe at the top of the study; or leave out learningRate, and let training list the rates.",
    );
  }
  const isFinal = new Set(seeds);
  const tuning: number[] = [];
  for (let seed = FIRST_TUNING_SEED; tuning.length < (tuningSeeds ?? tuningDefaults.seeds); seed++) {
    if (!isFinal.has(seed)) tuning.push(seed);
  }
  return {
    seeds: tuning,
    ...(tuningEpochs === undefined ? {} : { epochs: tuningEpochs }),
    ...(finalists === undefined ? {} : { finalists }),
    rates: tuningDefaults.rates,
    extension: tuningDefaults.extension,
    ...(validation === undefined ? { heldOut: tuningDefaults.heldOut } : {}),
  };
}
