/** What a problem's advice rests on, and what limits it, in sentences. */
import type { DataDescription } from "../plan/description.js";
import { isAccuracy, type Metric, metricValue, metricWords, turned } from "../plan/metric.js";
import { estimate } from "./estimate.js";
import { failsMore, failuresOf } from "./failures.js";
import { alternatives, grouped, percent, points } from "./figure-text.js";
import type { MethodOutcome } from "./methods.js";
import { differenceText, scoreOf } from "./metric-text.js";
import type { PairVerdict } from "./pair-verdict.js";
import type { ProblemVerdicts } from "./problem-verdicts.js";
import { troubles } from "./troubles.js";

/** Above this accuracy hardly any test error is left in which methods could differ. */
const CEILING = 0.995;
/** More seeds or pairs than this are counted, not named. */
const [MOST_SEEDS, MOST_PAIRS] = [4, 3];
/**
 * A rise of the last epoch that may change an order: of an accuracy, and as a share of another
 * metric.
 */
const [RISES, SHARE_RISES] = [0.002, 0.01];

/** The parts of a problem's outcome that its sentences are about. */
export interface EvidenceInput {
  readonly data: DataDescription;
  /** By rank. */
  readonly methods: readonly MethodOutcome[];
  readonly verdicts: ProblemVerdicts | undefined;
  /** The number of samples that each run trains on. */
  readonly samples: number;
  /** The study's. */
  readonly metric: Metric;
}

/** The sentences: differences that were found, then ties, then failures and doubts. */
export function evidence({ data, methods, verdicts, samples, metric }: EvidenceInput): string[] {
  return [
    ...(verdicts === undefined ? [] : [...byFailures(methods), ...decisive(verdicts), ...byMean(methods, verdicts)]),
    ...(verdicts === undefined ? [] : departing(verdicts)),
    ...sameRuns(methods),
    ...(isAccuracy(metric) ? ceiling(methods) : []),
    ...stillRising(methods, metric),
    ...troubles(methods, data, samples, metric),
    ...(isAccuracy(metric) ? testSet(data, methods) : []),
  ];
}

/** The first two, where their failures decide the order. */
function byFailures(methods: readonly MethodOutcome[]): string[] {
  const [best, second] = methods as readonly [MethodOutcome, MethodOutcome];
  if (!failsMore(second, best)) return [];
  const failed = (method: MethodOutcome) => `${failuresOf(method)} of ${method.runs.length}`;
  return [
    `${best.label} ranks above ${second.label} for its failures: ${failed(best)} against ${failed(second)} runs.`,
  ];
}

/** The pairs of the reference that decide: the closest that is told apart, and the first tie. */
function decisive({ reference, verdicts }: ProblemVerdicts): string[] {
  const pairs = verdicts.filter(({ a, b }) => a === reference || b === reference);
  const size = ({ mean }: PairVerdict) => Math.abs(mean ?? 0);
  const [closest] = pairs.filter(({ winner }) => winner !== null).sort((one, other) => size(one) - size(other));
  const open = pairs.find(({ winner }) => winner === null);
  return [closest, open].flatMap((pair) => (pair === undefined ? [] : [`${pair.sentence}.`]));
}

/** A leader that does not rank first. */
function byMean([first]: readonly MethodOutcome[], { leader, reference }: ProblemVerdicts): string[] {
  if (leader === null || leader !== reference || leader === first!.label) return [];
  return [`${first!.label} ranks first by its mean, which a few runs decide; in typical seeds ${leader} is ahead.`];
}

/** Other pairs that the mean may not decide. */
function departing({ reference, verdicts }: ProblemVerdicts): string[] {
  const others = verdicts.filter(({ a, b }) => a !== reference && b !== reference);
  const pairs = others.flatMap(({ a, b, departure }) => {
    if (departure === null || departure.kind === "same") return [];
    const seeds = departure.farOut.map(({ seed }) => seed);
    const places =
      seeds.length > MOST_SEEDS ? `${seeds.length} seeds` : `seed${seeds.length > 1 ? "s" : ""} ${seeds.join(", ")}`;
    return [`${a} and ${b} (${seeds.length === 0 ? "skewed" : `far out: ${places}`})`];
  });
  if (pairs.length === 0) return [];
  const rest = pairs.length - MOST_PAIRS;
  const names = pairs.slice(0, MOST_PAIRS).join(", ") + (rest > 0 ? `, and ${rest} more` : "");
  return [`Where differences are skewed or lie far out, signs decide if the seeds suffice: ${names}.`];
}

/** Methods that are one method with several names. */
function sameRuns(methods: readonly MethodOutcome[]): string[] {
  const firsts = new Set(methods.flatMap(({ sameAs }) => sameAs ?? []));
  return [...firsts].map((first) => {
    const others = methods.filter(({ sameAs }) => sameAs === first).map(({ label }) => label);
    return (
      `${alternatives(others, "and")} gave the same runs as ${first}, number for number: their weights are identical in ` +
      "this network, and they are judged as one method."
    );
  });
}

function ceiling(methods: readonly MethodOutcome[]): string[] {
  const learned = methods.filter(({ rank }) => rank !== null);
  if (learned.length < 2 || !learned.every(({ testAccuracy }) => testAccuracy!.mean >= CEILING)) return [];
  return [
    `All methods are at ${percent(CEILING)} of test accuracy or above: ` +
      "so near the ceiling a harder problem would tell them apart better.",
  ];
}

/** Methods whose metric has not settled, so that more epochs may change the order. */
function stillRising(methods: readonly MethodOutcome[], metric: Metric): string[] {
  const learned = methods.filter(({ rank }) => rank !== null);
  if (methods.length < 2 || learned.length === 0) return [];
  if (learned.every(({ recipe }) => recipe.epochs === 1)) {
    return ["One epoch was trained: more may change the order."];
  }
  const rising = learned.flatMap((method) => {
    const rises = method.learned.flatMap(({ epochs }) => {
      const [before, last] = epochs.slice(-2).map((epoch) => turned(metric, metricValue(metric, epoch)));
      return last === undefined || before === undefined ? [] : [last - before];
    });
    const rise = estimate(rises);
    const least = isAccuracy(metric) ? RISES : SHARE_RISES * Math.abs(scoreOf(metric, method)?.mean ?? 0);
    const isShown = rise !== null && rise.mean >= least && (rise.low === null || rise.low > 0);
    return isShown ? [{ label: method.label, rise: rise.mean }] : [];
  });
  if (rising.length === 0) return [];
  const [most] = [...rising].sort((a, b) => b.rise - a.rise);
  const isAll = rising.length === learned.length && learned.length > 1;
  const names = rising.map(({ label, rise }) => `${label} (${differenceText(metric, rise)})`);
  const verb = metric.better === "higher" ? "rises" : "falls";
  const still = isAll
    ? `every method that learned still ${verb} in the last epoch (${most!.label} by ${differenceText(metric, most!.rise)})`
    : `${alternatives(names, "and", MOST_SEEDS)} still ${verb} in the last epoch`;
  return [`The ${metricWords(metric)} of ${still}: more epochs may change the order.`];
}

/** What the seeds do not average out. */
function testSet({ testSamples, majority }: DataDescription, methods: readonly MethodOutcome[]): string[] {
  const learned = methods.filter(({ rank }) => rank !== null);
  if (learned.length < 2) return [];
  if (majority.share === 1) {
    return [
      `All test samples are of the class "${majority.className}": test accuracy cannot show what was learned, and whether ` +
        "a run learned is judged by its training figures.",
    ];
  }
  const accuracy = learned[0]!.testAccuracy!.mean;
  const error = 1.96 * Math.sqrt((accuracy * (1 - accuracy)) / testSamples);
  return [
    `The test set has ${grouped(testSamples)} samples: another one would move an accuracy of ${percent(accuracy)} by up to ` +
      `${points(error)} points (95 %), however many seeds there are.`,
  ];
}
