/**
 * Accuracy on held-out samples by learning rate, as a table: how much each method depends on it.
 */
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { rateText } from "../../study/results/rate-sentences.js";
import { visibleLine } from "../../visible-text.js";
import { renderTable } from "./table.js";

/** Methods that are shown. */
const MOST_METHODS = 100;

/** A row per method, a column per rate; the best rate of each has a star. Empty without tuning. */
export function rateLines({ rates }: Pick<ProblemOutcome, "rates">, width: number): string[] {
  if (rates === undefined) return [];
  const methods = rates.methods.slice(0, MOST_METHODS);
  const columns = [...new Set(methods.flatMap(({ scores }) => scores.map(({ rate }) => rate)))].sort((a, b) => a - b);
  const rows = methods.map(({ method, rate: best, scores }) => {
    const of = new Map(scores.map((score) => [score.rate, score]));
    const cells = columns.map((rate) => {
      const { failed, accuracy } = of.get(rate) ?? {};
      if (failed === true) return "failed";
      if (accuracy === null || accuracy === undefined) return "";
      return `${(100 * accuracy.mean).toFixed(1)}${rate === best ? "*" : " "}`;
    });
    return [visibleLine(method), ...cells];
  });
  const table = renderTable(
    [
      { title: ["learning", "rate"], align: "left", flexible: true },
      ...columns.map((rate) => ({ title: [rateText(rate)], align: "right" as const })),
    ],
    rows,
    width,
  );
  return ["", "Accuracy on held-out samples in %, by learning rate; * the best of each method", ...table];
}
