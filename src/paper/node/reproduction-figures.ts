/** Figures 4 to 9 of the paper, redrawn from a reproduction's results, as SVG files. */
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { methodLooks } from "../../report/colours.js";
import { learningCurves } from "../../report/figures/learning-curves.js";
import { readReportInput } from "../../report/node/write-report.js";
import { standalone } from "../../report/render-report.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { makeFolder, writeAtomically, writing } from "../../study/run/node/files.js";
import type { CurveFigure, Reproduction } from "../reproduction.js";

/**
 * Draws the figures that there are results for.
 *
 * @param out the results
 * @param folder where the files go
 * @returns the name of a figure's file; undefined where it could not be drawn
 */
export async function writeFigures(
  out: string,
  { figures }: Reproduction,
  folder: string,
): Promise<(figure: CurveFigure) => string | undefined> {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const written = new Map<number, string>();
  for (const data of new Set(figures.map((one) => one.data))) {
    const { outcome } = await readReportInput(join(out, data));
    const looks = methodLooks(outcome.study.methods.map(({ label }) => label));
    for (const { number, figure } of figures.filter((one) => one.data === data)) {
      for (const problem of outcome.problems) {
        const shown = figure === "loss" ? withoutExploded(problem) : problem;
        const curves = learningCurves(shown, looks, { document });
        const curve = curves.find(({ id }) => id === `${problem.id}-training-${figure}`);
        if (curve === undefined) continue;
        const name = `figure-${number}.svg`;
        const file = join(folder, name);
        writing(file, () => {
          makeFolder(folder);
          writeAtomically(file, standalone(curve));
        });
        written.set(number, name);
      }
    }
  }
  return ({ number }) => written.get(number);
}

/**
 * Standard-normal weights start at losses in the thousands, beside which the paper's methods could
 * not be seen.
 */
function withoutExploded(problem: ProblemOutcome): ProblemOutcome {
  const methods = problem.methods.filter(({ label }) => label !== "standard-normal");
  return { ...problem, methods, runs: methods.flatMap(({ runs }) => runs) };
}
