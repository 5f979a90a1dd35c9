/**
 * Methods × problems: the mean metric, mostly test accuracy, in every cell, its shade from the
 * worst to the best of its problem.
 */
import * as Plot from "@observablehq/plot";
import { turned } from "../../study/plan/metric.js";
import { failuresOf } from "../../study/results/failures.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import { axisOf, numberText, scoreOf, valueText } from "../../study/results/metric-text.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { MOST_METHODS, MOST_PROBLEMS, methodsLeftOut } from "../bounds.js";
import { problemNames } from "../problem-names.js";
import type { Drawing } from "../report.js";
import { chartOptions, extent, labelMargin, methodAxis, quiet } from "./axes.js";
import { chartWidth, type Figure, figure, fontSize } from "./figure.js";
import { numberOf } from "./seed-count.js";
import { BOLD, textWidth, wrapName } from "./text.js";

/** A method on a problem. */
interface HeatCell {
  readonly method: string;
  readonly problem: string;
  readonly text: string;
  /** Opacity; 0 where no run learned. */
  readonly shade: number;
  readonly bold: boolean;
}

/** Of a line of text, in pixels. */
const line = 14;

/** Columns are at most this much wider than their cells need, for longer headings. */
const MOST_HEADING = 110;

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
  const { short, shared } = problemNames(problems);
  const drawn = new Set(labels);
  const { metric } = problems[0]!;
  const inWords = (method: MethodOutcome) =>
    `${method.label} ${method.rank === null ? "did not learn" : valueText(metric, scoreOf(metric, method)!.mean)}`;
  return figure(
    {
      id: "methods-by-problems",
      title: `Mean ${axisOf(metric, " after the last epoch")}${shared === undefined ? "" : `, ${shared}`}`,
      caption: captionOf(problems) + problemsLeftOut(problemsOfStudy) + methodsLeftOut(labelsOfStudy.length),
      description: problems
        .map(({ title, methods }) => {
          const shown = methods.filter(({ label }) => drawn.has(label));
          return `${title}: ${shown.map(inWords).join(", ")}`;
        })
        .join(". "),
      chart: draw(problems, short, labels, document),
    },
    document,
  );
}

function captionOf(problems: readonly ProblemOutcome[]): string {
  const counts = problems.flatMap(({ methods }) => methods.map(({ runs }) => runs.length));
  return (
    `Means over the seeds that learned, of ${numberOf(counts)} runs per cell; the fraction in brackets failed. ` +
    "Shaded from each problem's worst method that learned to its best; dashed: no run learned. " +
    "Bold: beat every other that learned, after correction."
  );
}

function problemsLeftOut({ length }: readonly ProblemOutcome[]): string {
  return length > MOST_PROBLEMS ? ` Only the first ${MOST_PROBLEMS} problems.` : "";
}

function cellsOf(problem: ProblemOutcome, labels: readonly string[]): HeatCell[] {
  const { metric } = problem;
  const learned = problem.methods.flatMap((method) =>
    method.rank === null ? [] : turned(metric, scoreOf(metric, method)!.mean),
  );
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
      return { ...place, text: `${kind}\n(${failed}/${runs})`, shade: 0, bold: false };
    }
    const { mean } = scoreOf(metric, method)!;
    return {
      ...place,
      text: `${numberText(metric, mean)}${failed > 0 ? `\n(${failed}/${runs})` : ""}`,
      shade: 0.08 + (best > worst ? (0.52 * (turned(metric, mean) - worst)) / (best - worst) : 0.52),
      bold: problem.verdicts?.leader === label,
    };
  });
}

function draw(
  problems: readonly ProblemOutcome[],
  names: ReadonlyMap<string, string>,
  labels: readonly string[],
  document: Document,
): SVGElement | HTMLElement {
  const cells = problems.flatMap((problem) => cellsOf(problem, labels));
  const marginLeft = labelMargin(labels);
  const [bold, lines] = [BOLD * fontSize, cells.flatMap(({ text }) => text.split("\n"))];
  const most = Math.max(...lines.map((text) => textWidth(text, bold)));
  const rowHeight = lines.length > cells.length ? 38 : 30;
  const longest = Math.max(...[...names.values()].map((name) => textWidth(name, bold)));
  const column = Math.max(most, Math.min(longest, MOST_HEADING)) + 14;
  const width = Math.max(chartWidth, Math.ceil(marginLeft + column * problems.length + 8));
  const room = (width - marginLeft - 8) / problems.length - 10;
  const headings = new Map([...names].map(([id, name]) => [id, wrapName(name, room, bold)]));
  const headingLines = Math.max(...[...headings.values()].map(({ length }) => length));
  return Plot.plot({
    ...chartOptions(document),
    width,
    height: 16 + line * headingLines + rowHeight * labels.length,
    marginLeft,
    marginRight: 8,
    marginTop: 12 + line * headingLines,
    marginBottom: 4,
    x: { domain: problems.map(({ id }) => id), label: null, axis: null, padding: 0.02 },
    y: { ...methodAxis(labels), padding: 0.06 },
    opacity: { type: "identity" },
    marks: [
      Plot.text(problems, {
        x: "id",
        text: ({ id }: ProblemOutcome) => headings.get(id)!.join("\n"),
        frameAnchor: "top",
        lineAnchor: "bottom",
        dy: -6,
        fontWeight: 700,
        lineHeight: line / fontSize,
      }),
      Plot.cell(cells, { x: "problem", y: "method", fill: "var(--shade, #0072b2)", fillOpacity: "shade" }),
      Plot.cell(
        cells.filter(({ shade }) => shade === 0),
        { x: "problem", y: "method", fill: "none", stroke: quiet, strokeDasharray: "3 3", inset: 1 },
      ),
      ...[false, true].map((isBold) =>
        Plot.text(
          cells.filter((cell) => cell.bold === isBold),
          { x: "problem", y: "method", text: "text", fontWeight: isBold ? 700 : 400, lineHeight: 1.08 },
        ),
      ),
    ],
  });
}
