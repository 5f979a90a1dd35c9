/**
 * The metric on held-out samples, mostly accuracy, by learning rate, as a table: how much each
 * method depends on it.
 */
import { isAccuracy } from "../../study/plan/metric.js";
import { chosenBy } from "../../study/plan/tuned-rate.js";
import { numberText } from "../../study/results/metric-text.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { heldOutWords, rateText } from "../../study/results/rate-sentences.js";
import { visibleLine } from "../../visible-text.js";
import { renderTable } from "./table.js";

/** Methods that are shown. */
const MOST_METHODS = 100;

/** A row per method, a column per rate; the best rate of each has a star. Empty without tuning. */
export function rateLines({ rates, metric }: Pick<ProblemOutcome, "rates" | "metric">, width: number): string[] {
  if (rates === undefined) return [];
  const methods = rates.methods.slice(0, MOST_METHODS);
  const columns = [...new Set(methods.flatMap(({ scores }) => scores.map(({ rate }) => rate)))].sort((a, b) => a - b);
  const rows = methods.map(({ method, rate: best, scores }) => {
    const of = new Map(scores.map((score) => [score.rate, score]));
    const cells = columns.map((rate) => {
      const score = of.get(rate);
      if (score?.failed === true) return "failed";
      const spread = score && chosenBy(score);
      if (!spread) return "";
      const shown = isAccuracy(metric) ? (100 * spread.mean).toFixed(1) : numberText(metric, spread.mean);
      return `${shown}${rate === best ? "*" : " "}`;
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
  const words = heldOutWords(metric);
  const unit = isAccuracy(metric) ? " in %" : metric.unit === undefined ? "" : ` in ${metric.unit}`;
  const title = `${words.charAt(0).toUpperCase()}${words.slice(1)} on held-out samples${unit}, by learning rate`;
  return ["", `${title}; * the best of each method`, ...table];
}
