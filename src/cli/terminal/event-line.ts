/** Events of a study as lines, for logs and pipes. */
import type { Cell, CellResult, EpochResult } from "../../study/plan/cell.js";
import { accuracyMetric, metricValue, metricWords } from "../../study/plan/metric.js";
import { lossText } from "../../study/results/figure-text.js";
import { valueText } from "../../study/results/metric-text.js";
import type { PlannedEvent } from "../../study/run/events.js";
import { visibleLine } from "../../visible-text.js";
import { counted, grouped, measuredTime } from "./numbers.js";
import type { ProgressEvent } from "./progress-event.js";
import { endingOf, type ProgressState, placeOf } from "./progress-state.js";
import { epochOf, failureWords } from "./progress-view.js";

/** One event in lines; undefined for an event that needs none. */
export function describeEvent(event: ProgressEvent, state: ProgressState | undefined): string | undefined {
  switch (event.kind) {
    case "planned":
      return plannedLine(event);
    case "notice":
      return visibleLine(event.message);
    case "progress": {
      const { cell, fraction, loss } = event;
      if (loss === undefined) return undefined;
      return `${nameOf(cell)}: epoch ${epochOf(cell, fraction)}, ${Math.floor(100 * fraction)} % done, loss ${lossText(loss)}`;
    }
    case "epoch": {
      const of = event.cell.method.recipe.epochs;
      return `${nameOf(event.cell)}: epoch ${event.epoch.epoch} of ${of}, ${figuresOf(event.epoch, state)}`;
    }
    case "finished":
      return finishedLine(event.result, state);
    default:
      return undefined;
  }
}

/** "test accuracy 95.13 %, loss 0.1312": the metric, and the loss where it is another figure. */
function figuresOf(epoch: EpochResult, state: ProgressState | undefined): string {
  const metric = state?.metric ?? accuracyMetric;
  const loss =
    metric.name === "testLoss" || !Number.isFinite(epoch.testLoss) ? [] : [`loss ${lossText(epoch.testLoss)}`];
  return [`${metricWords(metric)} ${valueText(metric, metricValue(metric, epoch))}`, ...loss].join(", ");
}

const nameOf = (cell: Cell): string => visibleLine(`${placeOf(cell).key}, seed ${cell.seed}`);

/** "4 of 15 runs are already done"; undefined where all of them are to be run. */
function plannedLine({ cells, expected, reused }: PlannedEvent): string | undefined {
  const isPart = expected.length < cells.length;
  if (reused.length > 0) {
    const whole = isPart ? ` of the ${grouped(cells.length)} that the study has` : "";
    return `${grouped(reused.length)} of ${counted(expected.length, "run")}${whole} already done`;
  }
  return isPart ? `${grouped(expected.length)} of ${counted(cells.length, "run")} here` : undefined;
}

function finishedLine(result: CellResult, state: ProgressState | undefined): string {
  const { cell, status, epochs, reason } = result;
  const [ended, cells] = [state?.ended ?? 0, state?.cells ?? 0];
  const count = state?.study.race === undefined ? `${ended}/${cells}` : `run ${ended}, at most ${cells}`;
  const start = `[${count}] ${nameOf(cell)}`;
  const last = epochs.at(-1);
  if (status !== "done" || last === undefined) return `${start}: ${status}: ${visibleLine(reason ?? "")}`;
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const isStuck = state !== undefined && endingOf(state, result) === "stuck";
  const learning = isStuck ? `${failureWords.stuck}: ` : "";
  return `${start}: ${learning}${figuresOf(last, state)}, ${measuredTime(seconds)}`;
}
