/**
 * A comparison as people read it: a ranked table for each problem, then what it means. Pure:
 * results in, text out.
 */
import type { CellResult } from "../../study/plan/cell.js";
import type { Study } from "../../study/plan/study.js";
import { compareAcross } from "../../study/results/across.js";
import { acrossSentence, findings } from "../../study/results/sentences.js";
import { type MethodSummary, summarize } from "../../study/results/summary.js";
import { judgeProblems } from "../../study/results/verdicts.js";
import { type Look, paint } from "./look.js";
import { counted, grouped } from "./numbers.js";
import { renderRanking } from "./ranking.js";
import { item, wrap } from "./text.js";

/** All problems of a study, with the notes that hold for every table at the end. */
export function renderComparison(study: Study, results: readonly CellResult[], look: Look): string {
  const summary = summarize(study, results);
  const problems = study.problems.map((problem) =>
    summary.filter(({ data, model }) => data === problem.data && model === problem.model),
  );
  const blocks = problems
    .filter((methods) => methods.length > 0)
    .map((methods) => renderProblem(study, results, methods, look));
  const across = compareAcross(study, results, summary);
  if (across !== null) blocks.push(wrap(acrossSentence(across), look.width));
  return `${[...blocks, notes(study, summary, look)].join("\n\n")}\n`;
}

function renderProblem(
  study: Study,
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
    ...renderRanking(study, methods, judged?.leader ?? null, look),
    ...(sentences.length > 0 ? ["", ...sentences.map((text) => item("• ", text, look.width))] : []),
  ].join("\n");
}

function notes(study: Study, summary: readonly MethodSummary[], look: Look): string {
  const sentences = [...intervalNotes(study, summary), ...(study.methods.length > 1 ? [ORDER] : []), RUNNING, STUCK];
  return sentences.map((text) => paint("dim", wrap(text, look.width), look)).join("\n");
}

const ORDER = "Ranked by the share of failed runs, then by mean test accuracy.";
const RUNNING =
  "Training accuracy (running) is the mean over the last epoch, weights changing and dropout active, as Keras reports it.";
const STUCK =
  "Stuck: no better on the test set than always answering one class. The mean includes failed runs only where no run learned.";

function intervalNotes({ seeds, methods }: Study, summary: readonly MethodSummary[]): string[] {
  const n = seeds.length;
  if (summary.some(({ testAccuracy }) => testAccuracy !== null && testAccuracy.high !== null)) {
    const wide = n < 5 ? ", wide because n is small" : "";
    const compared =
      methods.length > 1
        ? "; the order itself shows nothing. Verdicts are of paired differences, corrected (Holm) for all pairs of a problem"
        : "";
    return [`± is the 95 % t interval of the mean over ${n} seeds${wide}${compared}.`];
  }
  if (n > 1) return [];
  return ["One seed per method: there is no interval, and the order may be chance. Give --seeds 5 or more."];
}
