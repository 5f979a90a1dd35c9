/** Figures 4 to 9 of the paper, redrawn from a reproduction's results, as SVG files. */
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { learningCurves } from "../../report/figures/learning-curves.js";
import { readReportInput } from "../../report/node/write-report.js";
import { standalone } from "../../report/render-report.js";
import type { StudyOutput } from "../../study/results/output.js";
import { looksOf, problemsOf } from "../../study/results/problems.js";
import { makeFolder, writeAtomically, writing } from "../../study/run/node/files.js";
import type { CurveFigure, Reproduction } from "../reproduction.js";

/**
 * @param out the results
 * @param folder where the files are to be
 * @returns the file's name of a figure; undefined where it could not be drawn
 */
export async function writeFigures(
  out: string,
  { figures }: Reproduction,
  folder: string,
): Promise<(figure: CurveFigure) => string | undefined> {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const written = new Map<number, string>();
  for (const data of new Set(figures.map((one) => one.data))) {
    const { output } = await readReportInput(join(out, data));
    for (const { number, figure } of figures.filter((one) => one.data === data)) {
      const shown = figure === "loss" ? withoutExploded(output) : output;
      for (const problem of problemsOf(shown)) {
        const drawn = learningCurves(problem, looksOf(output), { document });
        const curve = drawn.find(({ id }) => id === `${problem.id}-training-${figure}`);
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

/** Standard-normal weights begin at losses in the thousands, beside which the paper's methods could not be seen. */
function withoutExploded(output: StudyOutput): StudyOutput {
  const others = <T extends { readonly init: string }>(all: readonly T[]): T[] =>
    all.filter(({ init }) => init !== "standard-normal");
  return { ...output, cells: others(output.cells), summary: others(output.summary) };
}
