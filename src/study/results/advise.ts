/** Advice from the verdicts on a problem. */
import { FEWEST_SEEDS } from "../../statistics/index.js";
import type { Advice, AdviceInput, AdviceParts, Distance } from "./advice.js";
import { adviceSentences } from "./advice-text.js";
import { failsMore } from "./failures.js";
import { type PairVerdict, seenFrom } from "./pair-verdict.js";

/** The advice that the verdicts on a problem give. */
export function adviceOn(input: AdviceInput): Advice {
  const parts = partsOf(input);
  // Of a study that tunes rates, before its first final run.
  if (input.methods.length === 0) return { ...parts, sentences: [] };
  return { ...parts, sentences: adviceSentences(parts, input) };
}

function partsOf({ methods, verdicts, baseline }: AdviceInput): AdviceParts {
  const learners = methods.filter(({ rank }) => rank !== null);
  const avoid = methods.filter(({ rank }) => rank === null).map(({ label }) => label);
  const nothing = { use: [], worse: [], better: [], unreliable: [], avoid };
  if (methods.length < 2) return { ...nothing, ground: "one-method" };
  if (learners.length === 0) return { ...nothing, ground: "none" };
  if (learners.length === 1) return { ...nothing, ground: "only-one", use: learners.map(({ label }) => label) };
  if (verdicts === undefined) return { ...nothing, ground: "no-baseline" };
  const { reference } = verdicts;
  const pairs = verdicts.verdicts.filter(({ a, b }) => a === reference || b === reference);
  const [better, worse] = [ahead(pairs, reference), behind(pairs, reference)];
  if (pairs.length === 0) return { ...nothing, ground: "identical", use: learners.map(({ label }) => label) };
  if (pairs.every(({ n }) => n < FEWEST_SEEDS)) return { ...nothing, ground: "too-few-seeds" };
  const place = new Map(learners.map((method) => [method.label, method]));
  const tied = verdicts.tied.filter((label) => place.get(label)!.sameAs === null);
  const isUnreliable = (label: string) => failsMore(place.get(label)!, place.get(reference)!);
  const unreliable = tied.filter(isUnreliable);
  const use = [reference, ...tied.filter((label) => label !== reference && !isUnreliable(label))];
  const common = { worse, better, unreliable, avoid };
  if (baseline !== undefined) {
    return better.length > 0
      ? { ...common, ground: "better-than-baseline", use: better.map(({ method }) => method) }
      : { ...common, ground: "baseline", use: [reference] };
  }
  const isEquivalent = (label: string) =>
    pairs.some(({ a, b, kind }) => (a === label || b === label) && kind === "equivalent");
  const others = use.filter((label) => label !== reference);
  const ground = others.length === 0 ? "winner" : others.every(isEquivalent) ? "equivalent" : "tie";
  return { ...common, ground, use };
}

/** The methods that the reference beats, the least first. */
function behind(pairs: readonly PairVerdict[], reference: string): Distance[] {
  return pairs.flatMap((pair) => (pair.winner === reference ? lead(reference, pair, "other") : [])).sort(byDistance);
}

/** The methods that beat the reference, the most first. */
function ahead(pairs: readonly PairVerdict[], reference: string): Distance[] {
  const isAhead = ({ winner }: PairVerdict) => winner !== null && winner !== reference;
  return pairs
    .filter(isAhead)
    .flatMap((pair) => lead(pair.winner!, pair, "winner"))
    .sort(byDistance)
    .reverse();
}

const byDistance = (one: Distance, other: Distance): number => one.by - other.by;

/** How far the winner of a pair is ahead, under the name of one of the two. */
function lead(winner: string, pair: PairVerdict, whose: "winner" | "other"): Distance[] {
  const seen = seenFrom(winner, pair);
  if (seen === undefined) return [];
  return [{ method: whose === "winner" ? winner : seen.other, by: seen.value, low: seen.low, high: seen.high }];
}
