/** What a study found, in plain sentences that say only what was measured. */

import type { CellResult } from "../plan/cell.js";
import type { DataDescription } from "../plan/description.js";
import type { StudyDescription } from "../plan/plan.js";
import type { AcrossProblems } from "./across.js";
import { estimate } from "./estimate.js";
import { failuresOf, isStuck, type MethodSummary } from "./summary.js";
import { judgeProblems, type ProblemVerdicts, runsOf } from "./verdicts.js";

/** 0.9513 → "95.13 %". */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(2)} %`;
}

/** Four decimals, or an exponent where it has exploded. */
export function lossText(loss: number): string {
  return Math.abs(loss) < 1000 ? loss.toFixed(4) : loss.toExponential(2);
}

/** What average ranks over several problems show. */
export function acrossSentence({ methods, friedman, criticalDifference, problems }: AcrossProblems): string {
  const order = [...methods].sort((a, b) => a.averageRank - b.averageRank);
  const ranks = order.map(({ init, averageRank }) => `${init} ${averageRank.toFixed(2)}`).join(", ");
  const test =
    friedman === null
      ? ""
      : ` Friedman's test of all ranks being alike: p = ${friedman.p.toFixed(3)} by χ², which is cautious for few problems; exactly, no order could give less than ${friedman.smallestP.toFixed(3)}.`;
  const few = problems < FEW_PROBLEMS ? ` ${problems} problems show only the largest differences.` : "";
  return `Average ranks over ${problems} problems: ${ranks}. They differ beyond chance where they lie ${criticalDifference.toFixed(2)} or more apart (Nemenyi, 5 %).${test}${few}`;
}

/** Demšar (2006) counts on ten or more. */
const FEW_PROBLEMS = 10;
/** Above this the test set has hardly an error left in which methods could differ. */
const CEILING = 0.995;

/**
 * The sentences on one problem: who leads and whether that is shown, then what went wrong with whom.
 *
 * @param judged the problem's verdicts, where they are known already
 */
export function findings(
  study: StudyDescription,
  results: readonly CellResult[],
  methods: readonly MethodSummary[],
  judged: ProblemVerdicts | undefined = judgeProblems(study, results, methods)[0],
): string[] {
  const first = methods[0];
  const data = study.data.find(({ name }) => name === first?.data);
  if (first === undefined || data === undefined) return [];
  const lead = judged === undefined ? [] : leadOf(methods, judged);
  return [
    ...lead,
    ...ceiling(methods),
    ...methods.flatMap((method) => troubles(study, method, runsOf(results, method), data)),
  ];
}

function ceiling(methods: readonly MethodSummary[]): string[] {
  const learned = methods.filter(({ rank }) => rank !== null);
  if (learned.length < 2 || !learned.every(({ testAccuracy }) => testAccuracy!.mean >= CEILING)) return [];
  return [
    `All methods are at ${percent(CEILING)} of test accuracy or above: so near the ceiling a harder problem would tell them apart better.`,
  ];
}

/** The first against the others: by their failures where these differ, and by the differences at equal seeds. */
function leadOf(methods: readonly MethodSummary[], { leader, tied, verdicts }: ProblemVerdicts): string[] {
  const [best, second] = methods as readonly [MethodSummary, MethodSummary];
  const [failed, more] = [failuresOf(best), failuresOf(second)];
  const byFailures =
    failed / best.runs < more / second.runs
      ? [
          `${best.init} ranks above ${second.init} for its failures: ${failed} of ${best.runs} against ${more} of ${second.runs} runs.`,
        ]
      : [];
  const against = verdicts.filter(({ a }) => a === best.init);
  if (leader === best.init) {
    const [closest] = against;
    const count = against.length === 2 ? "both" : `all ${against.length}`;
    const all = against.length === 1 ? "" : ` It beats ${count} others that learned.`;
    return [...byFailures, `${closest!.sentence}.${all}`];
  }
  const others = tied.filter((init) => init !== best.init && init !== second.init);
  const open = others.length === 0 ? [] : [`Not told apart from ${best.init} either: ${others.join(", ")}.`];
  // Bold is who beats all at equal seeds, which the first by failures need not be.
  const bold = leader === null ? [] : [`${leader} beats every other where both learned, but fails more often.`];
  return [...byFailures, ...against.slice(0, 1).map(({ sentence }) => `${sentence}.`), ...bold, ...open];
}

function troubles(
  study: StudyDescription,
  { init, model, runs, failures }: MethodSummary,
  results: readonly CellResult[],
  data: DataDescription,
): string[] {
  const sentences: string[] = [];
  if (failures.stuck > 0) {
    const stuck = results.filter((run) => isStuck(run, data)).map(({ epochs }) => epochs.at(-1)!);
    const accuracy = estimate(stuck.map(({ testAccuracy }) => testAccuracy))!.mean;
    const loss = estimate(stuck.map(({ trainLoss }) => trainLoss))!.mean;
    sentences.push(
      `${init}: ${share(failures.stuck, runs)} learned nothing${briefly(study, model, data)}: test accuracy ${percent(accuracy)}, where always answering ` +
        `"${data.majority.className}" gives ${percent(data.majority.share)}; training loss ${lossText(loss)}, where equal ` +
        `odds for all ${data.classes} classes give ${lossText(Math.log(data.classes))}.`,
    );
  }
  if (failures.diverged > 0) {
    const reasons = results.filter(({ status }) => status === "diverged").map(({ reason }) => reason);
    sentences.push(`${init}: ${share(failures.diverged, runs)} diverged: ${listed(reasons)}.`);
  }
  if (failures.crashed > 0) {
    const reasons = results.filter(({ status }) => status === "crashed").map(({ reason }) => reason);
    sentences.push(`${init}: ${share(failures.crashed, runs)} crashed: ${listed(reasons)}.`);
  }
  if (failures.refused > 0) {
    const reasons = results
      .filter(({ status }) => status === "refused")
      .map(({ reason }) => reason?.replace(/\.$/, ""));
    sentences.push(
      `${init}: ${share(failures.refused, runs)} ${refusal(failures.refused)} refused: ${listed(reasons)}.`,
    );
  }
  const late = epochsAtChance(results, data);
  if (late > 0) {
    sentences.push(
      `${init}: the runs that learned were still at chance (${percent(data.majority.share)} or less) after ` +
        `${late === 1 ? "the first epoch" : `the first ${late} epochs`}, on average.`,
    );
  }
  return sentences;
}

/** First epochs after which the mean test accuracy of the runs that learned was no better than answering one class. */
function epochsAtChance(results: readonly CellResult[], data: DataDescription): number {
  const learned = results.filter((run) => run.status === "done" && !isStuck(run, data));
  if (learned.length === 0) return 0;
  const means = learned[0]!.epochs.map((_, i) => estimate(learned.map(({ epochs }) => epochs[i]!.testAccuracy))!.mean);
  const first = means.findIndex((mean) => mean > data.majority.share + 0.5 / data.testSamples);
  return first < 0 ? means.length : first;
}

function share(count: number, runs: number): string {
  if (runs === 1) return "its one run";
  if (count < runs) return `${count} of ${runs} runs`;
  return runs === 2 ? "both runs" : `all ${runs} runs`;
}

/** Fewer optimizer steps than this may simply be too few to learn anything. */
const FEW_STEPS = 100;

/** " after 2 steps", where they are few. */
function briefly({ models, limit }: StudyDescription, label: string, { trainSamples }: DataDescription): string {
  const { epochs, batch } = models.find((model) => model.label === label)!.recipe;
  const steps = epochs * Math.ceil(Math.min(limit ?? trainSamples, trainSamples) / batch);
  return steps < FEW_STEPS ? ` after ${steps === 1 ? "1 step" : `${steps} steps`}` : "";
}

function refusal(count: number): string {
  return count === 1 ? "was" : "were";
}

/** Different reasons, three at most. */
function listed(reasons: readonly (string | undefined)[]): string {
  const different = [...new Set(reasons.map((reason) => reason ?? "no reason was given"))];
  const rest = different.length - 3;
  return different.slice(0, 3).join("; ") + (rest > 0 ? `; and ${rest} more` : "");
}
