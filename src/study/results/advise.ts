/** Advice from the verdicts on a problem. */
import { FEWEST_SEEDS } from "../../statistics/index.js";
import type { Advice, AdviceInput, AdviceParts, Distance } from "./advice.js";
import { adviceSentences } from "./advice-text.js";
import { failuresOf } from "./failures.js";
import type { MethodOutcome } from "./methods.js";
import type { PairVerdict } from "./pair-verdict.js";

/** The advice that the verdicts on a problem give. */
export function adviceOn(input: AdviceInput): Advice {
  const parts = partsOf(input);
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
  const failing = (label: string) => failureShare(place.get(label)!);
  const tied = verdicts.tied.filter((label) => place.get(label)!.sameAs === null);
  const isUnreliable = (label: string) => failing(label) > failing(reference);
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

const failureShare = (method: MethodOutcome): number => failuresOf(method) / method.runs.length;

/** The methods that the reference beats, the least first. */
function behind(pairs: readonly PairVerdict[], reference: string): Distance[] {
  return pairs
    .filter(({ winner }) => winner === reference)
    .map(distanceOf)
    .sort((one, other) => one.by - other.by);
}

/** The methods that beat the reference, the most first. */
function ahead(pairs: readonly PairVerdict[], reference: string): Distance[] {
  return pairs
    .filter(({ winner }) => winner !== null && winner !== reference)
    .map((pair) => ({ ...distanceOf(pair), method: pair.winner! }))
    .sort((one, other) => other.by - one.by);
}

/** How far the loser is behind. */
function distanceOf(pair: PairVerdict): Distance {
  const { a, b, winner, basis, mean, low, high, median } = pair;
  const judged = basis === "median" ? median! : { value: mean!, low, high };
  const method = winner === a ? b : a;
  const isTurned = winner === b;
  const [from, to] = isTurned ? [judged.high, judged.low] : [judged.low, judged.high];
  const turned = (x: number | null) => (x === null ? null : isTurned ? 0 - x : x);
  return { method, by: turned(judged.value)!, low: turned(from), high: turned(to) };
}
