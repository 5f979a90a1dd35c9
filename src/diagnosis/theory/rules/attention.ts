/**
 * Attention: softmax(q·k / √d) v.
 *
 * With independent projections, the products of a query with the keys have the variance
 * d · E q² · E k² (1 − cosine between keys) over keys. What all keys have in common does not change
 * the softmax.
 */
import type { Node, Value } from "../../../graph/graph.js";
import { type Tensor, toNumbers } from "../../../graph/tensor.js";
import { mapMoments } from "../attention-shares.js";
import { combined, fresh } from "../deviation.js";
import { axisOf, count } from "../layout.js";
import {
  alikeness,
  effectivePlaces,
  type Gradient,
  mapCosines,
  meanOf,
  perClass,
  type Signal,
  secondMoment,
} from "../signal.js";
import type { Contributions, Outcome, Rule, Scores, Shares, Walk } from "../state.js";

const NO_SIGNAL = "what comes in has no rule";
/** Numbers below this are a mask: files add −1e4, −1e9, the least float or −∞. */
const MASKED = -5000;

/** A product of two signals: of queries with keys, or of attention with values. */
export function attentionProduct(node: Node, walk: Walk): Outcome | string {
  const [a, b] = node.inputs as readonly [Value, Value];
  const left = walk.stateOf(a);
  if (left?.kind === "shares") return mixed(b, left.shares, walk);
  const [query, key] = [walk.signalOf(a), walk.signalOf(b)];
  if (query === undefined || key === undefined) return NO_SIGNAL;
  const depth = a.shape.at(-1)!;
  const [rows, columns] = [query.layout.at(-2), key.layout.at(-1)];
  const isScores =
    count(query.layout.at(-1)!, "units") === depth &&
    [rows, columns].every((axis) => axis?.every(({ kind }) => kind === "places"));
  if (!isScores) return "a product of two signals";
  const scores: Scores = { query: a, key: b, depth, factor: 1, queries: a.shape.at(-2)!, keys: b.shape.at(-1)! };
  // Gradients by queries and keys come from the product of attention and values.
  return { states: [{ kind: "scores", scores }], pullback: () => [] };
}

/** The variance of the products over keys. */
function varianceOf({ query, key, depth, factor }: Scores, walk: Walk): number | undefined {
  const [q, k] = [walk.signalOf(query), walk.signalOf(key)];
  if (q === undefined || k === undefined) return undefined;
  return depth * factor ** 2 * secondMoment(q) * secondMoment(k) * apart(k);
}

/** The part of the second moment in which two places differ. */
const apart = ({ cosines }: Signal): number => Math.max(0, 1 - meanOf(cosines.places));

/** Products times a number, or with a mask; undefined where the node has no products. */
export function changedScores(node: Node, walk: Walk): Outcome | undefined {
  const at = node.inputs.findIndex((v) => v !== undefined && walk.stateOf(v)?.kind === "scores");
  const state = at < 0 ? undefined : walk.stateOf(node.inputs[at]!);
  if (state?.kind !== "scores") return undefined;
  const { scores } = state;
  const outcome = (changes: Partial<Scores>): Outcome => ({
    states: [{ kind: "scores", scores: { ...scores, ...changes } }],
    pullback: () => [],
  });
  if (node.operator === "Where") {
    const [condition, other] = [walk.numbersOf(node.inputs[0]), walk.numbersOf(node.inputs[at === 1 ? 2 : 1])];
    if (condition === undefined || other === undefined || !toNumbers(other).every((x) => x < MASKED)) return undefined;
    return outcome({ open: openKeys(condition, scores, (x) => (x !== 0) === (at === 1)) });
  }
  const numbers = walk.numbersOf(node.inputs[1 - at]);
  if (numbers === undefined) return undefined;
  if (node.operator === "Add") return outcome({ open: openKeys(numbers, scores, (x) => x > MASKED) });
  if (numbers.data.length !== 1 || (node.operator === "Div" && at === 1)) return undefined;
  const number = Number(numbers.data[0]);
  return outcome({ factor: node.operator === "Div" ? scores.factor / number : scores.factor * number });
}

/** How many keys each query sees behind a mask that ends in [queries or 1, keys or 1]. */
function openKeys({ shape, data }: Tensor, { queries, keys }: Scores, isOpen: (x: number) => boolean): number[] {
  const [rows = 1, columns = 1] = [shape.at(-2), shape.at(-1)];
  return Array.from({ length: queries }, (_, query) => {
    let open = 0;
    for (let key = 0; key < keys; key++) {
      if (isOpen(Number(data[(query % rows) * columns + (key % columns)]))) open++;
    }
    return Math.max(1, open);
  });
}

const softmax: Rule = (node, walk) => {
  const state = walk.stateOf(node.inputs[0] as Value);
  if (state?.kind !== "scores") return "a softmax over what are no products of queries and keys";
  const { scores } = state;
  const variance = varianceOf(scores, walk);
  if (variance === undefined) return NO_SIGNAL;
  const queryCosine = meanOf(walk.signalOf(scores.query)!.cosines.places);
  const key = walk.signalOf(scores.key)!;
  const directions = key.ofProduct?.ofEqualLengths ? 1 / directionsOf(key) : Number.POSITIVE_INFINITY;
  const open = scores.open ?? Array.from({ length: scores.queries }, () => scores.keys);
  const at = (factor: number) =>
    mapMoments({ variance: variance * factor, depth: scores.depth, queryCosine, directions }, open);
  const [moments, more] = [at(1), at(1 + STEP)];
  return {
    states: [{ kind: "shares", shares: { ...scores, softmax: node.outputs[0]!, variance, open, moments, more } }],
    pullback: () => [],
  };
};

/** By how much the variance of products is changed to see what depends on it. */
const STEP = 0.1;

/** Means of the values of all tokens. */
function mixed(values: Value, shares: Shares, walk: Walk): Outcome | string {
  const x = walk.signalOf(values);
  if (x === undefined) return NO_SIGNAL;
  const { moments, queries, keys, open } = shares;
  const alike = meanOf(x.cosines.places);
  // Keys and values are of the same tokens: where those have few directions, values lie where the
  // products are large.
  const directions = directionsOf(x);
  const squareAt = (share: number, pull = 0) => alike + (1 - alike) * (share + pull * directions);
  const [itself, other] = [squareAt(moments.concentration, moments.pull), squareAt(moments.common)];
  const sharpness = Math.log(squareAt(shares.more.concentration, shares.more.pull) / itself) / Math.log(1 + STEP);
  const second = secondMoment(x);
  const [same, between] = [meanOf(x.cosines.samples), meanOf(x.cosines.both)];
  // Two samples attend independently: at as many tokens as the query sees, or the one that sees
  // more.
  const across = (chance: number) => chance * same + (1 - chance) * between;
  const ofSamples = { samples: across(meanOf(open.map((n) => 1 / n))), both: across(chanceOfPairs(open)) };
  const rows = x.squares.length / keys;
  const signal: Omit<Signal, "deviation"> = {
    ...x,
    layout: x.layout.map((axis, i) => (i === x.layout.length - 2 ? axisOf("places", queries) : axis)),
    places: [queries],
    squares: Float64Array.from(
      { length: rows * queries },
      (_, i) => second * squareAt(moments.concentrations[i % queries]!, moments.pull),
    ),
    cosines: mapCosines(
      x.cosines,
      (_, kind) => (kind === "samples" || kind === "both" ? ofSamples[kind] : other) / itself,
    ),
    chance: perClass((kind) => Math.min(1, x.chance[kind] * (moments.concentration / itself) ** 2)),
  };
  const deviation = combined([
    [1, x.deviation],
    [1, fresh(walk.sources, noiseOfMeans(x, signal))],
    [sharpness, walk.signalOf(shares.query)!.deviation],
    [sharpness, walk.signalOf(shares.key)!.deviation],
  ]);
  return {
    states: [{ kind: "signal", signal: { ...signal, deviation } }],
    pullback: ([gradient]) => (gradient === undefined ? [] : mixedBack(values, x, shares, gradient, signal, walk)),
  };
}

/** The mean over pairs of queries of one over the keys of the one that sees more. */
function chanceOfPairs(open: readonly number[]): number {
  const order = [...open].sort((a, b) => a - b);
  const pairs = (order.length * (order.length - 1)) / 2;
  return pairs === 0 ? 1 / (order[0] ?? 1) : order.reduce((sum, n, smaller) => sum + smaller / n, 0) / pairs;
}

/**
 * What the kernel of the values does to the scale of their means beyond what it does to that of the
 * values: means lie in fewer directions.
 */
function noiseOfMeans(values: Signal, means: Omit<Signal, "deviation">): number {
  const before = alikeness(values);
  const ofKernel = values.ofProduct?.noise ?? (2 / values.units) * before;
  return before > 0 ? Math.max(0, ofKernel * (alikeness(means) / before - 1)) : 0;
}

/** One over the number of directions in which the tokens that become values differ. */
function directionsOf({ cosines, chance, ofProduct }: Signal): number {
  const mean = meanOf(cosines.places);
  const spread = meanOf(cosines.places.map((c) => (c - mean) ** 2)) + chance.places - (ofProduct?.chance.places ?? 0);
  const rest = (1 - mean) ** 2;
  return rest > 0 ? Math.max(0, Math.min(1, spread / rest)) : 0;
}

/** Gradients by the values, and through the softmax by queries and keys. */
function mixedBack(
  values: Value,
  x: Signal,
  { query, key, depth, factor, moments, queries, keys }: Shares,
  gradient: Gradient,
  { places }: Pick<Signal, "places">,
  walk: Walk,
): Contributions {
  const { concentration, common, slopes, commonSlopes } = moments;
  // What other queries' gradients add to one's own, for each unit of their common attention.
  const many = effectivePlaces({ squares: gradient.squares, places }) - 1;
  const others = many * gradient.cosines.places;
  const [mean, ratio] = [meanOf(gradient.squares), queries / keys];
  const itself = concentration + others * common;
  const acrossPlaces = (1 - concentration + others * (1 - common)) / Math.max(1, keys - 1);
  const acrossSamples = (gradient.cosines.samples + many * gradient.cosines.both) / keys;
  const share = (c: number) => (itself > 0 ? Math.max(-1, Math.min(1, c / itself)) : 0);
  const byValues: Gradient = {
    ...gradient,
    squares: x.squares.map(() => mean * ratio * itself),
    cosines: perClass((kind) => share(kind === "samples" || kind === "both" ? acrossSamples : acrossPlaces)),
  };
  const [q, k] = [walk.signalOf(query)!, walk.signalOf(key)!];
  const spread = factor ** 2 * depth * mean * secondMoment(x) * apart(x);
  const through = (of: Signal, square: number, alike: number, multiplied: Signal): Gradient => ({
    squares: of.squares.map(() => square),
    cosines: { samples: 0, places: alike, near: alike, both: 0 },
    chance: perClass(() => 0),
    tilt: 0,
    deviation: combined([
      [1, gradient.deviation],
      [1, x.deviation],
      [1, multiplied.deviation],
    ]),
  });
  const byQueries = spread * secondMoment(k) * apart(k) * slopes;
  const ofQueries = slopes + others * meanOf(q.cosines.places) * commonSlopes;
  const queriesAlike = slopes > 0 ? (gradient.cosines.places * commonSlopes) / slopes : 0;
  return [
    [values, byValues],
    [query, through(q, byQueries, queriesAlike, k)],
    [key, through(k, spread * secondMoment(q) * ratio * ofQueries, -1 / Math.max(1, keys - 1), q)],
  ];
}

const where: Rule = (node, walk) => changedScores(node, walk) ?? "a choice between signals";

/** The softmax of attention, and its mask. */
export const attention: Readonly<Record<string, Rule>> = { Softmax: softmax, Where: where };
