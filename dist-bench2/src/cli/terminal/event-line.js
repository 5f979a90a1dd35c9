import { lossText, percent } from "../../study/results/figure-text.js";
import { visibleLine } from "../../visible-text.js";
import { counted, grouped, measuredTime } from "./numbers.js";
import { endingOf, placeOf } from "./progress-state.js";
import { epochOf, failureWords } from "./progress-view.js";
/** One event in lines; undefined for an event that needs none. */
export function describeEvent(event, state) {
    switch (event.kind) {
        case "planned":
            return plannedLine(event);
        case "notice":
            return visibleLine(event.message);
        case "progress": {
            const { cell, fraction, loss } = event;
            if (loss === undefined)
                return undefined;
            return `${nameOf(cell)}: epoch ${epochOf(cell, fraction)}, ${Math.floor(100 * fraction)} % done, loss ${lossText(loss)}`;
        }
        case "epoch": {
            const { epoch, testAccuracy, testLoss } = event.epoch;
            const of = event.cell.method.recipe.epochs;
            return `${nameOf(event.cell)}: epoch ${epoch} of ${of}, test accuracy ${percent(testAccuracy)}, loss ${lossText(testLoss)}`;
        }
        case "finished":
            return finishedLine(event.result, state);
        default:
            return undefined;
    }
}
const nameOf = (cell) => visibleLine(`${placeOf(cell).key}, seed ${cell.seed}`);
/** "4 of 15 runs are already done"; undefined where all of them are to be run. */
function plannedLine({ cells, expected, reused }) {
    const isPart = expected.length < cells.length;
    if (reused.length > 0) {
        const whole = isPart ? ` of the ${grouped(cells.length)} that the study has` : "";
        return `${grouped(reused.length)} of ${counted(expected.length, "run")}${whole} already done`;
    }
    return isPart ? `${grouped(expected.length)} of ${counted(cells.length, "run")} here` : undefined;
}
function finishedLine(result, state) {
    const { cell, status, epochs, reason } = result;
    const start = `[${state?.ended ?? 0}/${state?.cells ?? 0}] ${nameOf(cell)}`;
    const last = epochs.at(-1);
    if (status !== "done" || last === undefined)
        return `${start}: ${status}: ${visibleLine(reason ?? "")}`;
    const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
    const isStuck = state !== undefined && endingOf(state, result) === "stuck";
    const learning = isStuck ? `${failureWords.stuck}: ` : "";
    return `${start}: ${learning}test accuracy ${percent(last.testAccuracy)}, loss ${lossText(last.testLoss)}, ${measuredTime(seconds)}`;
}
