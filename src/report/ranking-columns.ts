/** The columns of a ranking, which page, Markdown and LaTeX share. */
import type { Estimate } from "../study/results/estimate.js";
import { failures } from "../study/results/failures-in-words.js";
import type { ReportProblem } from "../study/results/problems.js";
import { lossText, percent } from "../study/results/sentences.js";
import type { MethodSummary } from "../study/results/summary.js";

export interface RankingColumn {
  readonly title: string;
  readonly cell: (method: MethodSummary) => string;
  /** Words, not numbers. */
  readonly text?: boolean;
}

/** Those that a problem has figures for. */
export function columnsOf({ methods, model }: ReportProblem): RankingColumn[] {
  const several = methods.some(({ runs }) => runs > 1);
  const target = methods[0]!.epochsToTarget.target;
  const has = (key: "evalTrainAccuracy" | "validationAccuracy") => methods.some((method) => method[key]);
  return [
    {
      title: several ? "test accuracy, mean ± 95 %" : "test accuracy",
      cell: ({ testAccuracy }) => withInterval(testAccuracy),
    },
    // Beside the accuracy, so that a narrow screen still has it.
    { title: "failures", cell: failures, text: true },
    ...(several
      ? [{ title: "median", cell: ({ median }: MethodSummary) => (median === null ? "–" : percent(median)) }]
      : []),
    { title: "test loss", cell: ({ testLoss }) => (testLoss === null ? "–" : lossText(testLoss.mean)) },
    ...(has("validationAccuracy")
      ? [{ title: "validation acc.", cell: ({ validationAccuracy }: MethodSummary) => meanOf(validationAccuracy) }]
      : []),
    { title: "train acc., running", cell: ({ trainAccuracy }) => meanOf(trainAccuracy) },
    ...(has("evalTrainAccuracy")
      ? [{ title: "train acc., evaluated", cell: ({ evalTrainAccuracy }: MethodSummary) => meanOf(evalTrainAccuracy) }]
      : []),
    ...(model.recipe.epochs > 1
      ? [
          {
            title: `epochs to ${percent(target)}`,
            cell: ({ epochsToTarget }: MethodSummary) =>
              epochsToTarget.median === null ? "never" : String(epochsToTarget.median),
          },
        ]
      : []),
  ];
}

function withInterval(estimate: Estimate | null): string {
  if (estimate === null) return "–";
  const { mean, high } = estimate;
  return high === null ? percent(mean) : `${(100 * mean).toFixed(2)} ± ${(100 * (high - mean)).toFixed(2)} %`;
}

function meanOf(estimate: Estimate | null | undefined): string {
  return estimate ? percent(estimate.mean) : "–";
}
