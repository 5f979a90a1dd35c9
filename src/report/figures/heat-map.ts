/**
 * Methods × problems: mean test accuracy in every cell, its shade from the worst to the best of its
 * problem.
 */
import * as Plot from "@observablehq/plot";
import { failuresOf } from "../../study/results/failures.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { percent } from "../../study/results/sentences.js";
import type { Drawing } from "../report.js";
import { chartOptions, shortened } from "./axes.js";
import { chartWidth, type Figure, figure, fontSize, textWidth } from "./figure.js";
import { labelMargin } from "./final-values.js";

/** @param labels methods in the order of the rows */
export function heatMap(problems: readonly ProblemOutcome[], labels: readonly string[], { document }: Drawing): Figure {
  const cells = problems.flatMap((problem) => {
    const learned = problem.methods.flatMap(({ rank, testAccuracy }) => (rank === null ? [] : testAccuracy!.mean));
    const [worst, best] = [Math.min(...learned), Math.max(...learned)];
    return labels.map((label) => {
      const method = problem.methods.find((one) => one.label === label);
      const place = { method: label, problem: problem.id };
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
  });
  const marginLeft = labelMargin(labels);
  const columnWidth = Math.max(104, ...cells.map(({ text }) => textWidth(text, fontSize) + 12));
  const width = Math.max(chartWidth, marginLeft + columnWidth * problems.length + 8);
  const titles = new Map(problems.map(({ id, title }) => [id, title]));
  const titleLines = Math.max(
    ...problems.map(({ title }) => heading(title, (width - marginLeft) / problems.length).split("\n").length),
  );
  const chart = Plot.plot({
    ...chartOptions(document),
    width,
    height: 16 + 15 * titleLines + 30 * labels.length,
    marginLeft,
    marginRight: 8,
    marginTop: 12 + 15 * titleLines,
    marginBottom: 4,
    x: { domain: problems.map(({ id }) => id), label: null, axis: null, padding: 0.02 },
    y: {
      domain: [...labels],
      label: null,
      tickFormat: (label: string) => shortened(label),
      tickSize: 0,
      padding: 0.06,
    },
    opacity: { type: "identity" },
    marks: [
      Plot.text(problems, {
        x: "id",
        text: ({ id }: ProblemOutcome) => heading(titles.get(id)!, (width - marginLeft) / problems.length),
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
  return figure(
    {
      id: "methods-by-problems",
      title: "Mean test accuracy after the last epoch (%)",
      caption:
        "Shaded from each problem's worst method that learned to its best; dashed: no run learned. Bold: beat every other that learned, after correction.",
      description: problems
        .map(
          ({ title, methods }) =>
            `${title}: ${methods.map(({ label, rank, testAccuracy }) => `${label} ${rank === null ? "did not learn" : percent(testAccuracy!.mean)}`).join(", ")}`,
        )
        .join(". "),
      chart,
    },
    document,
  );
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
