/** Events of a study as lines, for logs and pipes. */
import type { Cell } from "../../study/plan/cell.js";
import type { Study } from "../../study/plan/plan.js";
import { lossText, percent } from "../../study/results/sentences.js";
import type { StudyEvent } from "../../study/run/node/run-study.js";
import { counted } from "./numbers.js";
import { type ProgressState, placeOf } from "./progress-state.js";

/** One event as a line; undefined for an event that needs none. */
export function describeEvent(event: StudyEvent, state: ProgressState | undefined): string | undefined {
  const nameOf = (cell: Cell) => `${placeOf(cell).key}, seed ${cell.seed}`;
  switch (event.kind) {
    case "planned":
      return plannedLine(event.study, event.expected.length, event.reused.length);
    case "notice":
      return event.message;
    case "epoch": {
      const { epoch, testAccuracy, testLoss } = event.epoch;
      const of = event.cell.recipe.epochs;
      return `${nameOf(event.cell)}: epoch ${epoch} of ${of}, test accuracy ${percent(testAccuracy)}, loss ${lossText(testLoss)}`;
    }
    case "finished": {
      const { cell, status, epochs, reason } = event.result;
      const count = `[${state?.ended ?? 0}/${state?.cells ?? 0}]`;
      const last = epochs.at(-1);
      if (status !== "done" || last === undefined) return `${count} ${nameOf(cell)}: ${status}: ${reason ?? ""}`;
      const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
      return `${count} ${nameOf(cell)}: test accuracy ${percent(last.testAccuracy)}, loss ${lossText(last.testLoss)}, ${seconds.toFixed(1)} s`;
    }
    default:
      return undefined;
  }
}

/** "30 runs: 1 data set × 2 models × 5 initializers × 3 seeds; 10 already done". */
function plannedLine(study: Study, expected: number, reused: number): string {
  const product = factorsOf(study)
    .map(([n, what]) => counted(n, what))
    .join(" × ");
  const all = `${counted(study.cells.length, "run")}: ${product}`;
  const part = expected < study.cells.length ? `; ${expected} of them here` : "";
  return `${all}${part}${reused > 0 ? `; ${reused} already done` : ""}`;
}

function factorsOf({ data, models, problems, inits, seeds }: Study): (readonly [number, string])[] {
  const methods = [[inits.length, "initializer"] as const, [seeds.length, "seed"] as const];
  if (problems.length < data.length * models.length) return [[problems.length, "problem"], ...methods];
  // A network stands in the list once for each of its recipes.
  const networks = new Set(models.map(({ name, options, file }) => JSON.stringify([name, options, file?.sha256]))).size;
  const recipes = models.length / networks;
  return [
    [data.length, "data set"],
    [networks, "model"],
    ...(recipes > 1 ? [[recipes, "recipe"] as const] : []),
    ...methods,
  ];
}
