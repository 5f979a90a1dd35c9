/** The findings of a study in plain sentences. */
import { missableRate } from "../../statistics/index.js";
import type { DataDescription } from "../plan/description.js";
import type { AcrossProblems } from "./across.js";
import { estimate } from "./estimate.js";
import { failuresOf } from "./failures.js";
import { finalValues } from "./figures.js";
import type { MethodOutcome } from "./methods.js";
import type { RunRecord } from "./records.js";
import type { ProblemVerdicts } from "./verdicts.js";

/** 0.9513 → "95.13 %". */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(2)} %`;
}

/** Four decimals, or an exponent where it has exploded. */
export function lossText(loss: number): string {
  return Math.abs(loss) < 1000 ? loss.toFixed(4) : loss.toExponential(2);
}

/** Names that a sentence lists. */
const MOST_NAMES = 20;

/** "a, b, c"; of many names the first, and the number of the others. */
function listedNames(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return names.join(", ");
  return `${names.slice(0, MOST_NAMES).join(", ")} and ${names.length - MOST_NAMES} more`;
}

/** Demšar (2006) counts on ten or more. */
const FEW_PROBLEMS = 10;
/** Above this accuracy hardly any test error is left in which methods could differ. */
const CEILING = 0.995;
/** Fewer optimizer steps than this may be too few to learn anything. */
const FEW_STEPS = 100;
/** More seeds than this are counted, not named. */
const MOST_NAMED = 4;

/** A sentence on the average ranks over several problems. */
export function acrossSentence({ methods, friedman, criticalDifference, problems }: AcrossProblems): string {
  const order = [...methods].sort((a, b) => a.averageRank - b.averageRank);
  const ranks = listedNames(order.map(({ method, averageRank }) => `${method} ${averageRank.toFixed(2)}`));
  const test =
    friedman === null
      ? ""
      : ` Friedman's test of all ranks being alike: p = ${friedman.p.toFixed(3)} by χ², which is cautious for few ` +
        `problems; exactly, no order could give less than ${friedman.smallestP.toFixed(3)}.`;
  const few = problems < FEW_PROBLEMS ? ` ${problems} problems show only the largest differences.` : "";
  return (
    `Average ranks over ${problems} problems: ${ranks}. They differ beyond chance where they lie ` +
    `${criticalDifference.toFixed(2)} or more apart (Nemenyi, 5 %).${test}${few}`
  );
}

/**
 * What a study's verdicts are about, and what their seeds cannot exclude; empty where none claims.
 */
export function typicalSeeds(problems: readonly { readonly verdicts: ProblemVerdicts | undefined }[]): string[] {
  const claims = problems
    .flatMap(({ verdicts }) => verdicts?.verdicts ?? [])
    .filter(({ kind }) => kind === "winner" || kind === "equivalent");
  if (claims.length === 0) return [];
  const fewest = Math.min(...claims.map(({ n }) => n));
  const missable = Math.round(100 * missableRate(fewest));
  return [`Verdicts are about typical seeds: ${fewest} can miss what goes wrong in up to ${missable} % of them.`];
}

/** The parts of a problem's outcome that its sentences are about. */
export interface FindingsInput {
  readonly data: DataDescription;
  /** By rank. */
  readonly methods: readonly MethodOutcome[];
  readonly verdicts: ProblemVerdicts | undefined;
  /** The study's limit of training samples. */
  readonly limit: number | undefined;
}

/** The sentences on one problem: the leader and how certain that is, then failures and doubts. */
export function findings({ data, methods, verdicts, limit }: FindingsInput): string[] {
  const samples = Math.min(limit ?? data.trainSamples, data.trainSamples);
  return [
    ...(verdicts === undefined ? [] : [...leadOf(methods, verdicts), ...departing(verdicts)]),
    ...ceiling(methods),
    ...methods.flatMap((method) => troubles(method, data, samples)),
  ];
}

function ceiling(methods: readonly MethodOutcome[]): string[] {
  const learned = methods.filter(({ rank }) => rank !== null);
  if (learned.length < 2 || !learned.every(({ testAccuracy }) => testAccuracy!.mean >= CEILING)) return [];
  return [
    `All methods are at ${percent(CEILING)} of test accuracy or above: ` +
      "so near the ceiling a harder problem would tell them apart better.",
  ];
}

/** The first against the others: by their failures where these differ, and at equal seeds. */
function leadOf(methods: readonly MethodOutcome[], { leader, tied, verdicts }: ProblemVerdicts): string[] {
  const [best, second] = methods as readonly [MethodOutcome, MethodOutcome];
  const [failed, more] = [failuresOf(best), failuresOf(second)];
  const [runs, others] = [best.runs.length, second.runs.length];
  const byFailures =
    failed / runs < more / others
      ? [
          `${best.label} ranks above ${second.label} for its failures: ` +
            `${failed} of ${runs} against ${more} of ${others} runs.`,
        ]
      : [];
  const against = verdicts.filter(({ a }) => a === best.label);
  if (leader === best.label) {
    const [closest] = against;
    const count = against.length === 2 ? "both" : `all ${against.length}`;
    const all = against.length === 1 ? "" : ` It beats ${count} others that learned.`;
    return [...byFailures, `${closest!.sentence}.${all}`];
  }
  const alsoTied = tied.filter((label) => label !== best.label && label !== second.label);
  // "either" follows a sentence that says of the second method that it is not told apart.
  const either = against[0]?.kind === "winner" ? "" : " either";
  const open = alsoTied.length === 0 ? [] : [`Not told apart from ${best.label}${either}: ${listedNames(alsoTied)}.`];
  // Bold is who beats all at equal seeds, which the first by failures or by its mean need not be.
  const bold = leader === null ? [] : [leadBeside(methods.find(({ label }) => label === leader)!, best)];
  return [...byFailures, ...against.slice(0, 1).map(({ sentence }) => `${sentence}.`), ...bold, ...open];
}

/** Pairs that the mean may not decide, apart from the first, whose own sentence says so. */
function departing({ verdicts: [, ...others] }: ProblemVerdicts): string[] {
  const pairs = others.flatMap(({ a, b, departure }) => {
    if (departure === null || departure.kind === "same") return [];
    const seeds = departure.farOut.map(({ seed }) => seed);
    const places =
      seeds.length > MOST_NAMED ? `${seeds.length} seeds` : `seed${seeds.length > 1 ? "s" : ""} ${seeds.join(", ")}`;
    return [`${a} and ${b} (${seeds.length === 0 ? "skewed" : `far out: ${places}`})`];
  });
  if (pairs.length === 0) return [];
  return [`Where differences are skewed or lie far out, signs decide if the seeds suffice: ${listed(pairs, ", ")}.`];
}

/** The method that beats every other is not the first. */
function leadBeside(leader: MethodOutcome, first: MethodOutcome): string {
  return failsMore(leader, first)
    ? `${leader.label} beats every other where both learned, but fails more often.`
    : `${leader.label} beats every other in typical seeds; ${first.label} ranks first by its mean, which a few runs decide.`;
}

/** Whether a larger share of its runs failed. */
export function failsMore(method: MethodOutcome, other: MethodOutcome): boolean {
  return failuresOf(method) * other.runs.length > failuresOf(other) * method.runs.length;
}

function troubles(method: MethodOutcome, data: DataDescription, samples: number): string[] {
  const { label, runs, failures } = method;
  const reasonsOf = (ending: RunRecord["ending"]) =>
    runs.filter((run) => run.ending === ending).map(({ reason }) => reason);
  const sentences: string[] = [];
  if (failures.stuck > 0) sentences.push(nothingLearned(method, data, samples));
  for (const ending of ["diverged", "crashed"] as const) {
    if (failures[ending] === 0) continue;
    sentences.push(`${label}: ${share(failures[ending], runs.length)} ${ending}: ${listed(reasonsOf(ending))}.`);
  }
  if (failures.refused > 0) {
    const reasons = reasonsOf("refused").map((reason) => reason?.replace(/\.$/, ""));
    const verb = failures.refused === 1 ? "was" : "were";
    sentences.push(`${label}: ${share(failures.refused, runs.length)} ${verb} refused: ${listed(reasons)}.`);
  }
  const late = epochsAtChance(method, data);
  if (late > 0) {
    sentences.push(
      `${label}: the runs that learned were still at chance (${percent(data.majority.share)} or less) after ` +
        `${late === 1 ? "the first epoch" : `the first ${late} epochs`}, on average.`,
    );
  }
  return sentences;
}

function nothingLearned(
  { label, runs, failures, recipe }: MethodOutcome,
  { classes, majority }: DataDescription,
  samples: number,
): string {
  const stuck = runs.filter(({ ending }) => ending === "stuck");
  const accuracy = estimate(finalValues(stuck, "testAccuracy"))!.mean;
  const loss = estimate(finalValues(stuck, "trainLoss"));
  const equalOdds = `where equal odds for all ${classes} classes give ${lossText(Math.log(classes))}`;
  return (
    `${label}: ${share(failures.stuck, runs.length)} learned nothing` +
    `${afterFewSteps(recipe.epochs * Math.ceil(samples / recipe.batch))}: test accuracy ${percent(accuracy)}, ` +
    `where always answering "${majority.className}" gives ${percent(majority.share)}; ` +
    `training loss ${loss === null ? "not finite" : lossText(loss.mean)}, ${equalOdds}.`
  );
}

/** First epochs after which the mean test accuracy of the runs that learned was still at chance. */
function epochsAtChance({ learned }: MethodOutcome, { majority, testSamples }: DataDescription): number {
  if (learned.length === 0) return 0;
  const means = learned[0]!.epochs.map((_, i) => estimate(learned.map(({ epochs }) => epochs[i]!.testAccuracy))!.mean);
  const first = means.findIndex((mean) => mean > majority.share + 0.5 / testSamples);
  return first < 0 ? means.length : first;
}

function share(count: number, runs: number): string {
  if (runs === 1) return "its one run";
  if (count < runs) return `${count} of ${runs} runs`;
  return runs === 2 ? "both runs" : `all ${runs} runs`;
}

/** " after 2 steps", where they are few. */
function afterFewSteps(steps: number): string {
  return steps < FEW_STEPS ? ` after ${steps === 1 ? "1 step" : `${steps} steps`}` : "";
}

/** Different reasons or pairs, three at most. */
function listed(reasons: readonly (string | undefined)[], between = "; "): string {
  const different = [...new Set(reasons.map((reason) => reason ?? "no reason was given"))];
  const rest = different.length - 3;
  return different.slice(0, 3).join(between) + (rest > 0 ? `${between}and ${rest} more` : "");
}
