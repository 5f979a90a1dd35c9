/**
 * First guesses of learning rates: the largest stable rate of each method, by the curvature of the
 * loss at its initial weights.
 */
import type { Dataset } from "../../data/dataset.js";
import { largestCurvature } from "../../diagnosis/measure/curvature.js";
import { rowsWithin } from "../../diagnosis/rows.js";
import { stableRate } from "../../diagnosis/stable-rate.js";
import { type Subject, sampledBatch } from "../../diagnosis/subject.js";
import { InputError } from "../../errors.js";
import { initialWeights, isDataDriven, learningRateMultipliersOf } from "../../initializers/index.js";
import { parametersOf } from "../../network/models/index.js";
import type { Runtime } from "../../runtime/runtime.js";
import { type NewStudy, withGuesses } from "../plan/plan-study.js";
import { latticeRate, nearestStep, type RateGuess, STEPS_PER_DECADE } from "../plan/rate-tuning.js";
import type { Method, Problem, Study } from "../plan/study.js";
import { baseRate, guessFor, heldOutSamples } from "../plan/tuned-parts.js";
import { initializerOf, modelOf, type UserModules } from "../plan/user-modules.js";
import { trainingData } from "./training-data.js";

/** Samples of the batch at which curvature is measured. */
const ROWS = 256;
/** Bytes that a measurement may take. */
const MOST_BYTES = 1e9;

/** What guesses are made with. */
export interface GuessOptions {
  /** Loaded only where something is to be measured. */
  readonly runtime: () => Promise<Runtime>;
  readonly dataset: (name: string) => Promise<Dataset>;
  readonly users: UserModules;
  /** Guesses of an earlier run of the study: what they are of is not measured again. */
  readonly before?: readonly RateGuess[] | undefined;
}

/**
 * The study with a first guess for each method on each problem, and with the cells of these grids;
 * the same study where it tunes nothing. The middle of a grid is the rate of the lattice next to
 * the largest stable one (`stableRate`), within a factor of ten of the recipe's, at the weights of
 * the first tuning seed, on training samples that are not held out.
 */
export async function withFirstGuesses(planned: NewStudy, options: GuessOptions): Promise<NewStudy> {
  const { study } = planned;
  if (study.tuning === undefined) return planned;
  const before = new Map(options.before?.map((guess) => [guess.cell, guess]));
  const guesses: RateGuess[] = [];
  for (const problem of study.problems) {
    for (const method of study.methods) {
      const at = guessFor(study, problem, method.label)!;
      const { step, curvature, reason } = before.get(at.cell) ?? (await measured(study, problem, method, options));
      guesses.push({ ...at, step, curvature, reason });
    }
  }
  return withGuesses(planned, guesses.map(withoutUndefined));
}

type Guess = Pick<RateGuess, "step" | "curvature" | "reason">;

const withoutUndefined = ({ reason, ...guess }: RateGuess): RateGuess =>
  reason === undefined ? guess : { ...guess, reason };

const atRecipe = (reason: string): Guess => ({ step: 0, curvature: null, reason });

async function measured(study: Study, problem: Problem, method: Method, options: GuessOptions): Promise<Guess> {
  if (study.trainer !== undefined) return atRecipe("curvature is measured where stepzero trains, not of a trainer");
  const { recipe, ...choice } = study.models.find(({ label }) => label === problem.model)!;
  const { kind } = recipe.optimizer;
  if (kind !== "sgd") return atRecipe(`${kind} scales each step, so that curvature has no bound for its rate`);
  if (recipe.loss !== "cross-entropy") return atRecipe(`curvature is measured for cross-entropy, not ${recipe.loss}`);
  const initializer = initializerOf(method.initializer, options.users);
  if (isDataDriven(initializer)) return atRecipe("its weights are drawn from data when training begins");
  const model = modelOf(choice, options.users);
  const dataset = await options.dataset(problem.data);
  const of = { input: dataset.shape, classes: dataset.classes };
  const { parameters } = parametersOf(model, of, choice.options);
  const multipliers = learningRateMultipliersOf(initializer, parameters, kind, method.initializer.options);
  if (multipliers !== undefined) return atRecipe("it sets a rate for each tensor, and its base rate is tuned");
  const { limit, heldOut } = samplesFor(study, problem);
  const data = trainingData(dataset, { limit, validation: heldOut }).dataset;
  const layers = model.build(of, choice.options);
  const seed = study.tuning!.seeds[0]!;
  const subject: Omit<Subject, "batch"> = {
    name: choice.label,
    layers,
    shape: dataset.shape,
    parameters,
    weights: initialWeights(initializer, parameters, seed, method.initializer.options),
    labelled: true,
  };
  try {
    const { rows } = rowsWithin(layers, dataset.shape, ROWS, MOST_BYTES, undefined);
    const batch = sampledBatch(data, rows, seed);
    return ofCurvature(study, problem, await largestCurvature(await options.runtime(), { ...subject, batch }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return atRecipe(`its curvature cannot be measured: ${error.message}`);
  }
}

function ofCurvature(study: Study, problem: Problem, curvature: number): Guess {
  const { optimizer } = study.models.find(({ label }) => label === problem.model)!.recipe;
  if (!Number.isFinite(curvature)) return atRecipe("its curvature is not a finite number");
  const stable = stableRate(optimizer, curvature);
  if (stable === null) return { ...atRecipe("the loss does not curve upwards at its weights"), curvature };
  const base = baseRate(study, problem);
  const step = nearestStep(base, stable);
  const isFar = Math.abs(Math.log10(stable / latticeRate(base, step))) > 1 / STEPS_PER_DECADE;
  return {
    step,
    curvature,
    ...(isFar
      ? {
          reason: `the stable rate, ${Number(stable.toPrecision(3))}, is further than a factor of ten from the recipe's`,
        }
      : {}),
  };
}

const samplesFor = (study: Study, { data }: Problem) => {
  const description = study.data.find(({ name }) => name === data)!;
  return { limit: study.limit, heldOut: heldOutSamples(study, description) };
};
