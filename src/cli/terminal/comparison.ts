/** A comparison as people read it: a ranked table per problem, then what it means. */
import type { Study } from "../../study/plan/study.js";
import type { Estimate } from "../../study/results/estimate.js";
import { failuresInBrief, failuresOf } from "../../study/results/failures.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import type { Outcome, ProblemOutcome } from "../../study/results/outcome.js";
import { acrossSentence, lossText, percent } from "../../study/results/sentences.js";
import { sharedRecipe } from "../../study/results/shared-recipe.js";
import { type Look, paint } from "./look.js";
import { counted, grouped } from "./numbers.js";
import { type Column, renderTable } from "./table.js";
import { displayWidth, item, truncate, wrap } from "./text.js";

/** All problems of a study, with the notes that hold for every table at the end. */
export function renderComparison(outcome: Outcome, look: Look): string {
  const blocks = outcome.problems.map((problem) => problemBlock(outcome.study, problem, look));
  if (outcome.across !== null) blocks.push(wrap(acrossSentence(outcome.across), look.width));
  return `${[...blocks, notes(outcome, look)].join("\n\n")}\n`;
}

function problemBlock(study: Study, problem: ProblemOutcome, look: Look): string {
  const { title, sentences } = problem;
  return [
    paint("bold", title, look),
    wrap(setting(study, problem), look.width),
    "",
    ...table(study, problem, look),
    ...(sentences.length > 0 ? ["", ...sentences.map((text) => item("• ", text, look.width))] : []),
  ].join("\n");
}

/** How the methods were trained: what they share. Their labels name what differs. */
function setting({ seeds, limit }: Study, { data, methods }: ProblemOutcome): string {
  const samples = Math.min(limit ?? data.trainSamples, data.trainSamples);
  const { epochs, optimizer, schedule, batch } = sharedRecipe(methods);
  return [
    counted(seeds.length, "seed"),
    `${epochs === undefined ? "" : `${counted(epochs, "epoch")} of `}${grouped(samples)} samples`,
    ...(optimizer === undefined
      ? ["each method with its recipe"]
      : [optimizer.kind, `learning rate ${optimizer.learningRate}${schedule === undefined ? "" : ` (${schedule})`}`]),
    ...(batch === undefined ? [] : [`batch ${batch}`]),
  ].join(", ");
}

interface ShownColumn extends Column {
  readonly cell: (method: MethodOutcome) => string;
  /** Left out where the table is too wide, the highest first. */
  readonly dispensable?: number;
}

const shown: readonly ShownColumn[] = [
  { title: ["#"], align: "right", cell: ({ rank }) => (rank === null ? "–" : String(rank)) },
  { title: ["method"], align: "left", flexible: true, cell: ({ label }) => label },
  { title: ["test accuracy", "mean ± 95 %"], align: "right", cell: ({ testAccuracy }) => accuracy(testAccuracy) },
  {
    title: ["train acc.", "running"],
    align: "right",
    dispensable: 3,
    cell: ({ trainAccuracy }) => (trainAccuracy === null ? "–" : percent(trainAccuracy.mean)),
  },
  {
    title: ["train acc.", "evaluated"],
    align: "right",
    dispensable: 1,
    cell: ({ evalTrainAccuracy }) => (evalTrainAccuracy ? percent(evalTrainAccuracy.mean) : "–"),
  },
  {
    title: ["validation", "accuracy"],
    align: "right",
    dispensable: 1,
    cell: ({ validationAccuracy }) => (validationAccuracy ? percent(validationAccuracy.mean) : "–"),
  },
  {
    title: ["test", "loss"],
    align: "right",
    dispensable: 2,
    cell: ({ testLoss }) => (testLoss === null ? "–" : lossText(testLoss.mean)),
  },
  { title: ["failures"], align: "left", cell: failuresInBrief },
];

/**
 * In a narrow terminal columns are left out, so that no line breaks within a number; `--json` has
 * them all.
 */
function table({ evaluateTrain, validation }: Study, { methods, verdicts }: ProblemOutcome, look: Look): string[] {
  const recorded = shown.filter(
    ({ title }) =>
      (title[1] !== "evaluated" || evaluateTrain !== false) && (title[0] !== "validation" || validation !== undefined),
  );
  const candidates = [4, 3, 2, 1].map((limit) => {
    const columns = recorded.filter(({ dispensable = 0 }) => dispensable < limit);
    const rows = methods.map((method) => columns.map(({ cell }) => cell(method)));
    return renderTable(columns, rows, look.width);
  });
  const fits = (lines: readonly string[]) => lines.every((line) => displayWidth(line) <= look.width);
  const lines = candidates.find(fits) ?? candidates.at(-1)!.map((line) => truncate(line, look.width));
  return lines.map((line, i) => {
    if (i < 2) return paint("dim", line, look);
    const method = methods[i - 2]!;
    // Only a method that beat every other is printed as the winner.
    if (method.label === verdicts?.leader) return paint("bold", line, look);
    if (method.rank === null) return paint("red", line, look);
    return failuresOf(method) > 0 && method.runs.length > 1 ? paint("yellow", line, look) : line;
  });
}

function accuracy(estimate: Estimate | null): string {
  if (estimate === null) return "–";
  const { mean, high } = estimate;
  return high === null ? percent(mean) : `${(100 * mean).toFixed(2)} ± ${(100 * (high - mean)).toFixed(2)} %`;
}

function notes({ study, problems }: Outcome, look: Look): string {
  const n = study.seeds.length;
  const several = study.methods.length > 1;
  const hasIntervals = problems.some(({ methods }) =>
    methods.some(({ testAccuracy }) => testAccuracy !== null && testAccuracy.high !== null),
  );
  const compared = several
    ? "; the order itself shows nothing. Verdicts are of paired differences, corrected (Holm) for all pairs of a problem"
    : "";
  const interval = hasIntervals
    ? [`± is the 95 % t interval of the mean over ${n} seeds${n < 5 ? ", wide because n is small" : ""}${compared}.`]
    : n === 1
      ? ["One seed per method: there is no interval, and the order may be chance. Give --seeds 5 or more."]
      : [];
  const order = several ? ["Ranked by the share of failed runs, then by mean test accuracy."] : [];
  const running =
    "Training accuracy (running) is the mean over the last epoch, weights changing and dropout active, as Keras reports it.";
  const stuck =
    "Stuck: no better on the test set than always answering one class. The mean includes failed runs only where no run learned.";
  return [...interval, ...order, running, stuck].map((text) => paint("dim", wrap(text, look.width), look)).join("\n");
}
