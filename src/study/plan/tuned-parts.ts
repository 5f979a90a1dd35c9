/** The runs that a tuned study may have: each method's tuning rates, then its final ones. */
import type { DataDescription } from "./description.js";
import { gridSteps, latticeRate, type RateGuess } from "./rate-tuning.js";
import type { Problem, Study } from "./study.js";

/** The runs of one method on one problem at one rate. */
export interface TunedPart {
  /** The learning rate. */
  readonly rate: number;
  /** The tuning seeds, or the study's. */
  readonly seeds: readonly number[];
  /** Epochs of each run; those of the recipe if left out. */
  readonly epochs?: number | undefined;
}

/** The recipe's learning rate of a problem: step 0 of its lattice. */
export const baseRate = ({ models }: Pick<Study, "models">, { model }: Problem): number =>
  models.find(({ label }) => label === model)!.recipe.optimizer.learningRate;

/** The first guess for a method; undefined for a study that tunes nothing. */
export const guessFor = ({ tuning }: Pick<Study, "tuning">, problem: Problem, method: string): RateGuess | undefined =>
  tuning?.guesses.find((one) => one.data === problem.data && one.model === problem.model && one.method === method);

/**
 * All that a method may be run with: every rate that its grid may reach with the tuning seeds, then
 * each of them and the recipe's with the study's seeds. Which of them run, the results decide.
 *
 * @param study one with tuning
 */
export function tunedParts(study: Study, problem: Problem, method: string): TunedPart[] {
  const tuning = study.tuning!;
  const base = baseRate(study, problem);
  const { grid, below, above } = gridSteps(tuning, base, guessFor(study, problem, method)?.step ?? 0);
  const steps = [...below, ...grid, ...above];
  const final = steps.includes(0) ? steps : [...steps, 0];
  return [
    ...steps.map((step) => ({ rate: latticeRate(base, step), seeds: tuning.seeds, epochs: tuning.epochs })),
    ...final.map((step) => ({ rate: latticeRate(base, step), seeds: study.seeds })),
  ];
}

/** The place of a cell in a study, finished or not. */
export interface CellPlace {
  /** Index in `study.problems`. */
  readonly problem: number;
  /** Index in `study.methods`. */
  readonly method: number;
  readonly seed: number;
  /** Of a study that tunes rates. */
  readonly learningRate?: number | undefined;
}

/**
 * The places of a study's cells, in their order: problem, method, and rate where it tunes, seed.
 */
export function cellPlaces(study: Study): CellPlace[] {
  const { problems, methods, seeds, tuning } = study;
  return problems.flatMap((where, problem) =>
    methods.flatMap(({ label }, method): CellPlace[] =>
      tuning === undefined
        ? seeds.map((seed) => ({ problem, method, seed }))
        : tunedParts(study, where, label).flatMap(({ rate: learningRate, seeds: ofPart }) =>
            ofPart.map((seed) => ({ problem, method, seed, learningRate })),
          ),
    ),
  );
}

/** The training samples of a data set that a study uses, held-out ones included. */
export const usedSamples = ({ limit }: Pick<Study, "limit">, { trainSamples }: DataDescription): number =>
  Math.min(limit ?? trainSamples, trainSamples);

/** The training samples that a study holds out of those of a data set; undefined for none. */
export function heldOutSamples(
  study: Pick<Study, "limit" | "validation" | "tuning">,
  data: DataDescription,
): number | undefined {
  const { validation, tuning } = study;
  if (validation !== undefined || tuning?.heldOut === undefined) return validation;
  return Math.max(1, Math.floor(tuning.heldOut * usedSamples(study, data)));
}
