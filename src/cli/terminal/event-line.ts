/** Events of a study as lines, for logs and pipes. */
import type { Cell } from "../../study/plan/cell.js";
import type { Study } from "../../study/plan/study.js";
import { lossText, percent } from "../../study/results/figure-text.js";
import type { PlannedEvent } from "../../study/run/events.js";
import { visibleLine } from "../../visible-text.js";
import { counted } from "./numbers.js";
import type { ProgressEvent } from "./progress-event.js";
import { type ProgressState, placeOf } from "./progress-state.js";

/** One event as a line; undefined for an event that needs none. */
export function describeEvent(event: ProgressEvent, state: ProgressState | undefined): string | undefined {
  const nameOf = (cell: Cell) => visibleLine(`${placeOf(cell).key}, seed ${cell.seed}`);
  switch (event.kind) {
    case "planned":
      return plannedLine(event);
    case "notice":
      return event.message;
    case "epoch": {
      const { epoch, testAccuracy, testLoss } = event.epoch;
      const of = event.cell.method.recipe.epochs;
      return `${nameOf(event.cell)}: epoch ${epoch} of ${of}, test accuracy ${percent(testAccuracy)}, loss ${lossText(testLoss)}`;
    }
    case "finished": {
      const { cell, status, epochs, reason } = event.result;
      const count = `[${state?.ended ?? 0}/${state?.cells ?? 0}]`;
      const last = epochs.at(-1);
      if (status !== "done" || last === undefined)
        return `${count} ${nameOf(cell)}: ${status}: ${visibleLine(reason ?? "")}`;
      const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
      return `${count} ${nameOf(cell)}: test accuracy ${percent(last.testAccuracy)}, loss ${lossText(last.testLoss)}, ${seconds.toFixed(1)} s`;
    }
    default:
      return undefined;
  }
}

/** "30 runs: 1 data set × 2 models × 5 initializers × 3 seeds; 10 already done". */
function plannedLine({ study, cells, expected, reused }: PlannedEvent): string {
  const product = factorsOf(study)
    .map(([n, what]) => counted(n, what))
    .join(" × ");
  const all = `${counted(cells.length, "run")}: ${product}`;
  const part = expected.length < cells.length ? `; ${expected.length} of them here` : "";
  return `${all}${part}${reused.length > 0 ? `; ${reused.length} already done` : ""}`;
}

function factorsOf({ data, models, methods, problems, seeds }: Study): (readonly [number, string])[] {
  const isGrid = problems.length === data.length * models.length;
  const initializers = new Set(methods.map(({ initializer }) => JSON.stringify(initializer))).size;
  const recipes = new Set(methods.map(({ recipe }) => JSON.stringify(recipe))).size;
  return [
    ...(isGrid
      ? ([
          [data.length, "data set"],
          [models.length, "model"],
        ] as const)
      : ([[problems.length, "problem"]] as const)),
    ...(recipes > 1 ? [[recipes, "recipe"] as const] : []),
    [initializers, "initializer"],
    [seeds.length, "seed"],
  ];
}
