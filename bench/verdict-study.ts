/**
 * How often verdicts claim falsely, what their intervals hold and what power they keep, where the
 * noise of some methods has another shape than that of the others. `verdicts.ts` prints it;
 * docs/statistics.md has the output.
 */
import { at, normals, type Stream, stream, uniforms } from "../src/random/index.js";
import { bisect } from "../src/statistics/bisect.js";
import { decide, decideEquivalence } from "../src/statistics/decide.js";
import { departureOf } from "../src/statistics/departure.js";
import {
  equivalenceTest,
  holm,
  mean,
  median,
  medianInterval,
  pairedPower,
  pairedTTest,
  sampleStd,
  signTest,
  tCdf,
} from "../src/statistics/index.js";

type Draw = (from: Stream, count: number) => Float64Array;

/** The noise of half of the methods, and that of the other half. */
export interface Shape {
  readonly name: string;
  readonly odd: Draw;
  readonly others: Draw;
}

const times =
  (factor: number, draw: Draw): Draw =>
  (from, count) =>
    draw(from, count).map((x) => factor * x);

const lognormal: Draw = (from, count) => normals(from, count).map(Math.exp);

const heavy: Draw = (from, count) => {
  const z = normals(from, 4 * count);
  return Float64Array.from({ length: count }, (_, i) => {
    const [x, a, b, c] = z.subarray(4 * i, 4 * i + 4) as unknown as readonly [number, number, number, number];
    return x / Math.sqrt((a * a + b * b + c * c) / 3);
  });
};

/** Normal, and with this chance ten standard deviations lower. */
const badRun =
  (chance: number): Draw =>
  (from, count) => {
    const u = uniforms(at(from, 1), count);
    return normals(at(from, 0), count).map((z, i) => (u[i]! < chance ? z - 10 : z));
  };

/** Accuracies that cannot exceed their ceiling, in steps. */
const ceiling: Draw = (from, count) => normals(from, count).map((z) => Math.round(2 * Math.min(0, z)) / 2);

const clusters: Draw = (from, count) => {
  const u = uniforms(at(from, 1), count);
  return normals(at(from, 0), count).map((z, i) => 0.3 * z - (u[i]! < 0.5 ? 10 : 0));
};

const all = (name: string, draw: Draw): Shape => ({ name, odd: draw, others: draw });

/** Where verdicts are to hold. */
export const SHAPES: readonly Shape[] = [
  all("normal", normals),
  all("t with 3 degrees of freedom, all methods", heavy),
  { name: "five times the spread", odd: times(5, normals), others: normals },
  { name: "exponential", odd: (from, count) => uniforms(from, count).map((u) => -Math.log(u)), others: normals },
  { name: "lognormal 1", odd: lognormal, others: normals },
  { name: "lognormal 1, the others' spread 0.1", odd: lognormal, others: times(0.1, normals) },
  all("lognormal 1, all methods", lognormal),
  all("below a ceiling, in steps, all methods", ceiling),
  { name: "1 bad run in 20", odd: badRun(0.05), others: normals },
  { name: "1 bad run in 10", odd: badRun(0.1), others: normals },
  { name: "1 bad run in 5", odd: badRun(0.2), others: normals },
  all("1 bad run in 10, all methods", badRun(0.1)),
];

/** Where they do not hold at every n. */
export const HARD: readonly Shape[] = [
  { name: "1 bad run in 3", odd: badRun(1 / 3), others: normals },
  { name: "two clusters, half and half", odd: clusters, others: times(0.3, normals) },
];

/** Percent of replications. */
export interface Cell {
  /** By the rule of the verdicts. */
  readonly verdicts: number;
  /** By t tests alone. */
  readonly t: number;
}

/** Where the truth lies: the typical difference is zero, or the mean difference is. */
export type Center = "median" | "mean";

/** How far the odd methods have to be lowered for a median, or mean, difference of zero. */
export function shiftOf({ odd, others }: Shape, center: Center): number {
  const many = 200_000;
  const from = stream(0, "verdicts", "shift");
  const [a, b] = [odd(at(from, 0), many), others(at(from, 1), many)];
  return (center === "median" ? median : mean)(Array.from(a, (x, i) => x - b[i]!));
}

/** What `decide` reads, without the interval of `pairedTTest`, which takes most of its time. */
function evidenceOf(differences: readonly number[]) {
  const departure = departureOf(differences);
  const n = differences.length;
  const center = mean(differences);
  const t = departure?.kind === "same" ? Number.POSITIVE_INFINITY : (center / sampleStd(differences)) * Math.sqrt(n);
  const p = center === 0 ? 1 : 2 * tCdf(-Math.abs(t), n - 1);
  return { differences, departure, sign: signTest(differences), test: { mean: center, p } };
}

function percentOf(replications: number, root: Stream, events: (from: Stream) => readonly [boolean, boolean]): Cell {
  let [verdicts, t] = [0, 0];
  for (let replication = 0; replication < replications; replication++) {
    const [byVerdicts, byT] = events(at(root, replication));
    if (byVerdicts) verdicts++;
    if (byT) t++;
  }
  return { verdicts: (100 * verdicts) / replications, t: (100 * t) / replications };
}

/** The figures of k methods at n seeds, the first half of them odd. What seeds share cancels. */
function figures({ odd, others }: Shape, k: number, n: number, shift: number, from: Stream): Float64Array[] {
  return Array.from({ length: k }, (_, m) =>
    m < k / 2 ? odd(at(from, m), n).map((x) => x - shift) : others(at(from, m), n),
  );
}

/**
 * The percent of studies of k methods that name a winner in any pair, there being none.
 *
 * @param shift how far the odd methods are lowered (`shiftOf`)
 */
export function falseWinners(replications: number, shape: Shape, k: number, n: number, shift: number): Cell {
  return percentOf(replications, stream(0, "verdicts", shape.name, `${k} ${n}`), (from) => {
    const scores = figures(shape, k, n, shift, from);
    const pairs = scores.flatMap((a, i) => scores.slice(i + 1).map((b) => Array.from(a, (x, seed) => x - b[seed]!)));
    const evidence = pairs.map(evidenceOf);
    const any = (ps: readonly number[]) => holm(ps).some((p) => p <= 0.05);
    return [any(evidence.map((e) => decide(e, 0.05, pairs.length).p)), any(evidence.map(({ test }) => test.p))];
  });
}

/**
 * The percent of pairs whose interval, as the verdict prints it, holds the typical difference; and
 * whose t interval holds the mean difference.
 */
export function coverage(replications: number, shape: Shape, n: number): Cell {
  const [typical, average] = [shiftOf(shape, "median"), shiftOf(shape, "mean")];
  return percentOf(replications, stream(0, "verdicts", shape.name, `2 ${n}`), (from) => {
    const [a, b] = figures(shape, 2, n, 0, from) as [Float64Array, Float64Array];
    const differences = Array.from(a, (x, i) => x - b[i]!);
    const t = pairedTTest(differences);
    const { basis } = decide(evidenceOf(differences), 0.05, 1);
    const holds = ({ low, high }: { readonly low: number; readonly high: number }, truth: number) =>
      low <= truth && truth <= high;
    return [holds(basis === "mean" ? t : medianInterval(differences), typical), holds(t, average)];
  });
}

/** Laws of differences with a median of zero. */
export const AROUND_ZERO: readonly { readonly name: string; readonly draw: Draw }[] = [
  { name: "normal", draw: normals },
  { name: "lognormal 1", draw: (from, count) => lognormal(from, count).map((x) => x - 1) },
  { name: "lognormal 1, turned", draw: (from, count) => lognormal(from, count).map((x) => 1 - x) },
  { name: "two values, half and half", draw: (from, count) => uniforms(from, count).map((u) => (u < 0.5 ? -1 : 1)) },
  {
    name: "two clusters, half and half",
    draw: (from, count) => clusters(from, count).map((x) => (x + 5) / 5),
  },
];

/** The percent of pairs that are called equivalent, their typical difference being the margin. */
export function falseEquivalence(replications: number, name: string, draw: Draw, n: number): Cell {
  return percentOf(replications, stream(0, "verdicts", "equivalence", name, `${n}`), (from) => {
    const differences = Array.from(draw(from, n), (x) => x + 1);
    const byT = pairedTTest(differences, 0.9);
    return [
      decideEquivalence({ differences, departure: departureOf(differences) }, 1, 0.05, 1).equivalent,
      byT.sd === 0 ? Math.abs(byT.mean) < 1 : equivalenceTest(differences, 1).equivalent,
    ];
  });
}

/**
 * The percent of true normal differences that are seen, of such a size that the t test sees 80 %.
 */
export function power(replications: number, n: number, family: number): Cell {
  const level = 0.05 / family;
  const size = bisect(0, 100, (d) => pairedPower(n, d, 1, level) >= 0.8);
  return percentOf(replications, stream(0, "verdicts", "power", `${family} ${n}`), (from) => {
    const evidence = evidenceOf(Array.from(normals(from, n), (z) => z + size));
    return [decide(evidence, 0.05, family).p <= level, evidence.test.p <= level];
  });
}
