/**
 * Methods × problems: mean test accuracy in every cell, its shade from the worst to the best of its
 * problem.
 */
import * as Plot from "@observablehq/plot";
import { failuresOf } from "../../study/results/failures.js";
import { percent } from "../../study/results/figure-text.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { MOST_METHODS, MOST_PROBLEMS, methodsLeftOut } from "../bounds.js";
import type { Drawing } from "../report.js";
import { chartOptions, extent, labelMargin, methodAxis, shortened } from "./axes.js";
import { chartWidth, type Figure, figure, fontSize, textWidth } from "./figure.js";

/** A method on a problem. */
interface HeatCell {
  readonly method: string;
  readonly problem: string;
  readonly text: string;
  /** Opacity; 0 where no run learned. */
  readonly shade: number;
  readonly bold: boolean;
}

/**
 * Draws all methods on all problems.
 *
 * @param labels methods in the order of the rows
 */
export function heatMap(
  problemsOfStudy: readonly ProblemOutcome[],
  labelsOfStudy: readonly string[],
  { document }: Drawing,
): Figure {
  const [problems, labels] = [problemsOfStudy.slice(0, MOST_PROBLEMS), labelsOfStudy.slice(0, MOST_METHODS)];
  const drawn = new Set(labels);
  const inWords = (method: MethodOutcome) =>
    `${method.label} ${method.rank === null ? "did not learn" : percent(method.testAccuracy!.mean)}`;
  return figure(
    {
      id: "methods-by-problems",
      title: "Mean test accuracy after the last epoch (%)",
      caption:
        "Shaded from each problem's worst method that learned to its best; dashed: no run learned. " +
        "Bold: beat every other that learned, after correction." +
        (problems.length < problemsOfStudy.length ? ` Only the first ${MOST_PROBLEMS} problems.` : "") +
        methodsLeftOut(labelsOfStudy.length),
      description: problems
        .map(({ title, methods }) => {
          const shown = methods.filter(({ label }) => drawn.has(label));
          return `${title}: ${shown.map(inWords).join(", ")}`;
        })
        .join(". "),
      chart: draw(problems, labels, document),
    },
    document,
  );
}

function cellsOf(problem: ProblemOutcome, labels: readonly string[]): HeatCell[] {
  const learned = problem.methods.flatMap(({ rank, testAccuracy }) => (rank === null ? [] : testAccuracy!.mean));
  const [worst, best] = extent(learned);
  return labels.map((label) => {
    const place = { method: label, problem: problem.id };
    const method = problem.methods.find((one) => one.label === label);
    if (method === undefined) return { ...place, text: "not run", shade: 0, bold: false };
    const failed = failuresOf(method);
    const runs = method.runs.length;
    if (method.rank === null) {
      const kinds = Object.entries(method.failures).filter(([, count]) => count > 0);
      const kind = kinds.length === 1 ? kinds[0]![0] : "failed";
      return { ...place, text: `${kind} ${failed}/${runs}`, shade: 0, bold: false };
    }
    const { mean } = method.testAccuracy!;
    return {
      ...place,
      text: `${(100 * mean).toFixed(2)}${failed > 0 ? ` (${failed}/${runs} failed)` : ""}`,
      shade: 0.08 + (best > worst ? (0.52 * (mean - worst)) / (best - worst) : 0.52),
      bold: problem.verdicts?.leader === label,
    };
  });
}

function draw(
  problems: readonly ProblemOutcome[],
  labels: readonly string[],
  document: Document,
): SVGElement | HTMLElement {
  const cells = problems.flatMap((problem) => cellsOf(problem, labels));
  const marginLeft = labelMargin(labels);
  const columnWidth = Math.max(104, ...cells.map(({ text }) => textWidth(text, fontSize) + 12));
  const width = Math.max(chartWidth, marginLeft + columnWidth * problems.length + 8);
  const headings = new Map(
    problems.map(({ id, title }) => [id, heading(title, (width - marginLeft) / problems.length)]),
  );
  const titleLines = Math.max(...[...headings.values()].map((text) => text.split("\n").length));
  return Plot.plot({
    ...chartOptions(document),
    width,
    height: 16 + 15 * titleLines + 30 * labels.length,
    marginLeft,
    marginRight: 8,
    marginTop: 12 + 15 * titleLines,
    marginBottom: 4,
    x: { domain: problems.map(({ id }) => id), label: null, axis: null, padding: 0.02 },
    y: { ...methodAxis(labels), padding: 0.06 },
    opacity: { type: "identity" },
    marks: [
      Plot.text(problems, {
        x: "id",
        text: ({ id }: ProblemOutcome) => headings.get(id)!,
        frameAnchor: "top",
        lineAnchor: "bottom",
        dy: -6,
        fontWeight: 600,
        lineHeight: 1.2,
      }),
      Plot.cell(cells, { x: "problem", y: "method", fill: "var(--shade, #0072b2)", fillOpacity: "shade" }),
      Plot.cell(
        cells.filter(({ shade }) => shade === 0),
        { x: "problem", y: "method", fill: "none", stroke: "var(--quiet, #5b636b)", strokeDasharray: "3 3", inset: 1 },
      ),
      ...[false, true].map((bold) =>
        Plot.text(
          cells.filter((cell) => cell.bold === bold),
          { x: "problem", y: "method", text: "text", fontWeight: bold ? 700 : 400 },
        ),
      ),
    ],
  });
}

/** A problem's title in lines as wide as its column. */
function heading(title: string, width: number): string {
  const lines: string[] = [];
  for (const word of title.replace(" × ", " ×\u00a0").split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length > 0 && textWidth(longer, fontSize) <= width - 6) lines[lines.length - 1] = longer;
    else lines.push(shortened(word, Math.floor(width / (0.55 * fontSize))));
  }
  return lines.join("\n");
}
