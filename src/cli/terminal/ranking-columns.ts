/** The columns of the ranked table, each with its footnote. */
import { isAccuracy, type Metric, metricKey, metricOf, metricWords } from "../../study/plan/metric.js";
import type { Study } from "../../study/plan/study.js";
import { type Failures, failureKinds, failuresInBrief } from "../../study/results/failures.js";
import { lossText, percent } from "../../study/results/figure-text.js";
import { finalValues } from "../../study/results/figures.js";
import { isReported, type MethodOutcome } from "../../study/results/methods.js";
import { numberText, scoreOf, scoreText, scoreTitle, valueText } from "../../study/results/metric-text.js";
import type { Outcome } from "../../study/results/outcome.js";
import { counted, measuredTime } from "./numbers.js";
import type { Column } from "./table.js";

/** A column of the ranking. */
export interface RankingColumn extends Column {
  readonly cell: (method: MethodOutcome, metric: Metric) => string;
  /** The title above some methods. @defaultValue `title` */
  readonly titleAbove?: (methods: readonly MethodOutcome[], metric: Metric) => readonly string[];
  /** Whether the study measured it of these methods. @defaultValue always */
  readonly isMeasured?: (study: Study, methods: readonly MethodOutcome[]) => boolean;
  /** A table that is too wide loses columns with such a number, the highest first. */
  readonly dispensable?: number | undefined;
  /** The name of the column beside its note. @defaultValue `title` */
  readonly noteTitle?: (outcome: Outcome) => string;
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
        ? `by the share of failed runs, then by mean ${wordsOf(study)}; the order itself shows nothing`
        : undefined,
  },
  { title: ["method"], align: "left", flexible: true, cell: ({ label }) => label, note: () => undefined },
  {
    title: ["test accuracy"],
    titleAbove: (methods, metric) => scoreTitle(metric, methods),
    align: "right",
    cell: (method, metric) => scoreText(metric, method),
    noteTitle: ({ study }) => wordsOf(study),
    note: scoreNote,
  },
  {
    title: ["lowest", "to highest"],
    align: "right",
    dispensable: 6,
    cell: ({ averaged }, metric) => range(metric, finalValues(averaged, metricKey(metric))),
    note: ({ study }) =>
      metricOf(study).better === "higher"
        ? `${wordsOf(study)} of the worst and of the best of these seeds`
        : `${wordsOf(study)} of the best and of the worst of these seeds`,
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
    isMeasured: ({ validation }, methods) =>
      validation !== undefined && methods.some(({ validationAccuracy }) => validationAccuracy),
    cell: ({ validationAccuracy }) => (validationAccuracy ? percent(validationAccuracy.mean) : "–"),
    note: ({ study }) => `on the ${counted(study.validation ?? 0, "training sample")} that were held out`,
  },
  {
    title: ["test", "loss"],
    align: "right",
    dispensable: 2,
    isMeasured: (study, methods) => metricOf(study).name !== "testLoss" && isReported(methods, "testLoss"),
    cell: ({ testLoss }) => (testLoss === null ? "–" : lossText(testLoss.mean)),
    note: () => "the mean per test sample after the last epoch",
  },
  {
    title: ["epochs", "to target"],
    align: "right",
    dispensable: 5,
    cell: ({ epochsToTarget }) => epochsCell(epochsToTarget),
    note: ({ study }) => `until ${targetWords(study)}, the median over all runs; – where that is never`,
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

const wordsOf = (study: Study): string => metricWords(metricOf(study));

function targetWords(study: Study): string {
  const { target } = study;
  const metric = metricOf(study);
  if (target !== undefined) return `${valueText(metric, target)} of ${metricWords(metric)}`;
  return isAccuracy(metric)
    ? "95 % of the problem's best mean test accuracy"
    : `a ${metricWords(metric)} 5 % from the problem's best mean`;
}

function scoreNote({ study, problems }: Outcome): string {
  const n = study.seeds.length;
  const methods = problems.flatMap((problem) => problem.methods);
  const scores = methods.map((method) => scoreOf(metricOf(study), method));
  const hasIntervals = scores.some((score) => score !== null && score.high !== null);
  const only = methods.some(({ runs, averaged }) => averaged.length > 0 && averaged.length < runs.length)
    ? "; failed runs count only where no run learned"
    : "";
  if (study.race !== undefined) return `the mean over its seeds after the last epoch, ± its 95 % t interval${only}`;
  if (!hasIntervals) return `after the last epoch${n > 1 ? `, the mean over ${n} seeds` : ""}${only}`;
  const wide = n < 5 ? ", wide because n is small" : "";
  const ofTwo = scores.some((score) => score?.n === 2) ? "; of two runs both are shown" : "";
  return `the mean over ${n} seeds after the last epoch, ± its 95 % t interval${wide}${ofTwo}${only}`;
}

function range(metric: Metric, values: readonly number[]): string {
  if (values.length < 2) return "–";
  return `${numberText(metric, Math.min(...values))}–${valueText(metric, Math.max(...values))}`;
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
  const chance = problems[0]?.metric.chance;
  const words = { ...failureWords, ...(chance !== undefined && { stuck: "stuck: no better than chance" }) };
  return kinds.length === 0 ? undefined : kinds.map((kind) => words[kind]).join("; ");
}
