/** What the tuning of learning rates says, in words. */
import { isBetterBy, type Metric, metricOf, metricWords } from "../plan/metric.js";
import type { Study } from "../plan/study.js";
import { chosenBy, type RateScore } from "../plan/tuned-rate.js";
import type { MethodTuning, RateOutcome } from "./rate-outcome.js";

/** More sentences than this about pairs are left out. */
const MOST_PAIRS = 4;

/** "0.0316": a rate of the lattice in three digits. */
export const rateText = (rate: number): string => String(Number(rate.toPrecision(3)));

/**
 * How rates were chosen, what lies at the edge of its grid or failed, whose lead depends on the
 * rate, and what holds at the one rate of the recipe.
 *
 * @param leader the method that the others are told apart from, at the best rates
 */
export function rateSentences(
  study: Study,
  { heldOut, methods, same }: Omit<RateOutcome, "sentences" | "runs">,
  leader: string | undefined,
): string[] {
  const { seeds, rates, epochs } = study.tuning!;
  const metric = metricOf(study);
  const tuned = methods.flatMap(({ method, rate }) => (rate === null ? [] : [`${method} ${rateText(rate)}`]));
  const length = epochs === undefined ? "" : ` × ${epochs === 1 ? "1 epoch" : `${epochs} epochs`}`;
  const budget = `${rates} rates × ${seeds.length === 1 ? "1 seed" : `${seeds.length} seeds`}${length}`;
  return [
    ...(tuned.length === 0
      ? []
      : [
          `Each method is at its best learning rate of ${budget}, by ${heldOutWords(metric)} on ${heldOut} held-out training samples: ${tuned.join(", ")}.`,
        ]),
    ...finalistNote(methods),
    ...methods.flatMap(noteOn),
    ...leads(methods, leader, metric),
    ...(same.advice.sentences.length === 0
      ? []
      : [`At one rate for all, the recipe's ${rateText(same.learningRate)}: ${same.advice.sentences.join(" ")}`]),
  ];
}

/** What rates are chosen by: "accuracy", "loss", "perplexity". */
export const heldOutWords = (metric: Metric): string => metricWords(metric).replace(/^test /, "");

/** Who has no final runs, where the study limits their number. */
function finalistNote(methods: readonly MethodTuning[]): string[] {
  const others = methods.filter(({ isFinalist }) => !isFinalist).map(({ method }) => method);
  if (others.length === 0) return [];
  return [
    `Only the ${methods.length - others.length} methods that did best on held-out samples have final runs. Not among them: ${others.join(", ")}; that is a choice by few runs, and shows nothing of them.`,
  ];
}

function noteOn({ method, outcome, rate, extended, edge, scores }: MethodTuning): string[] {
  const [lowest, highest] = [scores[0]!.rate, scores.at(-1)!.rate].map(rateText);
  if (outcome === "none") {
    return [
      `${method} failed at every rate from ${lowest} to ${highest}, rates added below included: it has no best rate.`,
    ];
  }
  if (outcome === "running") return [`The rates of ${method} are not tuned yet.`];
  const side = extended === "low" ? "below" : "above";
  if (edge !== null) {
    const end = edge === "low" ? "lowest" : "highest";
    const added = extended === null ? "" : `, although rates were added ${side}`;
    return [
      `${method} is best at the ${end} of its rates, ${rateText(rate!)}${added}: a better one may lie ${edge === "low" ? "below" : "above"}.`,
    ];
  }
  if (extended === null) return [];
  return [
    `The best rate of ${method} was at the edge of its grid: rates were added ${side}, once, from ${lowest} to ${highest} in all.`,
  ];
}

/**
 * Of pairs with the leader whose order depends on the rate: from or up to which rate it is ahead.
 */
function leads(methods: readonly MethodTuning[], leader: string | undefined, metric: Metric): string[] {
  const first = methods.find(({ method }) => method === leader);
  if (first === undefined) return [];
  const sentences = methods.flatMap((other) => (other === first ? [] : (leadOver(first, other, metric) ?? [])));
  return sentences.slice(0, MOST_PAIRS);
}

function leadOver(a: MethodTuning, b: MethodTuning, metric: Metric): string | undefined {
  const of = new Map(b.scores.map((score) => [score.step, score]));
  const shared = a.scores.flatMap((one) => {
    const other = of.get(one.step);
    return other === undefined || one.runs === 0 || other.runs === 0
      ? []
      : [{ rate: one.rate, ahead: isAhead(one, other, metric) }];
  });
  const count = shared.filter(({ ahead }) => ahead).length;
  if (count === 0 || count === shared.length) return undefined;
  const beyond = metric.better === "higher" ? "above" : "below";
  const seeds = `on held-out samples, the worst of its seeds ${beyond} the best of the other's`;
  if (shared.slice(-count).every(({ ahead }) => ahead)) {
    return `${a.method} is ahead of ${b.method} only at rates of ${rateText(shared.at(-count)!.rate)} and above (${seeds}).`;
  }
  if (shared.slice(0, count).every(({ ahead }) => ahead)) {
    return `${a.method} is ahead of ${b.method} only at rates of ${rateText(shared[count - 1]!.rate)} and below (${seeds}).`;
  }
  return undefined;
}

/** Whether all of its seeds are above all of the other's, or only the other failed. */
function isAhead(a: RateScore, b: RateScore, metric: Metric): boolean {
  const [one, other] = [chosenBy(a), chosenBy(b)];
  if (a.failed || one === null) return false;
  if (b.failed || other === null) return true;
  const isHigher = metric.better === "higher";
  return isBetterBy(metric, isHigher ? one.low : one.high, isHigher ? other.high : other.low);
}
