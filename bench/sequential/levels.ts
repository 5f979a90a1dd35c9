/**
 * The constant nominal levels of the sequential t test, by simulation: for each horizon the p at
 * which every look may reject, so that all looks together reject equal methods with α at most.
 *
 *   npm run -s bench:sequential-levels [-- --paths 20000000 --seed 1] > levels.ts
 *
 * The output is src/statistics/sequential/levels.ts.
 *
 * Differences are N(0, 1) and looked at after each from the third on. With S = Σ d and V = Σ d²,
 * df / (df + t²) is 1 − S² / (n V), so that p = I(1 − S² / (n V); (n − 1) / 2, 1/2). A level is
 * the largest p whose share of paths stays below α by three standard errors.
 */
import { parseArgs } from "node:util";
import { normals, stream } from "../../src/random/index.js";
import { tCdf } from "../../src/statistics/index.js";
import { FIRST_LOOK } from "../../src/statistics/sequential/design.js";

const { values } = parseArgs({
  options: { paths: { type: "string", default: "20000000" }, seed: { type: "string", default: "1" } },
});
const [PATHS, LAST, SIZE] = [Number(values.paths), 40, 50_000];
/** √2 apart: between two of them the ratio of level to α is nearly a line. */
const alphas = Array.from({ length: 24 }, (_, k) => Number((0.2 / 2 ** (k / 2)).toPrecision(6)));

/** Bins of −ln p: from p = 1 / 4 on, a thousandth wide. */
const [LARGEST_P, BIN, BINS] = [0.25, 1e-3, 16_000];
const binOf = (p: number): number => Math.min(BINS - 1, Math.max(0, Math.floor(Math.log(LARGEST_P / p) / BIN)));

/** The bin of each w = df / (df + t²), by its logarithm: p grows with w. */
const GRID = 1e-3;
const tables = Array.from({ length: LAST + 1 }, (_, n) => {
  const size = Math.ceil(60 / GRID);
  if (n < FIRST_LOOK) return undefined;
  return Int16Array.from({ length: size }, (_, i) => {
    const w = Math.exp(-(i + 0.5) * GRID);
    return pOf(w, n) < LARGEST_P ? binOf(pOf(w, n)) : -1;
  });
});

function pOf(w: number, n: number): number {
  const t = Math.sqrt(((n - 1) * (1 - w)) / w);
  return 2 * tCdf(-t, n - 1);
}

/** Paths whose smallest p up to a horizon lies in a bin. */
const counts = Array.from({ length: LAST + 1 }, () => new Float64Array(BINS));
for (let block = 0; block * SIZE < PATHS; block++) {
  const numbers = normals(stream(Number(values.seed), "sequential", `${block}`), SIZE * LAST);
  for (let path = 0; path < SIZE; path++) {
    let [sum, squares, best] = [0, 0, -1];
    for (let n = 1; n <= LAST; n++) {
      const d = numbers[path * LAST + n - 1]!;
      sum += d;
      squares += d * d;
      const table = tables[n];
      if (table === undefined) continue;
      const place = Math.floor(-Math.log1p(-(sum * sum) / (n * squares)) / GRID);
      const bin = table[Math.min(place, table.length - 1)]!;
      if (bin > best) best = bin;
      if (best >= 0) counts[n]![best]!++;
    }
  }
  if (block % 20 === 19)
    process.stderr.write(`${(((block + 1) * SIZE) / 1e6).toFixed(0)} of ${PATHS / 1e6} million paths\n`);
}

const total = Math.ceil(PATHS / SIZE) * SIZE;
/** The largest p that so few paths reach. */
function levelOf(horizon: number, alpha: number): number {
  const most = total * alpha - 3 * Math.sqrt(total * alpha * (1 - alpha));
  let reached = 0;
  for (let bin = BINS - 1; bin >= 0; bin--) {
    reached += counts[horizon]![bin]!;
    // A bin's numbers are below its upper end.
    if (reached > most) return LARGEST_P * Math.exp(-(bin + 1) * BIN);
  }
  return LARGEST_P;
}

const rows = Array.from({ length: LAST - FIRST_LOOK + 1 }, (_, i) => {
  const levels = alphas.map((alpha) => levelOf(FIRST_LOOK + i, alpha).toPrecision(4));
  return `  [${levels.join(", ")}],`;
});
console.log(`/**
 * Written by \`npm run bench:sequential-levels\` (${values.paths} paths, seed ${values.seed}).
 * A row per horizon from ${FIRST_LOOK} to ${LAST}, a column per α.
 */
export const alphas = [${alphas.join(", ")}] as const;

export const lastHorizon = ${LAST};

export const levels: readonly (readonly number[])[] = [
${rows.join("\n")}
];`);
