/**
 * What a softmax makes of products of queries and keys: how the attention of one query is spread
 * over keys, and how much two queries attend to the same keys.
 *
 * Given a query, its products with the keys are independent normal numbers over keys, of a variance
 * proportional to the query's own square; two queries share the keys, and the more of their
 * attention the more alike they are. Moments of the softmax of such numbers have no closed form;
 * they are means over draws that never change, within about 1 %.
 */
import { exp, log } from "../../random/elementary.js";
import { normals, stream } from "../../random/index.js";

/** Moments of the attention a of a query, and of b of another query, over keys t. */
export interface ShareMoments {
  /** E Σ a_t²: 1 / keys where attention is uniform, 1 where one key takes all. */
  readonly concentration: number;
  /** E Σ a_t b_t. */
  readonly common: number;
  /**
   * E Σ a_t² (1 − 2 a_t + Σ a²): the mean square of the derivative of a mean of random values by
   * the products, summed over keys and relative to the values' variance.
   */
  readonly slopes: number;
  /** The same for two queries: E Σ a_t b_t (1 − a_t − b_t + Σ a b). */
  readonly commonSlopes: number;
  /**
   * E (Σ a_t x_t)² − E Σ a_t², x_t being the products over their deviation: how far a mean goes
   * to where the products are large, beyond that of independent values.
   */
  readonly pull: number;
  /** E −Σ a_t ln a_t, in nats. */
  readonly entropy: number;
}

/** What the moments depend on. */
export interface Products {
  /** Variance over keys of the products, mean over queries. */
  readonly variance: number;
  readonly keys: number;
  /** Units of a head: the fewer, the more queries differ in length. */
  readonly depth: number;
  /** Mean cosine of two queries. */
  readonly queryCosine: number;
  /**
   * In how many directions tokens of one length lie, so that a product with one of them is at most
   * its root; `Infinity` for tokens of normal numbers, whose lengths vary as much.
   */
  readonly directions: number;
}

/** Numbers per mean; draws of queries are as many as that allows, within bounds. */
const WORK = 1 << 17;
const [FEWEST, MOST] = [48, 2048];

/** The moments. */
export function shareMoments({ variance, keys, depth, queryCosine, directions }: Products): ShareMoments {
  if (keys === 1) return { concentration: 1, common: 1, slopes: 0, commonSlopes: 0, pull: 0, entropy: 0 };
  const draws = Math.max(FEWEST, Math.min(MOST, Math.floor(WORK / (keys + depth))));
  const perDraw = 2 * keys + 3 * depth;
  const numbers = normals(stream(0, "theory", "attention"), draws * perDraw);
  const [shared, single] = [Math.sqrt(clamp(queryCosine)), Math.sqrt(1 - clamp(queryCosine))];
  const [a, b] = [new Float64Array(keys), new Float64Array(keys)];
  const sums = { concentration: 0, common: 0, slopes: 0, commonSlopes: 0, pull: 0, entropy: 0 };
  for (let draw = 0; draw < draws; draw++) {
    const at = (i: number) => numbers[draw * perDraw + i]!;
    let [ofA, ofB, between] = [0, 0, 0];
    for (let k = 0; k < depth; k++) {
      const common = shared * at(3 * k);
      const [x, y] = [common + single * at(3 * k + 1), common + single * at(3 * k + 2)];
      ofA += x * x;
      ofB += y * y;
      between += x * y;
    }
    const cosine = between / Math.sqrt(ofA * ofB);
    const apart = Math.sqrt(Math.max(0, 1 - cosine * cosine));
    const [sizeA, sizeB] = [ofA, ofB].map((square) => Math.sqrt((variance * square) / depth)) as [number, number];
    for (let t = 0; t < keys; t++) {
      const [x, y] = [at(3 * depth + 2 * t), at(3 * depth + 2 * t + 1)];
      const size = lengthOf(x, y, directions);
      a[t] = sizeA * size * x;
      b[t] = sizeB * size * (cosine * x + apart * y);
    }
    const towards = softmax(a) / sizeA;
    softmax(b);
    if (sizeA > 0) sums.pull += towards * towards - a.reduce((sum, share) => sum + share * share, 0);
    add(sums, a, b);
  }
  const mean = (sum: number) => sum / draws;
  return {
    concentration: mean(sums.concentration),
    common: mean(sums.common),
    slopes: mean(sums.slopes),
    commonSlopes: mean(sums.commonSlopes),
    pull: variance > 0 ? mean(sums.pull) : 0,
    entropy: mean(sums.entropy),
  };
}

/**
 * The factor that brings a normal vector of so many directions to its mean length, from two of its
 * numbers and the mean of the others.
 */
const lengthOf = (x: number, y: number, directions: number): number =>
  directions > 2 && Number.isFinite(directions) ? 1 / Math.sqrt((x * x + y * y + directions - 2) / directions) : 1;

const clamp = (c: number): number => Math.max(0, Math.min(1, c));

/** The softmax in place; returns the mean of what was there, by its shares. */
function softmax(x: Float64Array): number {
  const largest = x.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let [total, sum] = [0, 0];
  for (let t = 0; t < x.length; t++) {
    const weight = exp(x[t]! - largest);
    sum += weight * x[t]!;
    x[t] = weight;
    total += weight;
  }
  for (let t = 0; t < x.length; t++) x[t]! /= total;
  return sum / total;
}

function add(sums: { -readonly [K in keyof ShareMoments]: number }, a: Float64Array, b: Float64Array): void {
  let [squares, cubes, common, mixed] = [0, 0, 0, 0];
  for (let t = 0; t < a.length; t++) {
    const [x, y] = [a[t]!, b[t]!];
    squares += x * x;
    cubes += x * x * x;
    common += x * y;
    mixed += x * y * (x + y);
    if (x > 0) sums.entropy -= x * log(x);
  }
  sums.concentration += squares;
  sums.common += common;
  sums.slopes += squares - 2 * cubes + squares * squares;
  sums.commonSlopes += common - mixed + common * common;
}

/** Moments of all queries of a map, some of which see fewer keys than others. */
export interface MapMoments extends ShareMoments {
  /** E Σ a_t² of each query. */
  readonly concentrations: Float64Array;
}

/** How many numbers of keys are looked at. */
const GROUPS = 8;

/**
 * The moments of a map whose queries see `open` keys each. Two queries share what both see: as many
 * keys as the one that sees fewer, of the attention of the one that sees more.
 */
export function mapMoments(products: Omit<Products, "keys">, open: readonly number[]): MapMoments {
  const order = open.map((keys, query) => ({ keys, query })).sort((a, b) => a.keys - b.keys);
  const momentsAt = momentsByKeys(
    products,
    order.map(({ keys }) => keys),
  );
  const concentrations = new Float64Array(open.length);
  const total = { concentration: 0, common: 0, slopes: 0, commonSlopes: 0, pull: 0, entropy: 0 };
  const pairs = Math.max(1, (order.length * (order.length - 1)) / 2);
  order.forEach(({ keys, query }, rank) => {
    const moments = momentsAt(keys);
    concentrations[query] = moments.concentration;
    total.concentration += moments.concentration / order.length;
    total.slopes += moments.slopes / order.length;
    total.pull += moments.pull / order.length;
    total.entropy += moments.entropy / order.length;
    // So many queries see fewer keys.
    total.common += (moments.common * rank) / pairs;
    total.commonSlopes += (moments.commonSlopes * rank) / pairs;
  });
  return { ...total, concentrations };
}

/**
 * The moments by the number of keys, which is one of `counts` (in ascending order). Of many counts
 * some are looked at, and between them what attention has beside a uniform one is a line in ln
 * keys.
 */
function momentsByKeys(products: Omit<Products, "keys">, counts: readonly number[]): (keys: number) => ShareMoments {
  const distinct = [...new Set(counts)];
  const several = distinct.filter((keys) => keys > 1);
  const [least = 1, most = 1] = [several[0], several.at(-1)];
  const nodes =
    several.length <= GROUPS
      ? several
      : [
          ...new Set(
            Array.from({ length: GROUPS }, (_, i) => nearest(several, least * (most / least) ** (i / (GROUPS - 1)))),
          ),
        ];
  const seen = new Map(nodes.map((keys) => [keys, shareMoments({ ...products, keys })]));
  return (keys) => {
    const exact = keys === 1 ? shareMoments({ ...products, keys }) : seen.get(keys);
    if (exact !== undefined) return exact;
    const above = nodes.findIndex((node) => node > keys);
    const [low, high] = [nodes[above - 1]!, nodes[above]!];
    const share = (log(keys) - log(low)) / (log(high) - log(low));
    const between = (of: keyof ShareMoments, uniform: (n: number) => number): number =>
      uniform(keys) *
      (((1 - share) * seen.get(low)![of]) / uniform(low) + (share * seen.get(high)![of]) / uniform(high));
    const slope = (n: number) => (n - 1) / n ** 2;
    return {
      concentration: between("concentration", (n) => 1 / n),
      common: between("common", (n) => 1 / n),
      slopes: between("slopes", slope),
      commonSlopes: between("commonSlopes", slope),
      pull: between("pull", (n) => 1 / n),
      entropy: between("entropy", log),
    };
  };
}

const nearest = (counts: readonly number[], to: number): number =>
  counts.reduce((best, n) => (Math.abs(n - to) < Math.abs(best - to) ? n : best));
