/**
 * A comparison as people read it: a ranked table for each problem, then what it means. Pure: an
 * outcome in, text out.
 */
import { metricOf } from "../../study/plan/metric.js";
import type { Study } from "../../study/plan/study.js";
import { acrossSentence, rateCaveat, typicalSeeds } from "../../study/results/caveats.js";
import { alternatives } from "../../study/results/figure-text.js";
import { headline } from "../../study/results/headline.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import { metricNote, scoreOf } from "../../study/results/metric-text.js";
import type { Outcome, ProblemOutcome } from "../../study/results/outcome.js";
import { sureness } from "../../study/results/race-sentences.js";
import { reasonTexts, whyTitle } from "../../study/results/reasons.js";
import { sharedRecipe } from "../../study/results/shared-recipe.js";
import { trainedByWords } from "../../study/results/trained-by.js";
import { visibleLine } from "../../visible-text.js";
import { type Look, paint } from "./look.js";
import { counted, grouped } from "./numbers.js";
import { renderRanking } from "./ranking.js";
import { type RankingColumn, rankingColumns } from "./ranking-columns.js";
import { rateLines } from "./rates.js";
import { displayWidth, hanging, item, padEnd, wrap } from "./text.js";

/** What a terminal shows of a large study, so that it can be read. */
const [MOST_PROBLEMS, MOST_METHODS, MOST_SENTENCES] = [40, 100, 40];
/** Where the rest is. */
const WHOLE = "--json prints them, and the report of --out has them";

/** All problems of a study, with the notes that hold for every table at the end. */
export function renderComparison(outcome: Outcome, look: Look): string {
  const { problems } = outcome;
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => renderProblem(outcome.study, problem, look));
  const blocks = shown.map(({ text }) => text);
  // Paths among the names may hold anything.
  if (problems.length > 1) blocks.unshift(paint("bold", wrap(`${visibleLine(headline(problems))}.`, look.width), look));
  if (problems.length > MOST_PROBLEMS) {
    blocks.push(wrap(`And ${grouped(problems.length - MOST_PROBLEMS)} more problems: ${WHOLE}.`, look.width));
  }
  if (outcome.across !== null) blocks.push(wrap(acrossSentence(outcome.across), look.width));
  const columns = rankingColumns.filter((column) => shown.some((problem) => problem.columns.includes(column)));
  return `${[...blocks, ...notes(outcome, columns, look)].join("\n\n")}\n`;
}

/** A problem's table with what it means, and the columns of the table. */
function renderProblem(
  study: Study,
  problem: ProblemOutcome,
  look: Look,
): { readonly text: string; readonly columns: readonly RankingColumn[] } {
  const { title, sentences, methods, advice } = problem;
  const more = sentences.length - MOST_SENTENCES;
  const shown = more > 0 ? [...sentences.slice(0, MOST_SENTENCES), `And ${grouped(more)} more: ${WHOLE}.`] : sentences;
  const { lines, columns } = renderRanking(study, { ...problem, methods: methods.slice(0, MOST_METHODS) }, look);
  const text = [
    paint("bold", visibleLine(title), look),
    wrap(setting(study, problem), look.width),
    "",
    ...answer(advice.sentences, look),
    ...lines,
    ...(methods.length > MOST_METHODS
      ? [wrap(`And ${grouped(methods.length - MOST_METHODS)} more methods: ${WHOLE}.`, look.width)]
      : []),
    ...(sentences.length > 0 ? ["", ...shown.map((one) => item("• ", visibleLine(one), look.width))] : []),
    ...rateLines(problem, look.tableWidth ?? look.width),
    ...whyLines(problem, look),
  ].join("\n");
  return { text, columns };
}

/** Why methods do worse, where the study was probed. */
function whyLines({ reasons }: ProblemOutcome, look: Look): string[] {
  if (reasons.length === 0) return [];
  const more = reasons.length - MOST_SENTENCES;
  const texts = reasonTexts({ reasons: reasons.slice(0, MOST_SENTENCES) });
  if (more > 0) texts.push(`And ${grouped(more)} more: ${WHOLE}.`);
  return ["", whyTitle, ...texts.map((one) => item("• ", visibleLine(one), look.width))];
}

/** The advice, its first sentence in bold, and a blank line. */
function answer(sentences: readonly string[], look: Look): string[] {
  if (sentences.length === 0) return [];
  const [first, ...others] = sentences.map(visibleLine);
  // Wrapped before it is painted: escapes have no width.
  const lines = wrap([first, ...others].join(" "), look.width).split("\n");
  return [...boldTo(first!.length, lines, look), ""];
}

/** Lines of a text whose first so many characters are bold. */
function boldTo(length: number, lines: readonly string[], look: Look): string[] {
  let left = length;
  return lines.map((line) => {
    const bold = line.slice(0, Math.max(0, left));
    // A line break stands for a space.
    left -= line.length + 1;
    return bold === "" ? line : paint("bold", bold, look) + line.slice(bold.length);
  });
}

/** How the methods were trained: what they share. Their labels name what differs. */
function setting({ seeds, limit, trainer }: Study, { data, model, methods, race, rates }: ProblemOutcome): string {
  const samples = Math.min(limit ?? data.trainSamples, data.trainSamples);
  const shared = sharedRecipe(methods);
  const { epochs, optimizer, schedule, batch } = shared;
  const rate = optimizer && `learning rate ${optimizer.learningRate}${schedule === undefined ? "" : ` (${schedule})`}`;
  return [
    race === undefined ? counted(seeds.length, "seed") : `${race.seeds} of at most ${counted(seeds.length, "seed")}`,
    `${epochs === undefined ? "" : `${counted(epochs, "epoch")} of `}${grouped(samples)} samples`,
    ...(trainer !== undefined
      ? trainedByWords(trainer, shared, rates !== undefined)
      : rates !== undefined
        ? [model.recipe.optimizer.kind, "each at its best learning rate"]
        : optimizer === undefined
          ? ["each method with its recipe"]
          : [optimizer.kind, rate]),
    ...(batch === undefined || trainer !== undefined ? [] : [`batch ${batch}`]),
  ].join(", ");
}

/** A footnote for each column, then what the verdicts are about. */
function notes(outcome: Outcome, columns: readonly RankingColumn[], look: Look): string[] {
  const footnotes = columns.flatMap(({ title, noteTitle, note }) => {
    const text = note(outcome);
    return text === undefined ? [] : [{ name: noteTitle?.(outcome) ?? title.join(" "), text }];
  });
  const column = Math.max(...footnotes.map(({ name }) => displayWidth(name))) + 2;
  const lines = footnotes.map(({ name, text }) => `${padEnd(name, column)}${hanging(text, look.width, column)}`);
  const { study, problems } = outcome;
  const texts = [
    ...metricNote(metricOf(study), problems),
    ...verdictNotes(outcome),
    ...rateCaveat(outcome.problems),
    ...explanations(outcome),
  ];
  const closing = texts.map((text) => wrap(text, look.width));
  return [lines, closing].flatMap((block) => (block.length === 0 ? [] : [paint("dim", block.join("\n"), look)]));
}

/** Methods that are explained by one command. */
const MOST_EXPLAINED = 4;

/** Where to read why methods of stepzero's own fail. */
function explanations({ study, problems }: Outcome): string[] {
  const isFailure = ({ rank, failures }: MethodOutcome) => rank === null && failures.stuck + failures.diverged > 0;
  const failed = problems.flatMap(({ methods }) =>
    methods.filter(isFailure).map(({ method }) => study.methods[method]!),
  );
  const builtIn = failed.filter(({ initializer }) => initializer.file === undefined);
  const names = [...new Set(builtIn.map(({ initializer }) => initializer.name))].slice(0, MOST_EXPLAINED);
  if (names.length === 0) return [];
  const verb = names.length === 1 ? "does" : "do";
  return [`What ${alternatives(names, "and")} ${verb} to a network: stepzero explain ${names.join(",")}`];
}

/**
 * The answer in one paragraph, for the end of an output that is longer than the screen; empty where
 * there is none.
 */
export function renderReminder({ problems }: Outcome, look: Look): string {
  const [first] = problems;
  const answer = problems.length > 1 ? `${headline(problems)}.` : first!.advice.sentences.join(" ");
  if (answer === "") return "";
  const lines = wrap(visibleLine(`In short: ${answer}`), look.width).split("\n");
  return `\n${lines.map((line) => paint("bold", line, look)).join("\n")}\n`;
}

function verdictNotes({ study, problems }: Outcome): string[] {
  const isCompared = problems.some(({ verdicts }) => verdicts !== undefined);
  const methods = problems.flatMap((problem) => problem.methods);
  const scores = methods.map((method) => scoreOf(metricOf(study), method));
  if (scores.some((score) => score !== null && score.high !== null)) {
    const pairs = study.baseline === undefined ? "all pairs of a problem" : `the pairs with ${study.baseline}`;
    const compared =
      study.race === undefined
        ? `Verdicts are of paired differences, corrected (Holm) for ${visibleLine(pairs)}; ` +
          "their intervals [ , ] hold together with 95 %."
        : "Verdicts are of paired differences, corrected for every look and all pairs of a problem; their intervals [ , ] " +
          `hold together, at every look, with ${sureness(study.race)}.`;
    return [...(isCompared ? [compared] : []), ...typicalSeeds(problems)];
  }
  if (study.seeds.length > 1) return [];
  return ["One seed per method: there is no interval, and the order may be chance. Use --seeds 5 or more."];
}
