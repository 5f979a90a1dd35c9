/** Which methods of a study do not fit its networks, as far as that shows before any training. */
import { InputError } from "../../errors.js";
import { checkFits } from "../../initializers/fits.js";
import { type AnyInitializer, isDataDriven, learningRateMultipliersOf } from "../../initializers/index.js";
import { problemParameters } from "./problem-parameters.js";
import { overrideRecipe } from "./recipe-overrides.js";
import { SlowDraw } from "./slow-draw.js";
import type { Problem, Study } from "./study.js";
import { initializerOf, type UserModules } from "./user-modules.js";

/** The most numbers that are drawn to see whether the methods of a study fit its networks. */
const DRAWN = 2 ** 23;

/**
 * Builds the forward graph once, so that a method that does not fit is seen before any work.
 * Methods that differ in their recipe only are drawn once, and those of large studies in part.
 *
 * @returns the methods that do not fit, with the reason; none for a data-driven method
 */
export function misfitsOf(study: Study, problem: Problem, users: UserModules): [label: string, error: InputError][] {
  const { models, methods, seeds, problems } = study;
  const { label, recipe } = models.find((one) => one.label === problem.model)!;
  const parameters = problemParameters(study, problem, users);
  const choices = new Set(methods.map(({ initializer }) => initializer));
  const numbers = DRAWN / (choices.size * problems.length);
  const misfits: [string, InputError][] = [];
  for (const { label: method, initializer: choice, recipe: changes } of methods) {
    const initializer = initializerOf(choice, users);
    try {
      if (study.trainer !== undefined) mustSuitTrainer(initializer);
      // Whether a data-driven method fits shows only when it runs.
      if (isDataDriven(initializer)) continue;
      if (choices.delete(choice)) checkFits(initializer, parameters, seeds[0]!, choice.options, numbers);
      const { kind } = overrideRecipe(recipe, changes).optimizer;
      learningRateMultipliersOf(initializer, parameters, kind, choice.options);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // Its runs will show it.
      if (error instanceof SlowDraw) continue;
      const message = `${method} does not fit ${label} on ${problem.data}: ${error.message}`;
      misfits.push([method, new InputError(message, { cause: error })]);
    }
  }
  return misfits;
}

/** @throws InputError for a method that asks more of a trainer than to load weights */
function mustSuitTrainer(initializer: AnyInitializer): void {
  if (isDataDriven(initializer)) {
    throw new InputError(
      `it is ${initializer.kind}, and looks at data through a network that stepzero trains. Choose methods that need no data.`,
    );
  }
  if (initializer.learningRateMultipliers === undefined) return;
  throw new InputError("it sets a learning rate for each tensor, which a trainer is not handed. Choose other methods.");
}
