/** First guesses of learning rates in Node: with the runtime of this process, once per folder. */
import { loadDataset } from "../../../data/node/index.js";
import { InputError } from "../../../errors.js";
import { loadRuntime } from "../../../runtime/node/load-runtime.js";
import { type ChosenStudy, type DataOptions, placesOf } from "../../plan/node/prepare.js";
import type { NewStudy } from "../../plan/plan-study.js";
import type { RateGuess } from "../../plan/rate-tuning.js";
import { withFirstGuesses } from "../guess-rates.js";
import { readStudy } from "./study-file.js";

/**
 * Measures what a study that tunes rates begins with. A folder's study has its guesses, which hold
 * for every process that works there.
 */
export function guessesBy(
  { choices, users }: ChosenStudy,
  options: DataOptions & { readonly out?: string | undefined },
) {
  return (planned: NewStudy): Promise<NewStudy> =>
    withFirstGuesses(planned, {
      runtime: async () => (await loadRuntime()).runtime,
      dataset: (name) => loadDataset(name, { ...placesOf(options, choices.reading), signal: options.signal }),
      users,
      before: options.out === undefined ? undefined : guessesIn(options.out),
    });
}

/** The guesses of the study of a folder; undefined where it has none. */
function guessesIn(directory: string): readonly RateGuess[] | undefined {
  try {
    return readStudy(directory).study.tuning?.guesses;
  } catch (error) {
    // Whoever opens the folder to write says what is wrong there.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
