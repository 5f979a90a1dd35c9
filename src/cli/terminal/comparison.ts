/**
 * A comparison as people read it: a ranked table for each problem, then what it means. Pure: an
 * outcome in, text out.
 */
import type { Study } from "../../study/plan/study.js";
import { acrossSentence, rateCaveat, typicalSeeds } from "../../study/results/caveats.js";
import { headline } from "../../study/results/headline.js";
import type { Outcome, ProblemOutcome } from "../../study/results/outcome.js";
import { sharedRecipe } from "../../study/results/shared-recipe.js";
import { visibleLine } from "../../visible-text.js";
import { type Look, paint } from "./look.js";
import { counted, grouped } from "./numbers.js";
import { renderRanking } from "./ranking.js";
import { item, wrap } from "./text.js";

/** What a terminal shows of a large study, so that it can be read. */
const [MOST_PROBLEMS, MOST_METHODS, MOST_SENTENCES] = [40, 100, 40];
/** Where the rest is. */
const WHOLE = "--json prints them, and the report of --out has them";

/** All problems of a study, with the notes that hold for every table at the end. */
export function renderComparison(outcome: Outcome, look: Look): string {
  const { problems } = outcome;
  const blocks = problems.slice(0, MOST_PROBLEMS).map((problem) => renderProblem(outcome.study, problem, look));
  // Paths among the names may hold anything.
  if (problems.length > 1) blocks.unshift(paint("bold", wrap(`${visibleLine(headline(problems))}.`, look.width), look));
  if (problems.length > MOST_PROBLEMS) {
    blocks.push(wrap(`And ${grouped(problems.length - MOST_PROBLEMS)} more problems: ${WHOLE}.`, look.width));
  }
  if (outcome.across !== null) blocks.push(wrap(acrossSentence(outcome.across), look.width));
  return `${[...blocks, notes(outcome, look)].join("\n\n")}\n`;
}

function renderProblem(study: Study, problem: ProblemOutcome, look: Look): string {
  const { title, sentences, methods, advice } = problem;
  const more = sentences.length - MOST_SENTENCES;
  const shown = more > 0 ? [...sentences.slice(0, MOST_SENTENCES), `And ${grouped(more)} more: ${WHOLE}.`] : sentences;
  return [
    paint("bold", visibleLine(title), look),
    wrap(setting(study, problem), look.width),
    "",
    ...answer(advice.sentences, look),
    ...renderRanking(study, { ...problem, methods: methods.slice(0, MOST_METHODS) }, look),
    ...(methods.length > MOST_METHODS
      ? [wrap(`And ${grouped(methods.length - MOST_METHODS)} more methods: ${WHOLE}.`, look.width)]
      : []),
    ...(sentences.length > 0 ? ["", ...shown.map((text) => item("• ", visibleLine(text), look.width))] : []),
  ].join("\n");
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
function setting({ seeds, limit }: Study, { data, methods }: ProblemOutcome): string {
  const samples = Math.min(limit ?? data.trainSamples, data.trainSamples);
  const { epochs, optimizer, schedule, batch } = sharedRecipe(methods);
  const rate = optimizer && `learning rate ${optimizer.learningRate}${schedule === undefined ? "" : ` (${schedule})`}`;
  return [
    counted(seeds.length, "seed"),
    `${epochs === undefined ? "" : `${counted(epochs, "epoch")} of `}${grouped(samples)} samples`,
    ...(optimizer === undefined ? ["each method with its recipe"] : [optimizer.kind, rate]),
    ...(batch === undefined ? [] : [`batch ${batch}`]),
  ].join(", ");
}

function notes(outcome: Outcome, look: Look): string {
  const several = outcome.study.methods.length > 1;
  const sentences = [
    ...intervalNotes(outcome, several),
    ...(several ? [ORDER] : []),
    ...rateCaveat(outcome.problems),
    RUNNING,
    STUCK,
  ];
  return sentences.map((text) => paint("dim", wrap(text, look.width), look)).join("\n");
}

const ORDER = "Ranked by the share of failed runs, then by mean test accuracy.";
const RUNNING =
  "Training accuracy (running) is the mean over the last epoch, weights changing and dropout active, as Keras reports it.";
const STUCK =
  "Stuck: neither test nor training figures are better than the class shares alone give. The mean includes failed runs only where no run learned.";

function intervalNotes({ study, problems }: Outcome, several: boolean): string[] {
  const n = study.seeds.length;
  const methods = problems.flatMap((problem) => problem.methods);
  if (methods.some(({ testAccuracy }) => testAccuracy !== null && testAccuracy.high !== null)) {
    const wide = n < 5 ? ", wide because n is small" : "";
    const pairs = study.baseline === undefined ? "all pairs of a problem" : `the pairs with ${study.baseline}`;
    const compared = several
      ? "; the order itself shows nothing. Verdicts are of paired differences, corrected (Holm) for " +
        `${pairs}; their intervals [ , ] hold together with 95 %`
      : "";
    const ofTwo = methods.some(({ testAccuracy }) => testAccuracy?.n === 2) ? " Of two runs both are shown." : "";
    return [
      `± is the 95 % t interval of the mean over ${n} seeds${wide}${compared}.${ofTwo}`,
      ...typicalSeeds(problems),
    ];
  }
  if (n > 1) return [];
  return ["One seed per method: there is no interval, and the order may be chance. Use --seeds 5 or more."];
}
