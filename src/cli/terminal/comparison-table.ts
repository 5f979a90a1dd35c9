/** A comparison as people read it: a ranked table a problem, then what it means. Pure: results in, text out. */
import { styleText } from "node:util";
import type { CellResult } from "../../study/plan/cell.js";
import type { StudyDescription } from "../../study/plan/plan.js";
import { compareAcross } from "../../study/results/across.js";
import type { Estimate } from "../../study/results/estimate.js";
import { acrossSentence, findings, lossText, percent } from "../../study/results/sentences.js";
import { type MethodSummary, summarize } from "../../study/results/summary.js";
import { judgeProblems } from "../../study/results/verdicts.js";
import { type Column, renderTable } from "./table.js";
import { displayWidth, truncate, wrap } from "./text.js";

export interface Look {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
}

/** All problems of a study, with the notes that hold for every table at the end. */
export function renderComparison(study: StudyDescription, results: readonly CellResult[], look: Look): string {
  const summary = summarize(study, results);
  const problems = study.problems.map((problem) =>
    summary.filter(({ data, model }) => data === problem.data && model === problem.model),
  );
  const blocks = problems
    .filter((methods) => methods.length > 0)
    .map((methods) => problem(study, results, methods, look));
  const across = compareAcross(study, results, summary);
  if (across !== null) blocks.push(wrap(acrossSentence(across), look.width));
  return `${[...blocks, notes(study, summary, look)].join("\n\n")}\n`;
}

function problem(
  study: StudyDescription,
  results: readonly CellResult[],
  methods: readonly MethodSummary[],
  look: Look,
): string {
  const { data: name, model: label } = methods[0]!;
  const data = study.data.find((one) => one.name === name)!;
  const { recipe } = study.models.find((one) => one.label === label)!;
  const samples = Math.min(study.limit ?? data.trainSamples, data.trainSamples);
  const { kind, learningRate } = recipe.optimizer;
  const schedule = (recipe.schedule ?? { kind: "constant" }).kind;
  const title = `${name} × ${label}`;
  const setting = `${counted(study.seeds.length, "seed")}, ${counted(recipe.epochs, "epoch")} of ${grouped(samples)} samples, ${kind}, learning rate ${learningRate} (${schedule}), batch ${recipe.batch}`;
  const sentences = findings(study, results, methods);
  const [judged] = judgeProblems(study, results, methods);
  return [
    paint("bold", title, look),
    wrap(setting, look.width),
    "",
    ...table(study, methods, judged?.leader ?? null, look),
    ...(sentences.length > 0 ? ["", ...sentences.map((text) => wrap(`• ${text}`, look.width, "  "))] : []),
  ].join("\n");
}

interface ShownColumn extends Column {
  readonly cell: (method: MethodSummary) => string;
  /** Left out where the table is too wide, the highest first. */
  readonly dispensable?: number;
}

const shown: readonly ShownColumn[] = [
  { title: ["#"], align: "right", cell: ({ rank }) => (rank === null ? "–" : String(rank)) },
  { title: ["init"], align: "left", flexible: true, cell: ({ init }) => init },
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
  { title: ["failures"], align: "left", cell: failures },
];

/** In a narrow terminal columns are left out, so that no line breaks within a number; `--json` has them all. */
function table(
  study: StudyDescription,
  methods: readonly MethodSummary[],
  leader: string | null,
  look: Look,
): string[] {
  const { evaluateTrain, validation } = study;
  const wanted = shown.filter(
    ({ title }) =>
      (title[1] !== "evaluated" || evaluateTrain !== false) && (title[0] !== "validation" || validation !== undefined),
  );
  const candidates = [4, 3, 2, 1].map((limit) => {
    const columns = wanted.filter(({ dispensable = 0 }) => dispensable < limit);
    const rows = methods.map((method) => columns.map(({ cell }) => cell(method)));
    return renderTable(columns, rows, look.width);
  });
  const fits = (lines: readonly string[]) => lines.every((line) => displayWidth(line) <= look.width);
  const lines = candidates.find(fits) ?? candidates.at(-1)!.map((line) => truncate(line, look.width));
  return lines.map((line, i) => {
    if (i < 2) return paint("dim", line, look);
    const { rank, init, failures: failed, runs } = methods[i - 2]!;
    // Only who beat every other is printed as the winner.
    if (init === leader) return paint("bold", line, look);
    if (rank === null) return paint("red", line, look);
    return failed.diverged + failed.crashed + failed.refused + failed.stuck > 0 && runs > 1
      ? paint("yellow", line, look)
      : line;
  });
}

function accuracy(estimate: Estimate | null): string {
  if (estimate === null) return "–";
  const { mean, high } = estimate;
  return high === null ? percent(mean) : `${(100 * mean).toFixed(2)} ± ${(100 * (high - mean)).toFixed(2)} %`;
}

/** "2/3 stuck, 1 diverged". */
function failures({ failures: failed, runs }: MethodSummary): string {
  const kinds = (["stuck", "diverged", "crashed", "refused"] as const).filter((kind) => failed[kind] > 0);
  if (kinds.length === 0) return "none";
  return kinds.map((kind, i) => (i === 0 ? `${failed[kind]}/${runs} ${kind}` : `${failed[kind]} ${kind}`)).join(", ");
}

function notes(study: StudyDescription, summary: readonly MethodSummary[], look: Look): string {
  const n = study.seeds.length;
  const intervals = summary.some(({ testAccuracy }) => testAccuracy !== null && testAccuracy.high !== null);
  const compared =
    study.inits.length > 1
      ? "; the order itself shows nothing. Verdicts are of paired differences, corrected (Holm) for all pairs of a problem"
      : "";
  const interval = intervals
    ? [`± is the 95 % t interval of the mean over ${n} seeds${n < 5 ? ", wide because n is small" : ""}${compared}.`]
    : n === 1
      ? ["One seed a method: there is no interval, and the order may be chance. Give --seeds 5 or more."]
      : [];
  const order = study.inits.length > 1 ? ["Ranked by the share of failed runs, then by mean test accuracy."] : [];
  const running =
    "Training accuracy (running) is the mean over the last epoch, weights changing and dropout active, as Keras reports it.";
  const stuck =
    "Stuck: no better on the test set than always answering one class. Failed runs are averaged in only where no run learned.";
  return [...interval, ...order, running, stuck].map((text) => paint("dim", wrap(text, look.width), look)).join("\n");
}

function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** 60000 → "60,000". */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

function paint(style: "bold" | "dim" | "red" | "yellow", text: string, { colour }: Look): string {
  return colour ? styleText(style, text, { validateStream: false }) : text;
}
