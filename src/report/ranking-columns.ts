/** The columns of a ranking: page, Markdown and LaTeX share them. */
import type { Estimate } from "../study/results/estimate.js";
import { failuresInWords } from "../study/results/failures.js";
import { lossText, percent } from "../study/results/figure-text.js";
import { isReported, type MethodOutcome } from "../study/results/methods.js";
import { scoreText, scoreTitle, valueText } from "../study/results/metric-text.js";
import type { ProblemOutcome } from "../study/results/outcome.js";

/** One column: its title and the text of its cells. */
export interface RankingColumn {
  readonly title: string;
  readonly cell: (method: MethodOutcome) => string;
  /** Whether the cells are words, not numbers. */
  readonly text?: boolean;
}

/** The columns that a problem has figures for. */
export function columnsOf({ methods, metric }: ProblemOutcome): RankingColumn[] {
  const several = methods.some(({ runs }) => runs.length > 1);
  // A study that tunes rates has no method before its first final run.
  const target = methods[0]?.epochsToTarget.target ?? 0;
  const has = (key: "evalTrainAccuracy" | "validationAccuracy") => methods.some((method) => method[key]);
  return [
    { title: scoreTitle(metric, methods).join(", "), cell: (method) => scoreText(metric, method) },
    // Beside the accuracy, so that a narrow screen still has it.
    { title: "failures", cell: failuresInWords, text: true },
    ...(several
      ? [{ title: "median", cell: ({ median }: MethodOutcome) => (median === null ? "–" : valueText(metric, median)) }]
      : []),
    ...(metric.name !== "testLoss" && isReported(methods, "testLoss")
      ? [
          {
            title: "test loss",
            cell: ({ testLoss }: MethodOutcome) => (testLoss === null ? "–" : lossText(testLoss.mean)),
          },
        ]
      : []),
    ...(has("validationAccuracy")
      ? [{ title: "validation acc.", cell: ({ validationAccuracy }: MethodOutcome) => meanOf(validationAccuracy) }]
      : []),
    ...(isReported(methods, "trainAccuracy")
      ? [{ title: "train acc., running", cell: ({ trainAccuracy }: MethodOutcome) => meanOf(trainAccuracy) }]
      : []),
    ...(has("evalTrainAccuracy")
      ? [{ title: "train acc., evaluated", cell: ({ evalTrainAccuracy }: MethodOutcome) => meanOf(evalTrainAccuracy) }]
      : []),
    ...(methods.some(({ recipe }) => recipe.epochs > 1)
      ? [
          {
            title: `epochs to ${valueText(metric, target)}`,
            cell: ({ epochsToTarget }: MethodOutcome) =>
              epochsToTarget.median === null ? "never" : String(epochsToTarget.median),
          },
        ]
      : []),
  ];
}

function meanOf(estimate: Estimate | null | undefined): string {
  return estimate ? percent(estimate.mean) : "–";
}
