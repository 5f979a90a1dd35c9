/** The cells of a study. */
import type { Cell, CellMethod, CellProblem } from "./cell.js";
import { cellIds } from "./cell-id.js";
import { samplesOf } from "./cell-samples.js";
import { overrideRecipe } from "./recipe-overrides.js";
import type { Study } from "./study.js";
import { cellTrainerOf } from "./trainer.js";
import { tunedParts } from "./tuned-parts.js";

/**
 * Every cell of a study, in the order in which they are reported: problem, method, rate where it
 * tunes rates, seed.
 *
 * @throws InputError where `limit` or `validation` exceed a data set
 */
export function cellsOf(study: Study): Cell[] {
  const { seeds, methods, vary, evaluateTrain, probe } = study;
  const trainer = cellTrainerOf(study);
  return study.problems.flatMap((problem) => {
    const { recipe: modelRecipe, ...model } = study.models.find(({ label }) => label === problem.model)!;
    const data = study.data.find(({ name }) => name === problem.data)!;
    const cellProblem: CellProblem = { ...samplesOf(study, data), model };
    return methods.flatMap(({ label, initializer: choice, recipe: changes }) => {
      const { description: _, ...initializer } = choice;
      // All seeds share these objects, and what of their ids does not depend on the seed.
      const evaluated = {
        ...(evaluateTrain === false ? {} : { evaluateTrain }),
        ...(probe && { probe }),
        ...(trainer && { trainer }),
      };
      const cellsAt = (recipe: CellMethod["recipe"], ofPart: readonly number[]) => {
        const shared = { problem: cellProblem, method: { label, initializer, recipe } };
        const cells = (held: Pick<Cell, "initSeed" | "orderSeed">) => {
          const idOf = cellIds({ ...shared, ...held, ...evaluated });
          return (seed: number): Cell => ({ id: idOf(seed), ...shared, seed, ...held, ...evaluated });
        };
        const [first, ...others] = ofPart;
        // With the first seed a cell is the same whatever varies, so nothing is held fixed there.
        return [cells({})(first!), ...others.map(cells(heldFixed(vary, first!)))];
      };
      if (study.tuning === undefined) return cellsAt(overrideRecipe(modelRecipe, changes), seeds);
      return tunedParts(study, problem, label).flatMap(({ rate, seeds: ofPart, epochs }) =>
        cellsAt(
          overrideRecipe(modelRecipe, { ...changes, learningRate: rate, ...(epochs !== undefined && { epochs }) }),
          ofPart,
        ),
      );
    });
  });
}

/** The seed of what does not vary with a study's other seeds. */
function heldFixed(vary: Study["vary"], first: number): Pick<Cell, "initSeed" | "orderSeed"> {
  if (vary === "all") return {};
  return vary === "init" ? { orderSeed: first } : { initSeed: first };
}
