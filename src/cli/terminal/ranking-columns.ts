/** The columns of the ranked table, each with its footnote. */
import type { Study } from "../../study/plan/study.js";
import { type Failures, failureKinds, failuresInBrief } from "../../study/results/failures.js";
import { accuracyText, accuracyTitle, lossText, percent, points } from "../../study/results/figure-text.js";
import { finalValues } from "../../study/results/figures.js";
import { isReported, type MethodOutcome } from "../../study/results/methods.js";
import type { Outcome } from "../../study/results/outcome.js";
import { counted, measuredTime } from "./numbers.js";
import type { Column } from "./table.js";

/** A column of the ranking. */
export interface RankingColumn extends Column {
  readonly cell: (method: MethodOutcome) => string;
  /** The title above some methods. @defaultValue `title` */
  readonly titleAbove?: (methods: readonly MethodOutcome[]) => readonly string[];
  /** Whether the study measured it of these methods. @defaultValue always */
  readonly isMeasured?: (study: Study, methods: readonly MethodOutcome[]) => boolean;
  /** A table that is too wide loses columns with such a number, the highest first. */
  readonly dispensable?: number | undefined;
  /** What the column holds, as a clause; undefined where that is plain. */
  readonly note: (outcome: Outcome) => string | undefined;
}

/** Columns from this number of `dispensable` on are for wide terminals only. */
export const FOR_WIDE = 4;

/** In the order of the table. */
export const rankingColumns: readonly RankingColumn[] = [
  {
    title: ["#"],
    align: "right",
    cell: ({ rank }) => (rank === null ? "–" : String(rank)),
    note: ({ study }) =>
      study.methods.length > 1
        ? "by the share of failed runs, then by mean test accuracy; the order itself shows nothing"
        : undefined,
  },
  { title: ["method"], align: "left", flexible: true, cell: ({ label }) => label, note: () => undefined },
  {
    title: ["test accuracy"],
    titleAbove: accuracyTitle,
    align: "right",
    cell: accuracyText,
    note: accuracyNote,
  },
  {
    title: ["lowest", "to highest"],
    align: "right",
    dispensable: 6,
    cell: ({ averaged }) => range(finalValues(averaged, "testAccuracy")),
    note: () => "test accuracy of the worst and of the best of these seeds",
  },
  {
    title: ["train acc.", "running"],
    align: "right",
    dispensable: 3,
    isMeasured: (_, methods) => isReported(methods, "trainAccuracy"),
    cell: ({ trainAccuracy }) => (trainAccuracy === null ? "–" : percent(trainAccuracy.mean)),
    note: () => "the mean over the last epoch, weights changing and dropout active, as Keras reports it",
  },
  {
    title: ["train acc.", "evaluated"],
    align: "right",
    dispensable: 1,
    isMeasured: ({ evaluateTrain }) => evaluateTrain !== false,
    cell: ({ evalTrainAccuracy }) => (evalTrainAccuracy ? percent(evalTrainAccuracy.mean) : "–"),
    note: () => "on the training samples after the last epoch, dropout off",
  },
  {
    title: ["validation", "accuracy"],
    align: "right",
    dispensable: 1,
    isMeasured: ({ validation }) => validation !== undefined,
    cell: ({ validationAccuracy }) => (validationAccuracy ? percent(validationAccuracy.mean) : "–"),
    note: ({ study }) => `on the ${counted(study.validation ?? 0, "training sample")} that were held out`,
  },
  {
    title: ["test", "loss"],
    align: "right",
    dispensable: 2,
    isMeasured: (_, methods) => isReported(methods, "testLoss"),
    cell: ({ testLoss }) => (testLoss === null ? "–" : lossText(testLoss.mean)),
    note: () => "the mean per test sample after the last epoch",
  },
  {
    title: ["epochs", "to target"],
    align: "right",
    dispensable: 5,
    cell: ({ epochsToTarget }) => epochsCell(epochsToTarget),
    note: ({ study }) =>
      `until ${study.target === undefined ? "95 % of the problem's best mean test accuracy" : `${percent(study.target)} of test accuracy`}, the median over all runs; – where that is never`,
  },
  {
    title: ["one", "run"],
    align: "right",
    dispensable: FOR_WIDE,
    cell: ({ averaged }) => timeOf(averaged),
    note: () => "its mean duration, evaluations included",
  },
  { title: ["failures"], align: "left", cell: failuresInBrief, note: failuresNote },
];

function accuracyNote({ study, problems }: Outcome): string {
  const n = study.seeds.length;
  const methods = problems.flatMap((problem) => problem.methods);
  const hasIntervals = methods.some(({ testAccuracy }) => testAccuracy !== null && testAccuracy.high !== null);
  const only = methods.some(({ runs, averaged }) => averaged.length > 0 && averaged.length < runs.length)
    ? "; failed runs count only where no run learned"
    : "";
  if (study.race !== undefined) return `the mean over its seeds after the last epoch, ± its 95 % t interval${only}`;
  if (!hasIntervals) return `after the last epoch${n > 1 ? `, the mean over ${n} seeds` : ""}${only}`;
  const wide = n < 5 ? ", wide because n is small" : "";
  const ofTwo = methods.some(({ testAccuracy }) => testAccuracy?.n === 2) ? "; of two runs both are shown" : "";
  return `the mean over ${n} seeds after the last epoch, ± its 95 % t interval${wide}${ofTwo}${only}`;
}

function range(values: readonly number[]): string {
  if (values.length < 2) return "–";
  return `${points(Math.min(...values))}–${percent(Math.max(...values))}`;
}

function epochsCell({ median, reached, n }: MethodOutcome["epochsToTarget"]): string {
  if (median === null) return "–";
  return reached < n ? `${median} (${reached}/${n})` : String(median);
}

function timeOf(runs: MethodOutcome["averaged"]): string {
  if (runs.length === 0) return "–";
  const total = runs.reduce((sum, { epochs }) => sum + epochs.reduce((all, { seconds }) => all + seconds, 0), 0);
  return measuredTime(total / runs.length);
}

/** What each kind of failure is. */
const failureWords: Readonly<Record<keyof Failures, string>> = {
  stuck: "stuck: neither test nor training figures are better than the class shares alone give",
  diverged: "diverged: a loss was not finite",
  crashed: "crashed: the process died or threw",
  refused: "refused: method, network and data do not fit",
};

/** The kinds that occur. */
function failuresNote({ problems }: Outcome): string | undefined {
  const methods = problems.flatMap((problem) => problem.methods);
  const kinds = failureKinds.filter((kind) => methods.some(({ failures }) => failures[kind] > 0));
  return kinds.length === 0 ? undefined : kinds.map((kind) => failureWords[kind]).join("; ");
}
