/** Figures 4 to 9 of the paper, redrawn from a reproduction's results, as SVG files. */
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { methodLooks } from "../../report/colours.js";
import { learningCurves } from "../../report/figures/learning-curves.js";
import { standalone } from "../../report/figures/standalone.js";
import { readReportInput } from "../../report/node/write-report.js";
/**
 * Draws the figures that there are results for.
 *
 * @param out the results
 * @returns the text of each figure's SVG, by its number in the paper
 */
export async function drawFigures(out, { figures }) {
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    const drawn = new Map();
    for (const data of new Set(figures.map((one) => one.data))) {
        const { outcome } = await readReportInput(join(out, data));
        const looks = methodLooks(outcome.study.methods.map(({ label }) => label));
        for (const { number, figure } of figures.filter((one) => one.data === data)) {
            for (const problem of outcome.problems) {
                const shown = figure === "loss" ? withoutExploded(problem) : problem;
                const curves = learningCurves(shown, looks, { document });
                const curve = curves.find(({ id }) => id === `${problem.id}-training-${figure}`);
                if (curve !== undefined)
                    drawn.set(number, standalone(curve));
            }
        }
    }
    return drawn;
}
/**
 * Standard-normal weights start at losses in the thousands, beside which the paper's methods could
 * not be seen.
 */
function withoutExploded(problem) {
    const methods = problem.methods.filter(({ label }) => label !== "standard-normal");
    return { ...problem, methods, runs: methods.flatMap(({ runs }) => runs) };
}
