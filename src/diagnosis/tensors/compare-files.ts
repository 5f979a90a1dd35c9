/** Two exports of "the same" model, tensor by tensor. */
import { sameShape } from "../../graph/tensor.js";
import { normalCdf } from "../../random/index.js";
import { holm } from "../../statistics/holm.js";
import { kolmogorovTail, smirnovDistance } from "../../statistics/kolmogorov-smirnov.js";
import { type IdentifiedTensor, identifyTensors } from "./identify.js";
import type { Recipe, TensorValues } from "./recipe.js";

/** A tensor of one file beside its counterpart. */
export interface TensorComparison {
  /** Its names in both files; null where a file has no counterpart. */
  readonly names: readonly [string | null, string | null];
  /**
   * "same law" says that no test tells the two apart; "different" that one does, with an error of 1
   * % in the whole comparison, or that one is a multiple of the other.
   */
  readonly outcome: "same numbers" | "same law" | "different" | "no counterpart";
  /** Holm's p-value of "different"; null where no test was needed. */
  readonly pValue: number | null;
  /** Standard deviation in the second file over that in the first; null without one. */
  readonly scaleRatio: number | null;
  /** c where every number of the second is c times that of the first, c ≠ 1; else null. */
  readonly factor: number | null;
  /** How many numbers of each are NaN or infinite. */
  readonly notFinite: readonly [number, number];
  readonly recipes: readonly [Recipe | null, Recipe | null];
}

/** Below this p-value two tensors have different laws. */
const DIFFERENT_BELOW = 0.01;

type Pair = readonly [IdentifiedTensor, IdentifiedTensor];

/**
 * Compares the tensors of two files. They are matched by name; those without a namesake by their
 * order among tensors of one shape and role. Laws are compared by the two samples alone: their
 * distributions (Smirnov), their scales, and which one reaches farther.
 */
export function compareFiles(a: readonly TensorValues[], b: readonly TensorValues[]): TensorComparison[] {
  const [first, second] = [identifyTensors(a), identifyTensors(b)];
  const rest = new Set(second);
  const byName = new Map(second.map((one) => [one.specification.name, one]));
  const partners = new Map<IdentifiedTensor, IdentifiedTensor>();
  const join = (one: IdentifiedTensor, other: IdentifiedTensor | undefined) => {
    if (other === undefined || !rest.has(other)) return;
    partners.set(one, other);
    rest.delete(other);
  };
  for (const one of first) {
    const other = byName.get(one.specification.name);
    if (other !== undefined && areAlike(one, other)) join(one, other);
  }
  for (const one of first)
    if (!partners.has(one))
      join(
        one,
        [...rest].find((other) => areAlike(one, other)),
      );
  const tests = [...partners].flatMap((pair) => {
    const pValue = differencePValue(pair);
    return pValue === undefined ? [] : [{ one: pair[0], pValue }];
  });
  const adjusted = holm(tests.map(({ pValue }) => pValue));
  const pValues = new Map(tests.map(({ one }, i) => [one, adjusted[i]!]));
  return [
    ...first.map((one) => {
      const other = partners.get(one);
      return other === undefined ? alone(one, 0) : compared([one, other], pValues.get(one));
    }),
    ...[...rest].map((other) => alone(other, 1)),
  ];
}

const areAlike = ({ specification: a }: IdentifiedTensor, { specification: b }: IdentifiedTensor): boolean =>
  a.role.kind === b.role.kind && sameShape(a.shape, b.shape);

function alone({ specification: { name }, recipe, sample }: IdentifiedTensor, file: 0 | 1): TensorComparison {
  const names = file === 0 ? ([name, null] as const) : ([null, name] as const);
  const recipes = file === 0 ? ([recipe, null] as const) : ([null, recipe] as const);
  const notFinite = file === 0 ? ([sample.notFinite, 0] as const) : ([0, sample.notFinite] as const);
  return { names, outcome: "no counterpart", pValue: null, scaleRatio: null, factor: null, notFinite, recipes };
}

/** @param pValue of the tests; what is exact needs none */
function compared(pair: Pair, pValue: number | undefined): TensorComparison {
  const [a, b] = pair;
  const [one, other] = [spread(a), spread(b)];
  const isSameLaw = pValue === undefined ? haveSameStructure(pair) : pValue >= DIFFERENT_BELOW;
  const isSame = haveSameNumbers(pair);
  const factor = isSame ? null : factorBetween(pair);
  return {
    names: [a.specification.name, b.specification.name],
    outcome: isSame ? "same numbers" : isSameLaw && factor === null ? "same law" : "different",
    pValue: pValue ?? null,
    scaleRatio: one > 0 ? other / one : null,
    factor,
    notFinite: [a.sample.notFinite, b.sample.notFinite],
    recipes: [a.recipe, b.recipe],
  };
}

const spread = ({ sample }: IdentifiedTensor): number => Math.sqrt(Math.max(0, sample.secondMoment - sample.mean ** 2));

/** Numbers that are not finite have no structure. */
function haveSameStructure([a, b]: Pair): boolean {
  if (a.sample.notFinite > 0 || b.sample.notFinite > 0) return false;
  const wordsOf = ({ recipe }: IdentifiedTensor) =>
    [recipe.shape, ...recipe.methods.map(({ method }) => method)].join();
  return wordsOf(a) === wordsOf(b);
}

function haveSameNumbers([a, b]: Pair): boolean {
  const rounding = Math.max(a.sample.rounding, b.sample.rounding);
  return a.values.every((x, i) => Object.is(x, b.values[i]) || Math.abs(x - b.values[i]!) <= rounding * Math.abs(x));
}

/** c where b = c·a number by number, up to rounding; null where it is not, or nothing tells. */
function factorBetween([a, b]: Pair): number | null {
  if (a.sample.notFinite + b.sample.notFinite > 0 || a.values.length < 2) return null;
  let at = 0;
  for (const [i, x] of a.values.entries()) if (Math.abs(x) > Math.abs(a.values[at]!)) at = i;
  const factor = b.values[at]! / a.values[at]!;
  if (!Number.isFinite(factor) || factor === 0) return null;
  const rounding = 4 * Math.max(a.sample.rounding, b.sample.rounding, 2 ** -24);
  const fits = a.values.every((x, i) => Math.abs(b.values[i]! - factor * x) <= rounding * Math.abs(factor * x));
  return fits ? factor : null;
}

/**
 * The p-value of independent draws; `undefined` where one of the tensors is none, or they are
 * equal.
 */
function differencePValue(pair: Pair): number | undefined {
  const [a, b] = pair;
  const isDrawn = ({ basis, sample }: IdentifiedTensor) =>
    basis !== "structure" && sample.notFinite === 0 && sample.secondMoment > 0;
  if (!isDrawn(a) || !isDrawn(b) || haveSameNumbers(pair)) return undefined;
  return Math.min(1, 3 * Math.min(scaleTail(pair), shapeTail(pair), reachTail(pair)));
}

/** The logarithm of a variance has the variance (κ − 1) / n. */
function scaleTail([a, b]: Pair): number {
  const error = Math.sqrt((a.sample.kurtosis - 1) / a.sample.size + (b.sample.kurtosis - 1) / b.sample.size);
  return 2 * normalCdf(-Math.abs(Math.log(spread(a) ** 2 / spread(b) ** 2)) / error);
}

function shapeTail([{ sample: a }, { sample: b }]: Pair): number {
  const [m, n] = [a.sorted.length, b.sorted.length];
  return kolmogorovTail(smirnovDistance(a.sorted, b.sorted), (m * n) / (m + n));
}

/**
 * How many numbers lie farther out than all of the other tensor. If both have one law, k of them
 * have the probability (n / (m + n))ᵏ.
 */
function reachTail([a, b]: Pair): number {
  const reach = ({ sample }: IdentifiedTensor) => Math.max(sample.largest, -sample.smallest);
  const [far, near] = reach(a) > reach(b) ? [a, b] : [b, a];
  const limit = reach(near) * (1 + 2 * Math.max(a.sample.rounding, b.sample.rounding));
  let count = 0;
  for (const x of far.values) if (Math.abs(x) > limit) count++;
  return Math.min(1, 2 * (far.sample.size / (far.sample.size + near.sample.size)) ** count);
}
