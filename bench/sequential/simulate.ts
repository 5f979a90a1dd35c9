/**
 * How often races decide wrongly, when they look after every seed.
 *
 *   npm run bench:races [-- --races 50000 --methods 2,4 --shift 0,0.5,1,2 --horizon 20]
 *
 * Equal methods: the share of races that call any pair different. Shifted ones: one method is
 * better than all others by so many standard deviations of a difference; the share of races that
 * decide for it, and of those that decide for another one against it. Beside each, what the usual
 * test of every look at 5 % would have said.
 */
import { parseArgs } from "node:util";
import { at, normals, type Stream, stream, uniforms } from "../../src/random/index.js";
import { failureRate, pairBySeed, pairedTTest, type Racer, race } from "../../src/statistics/index.js";

const { values } = parseArgs({
  options: {
    races: { type: "string", default: "50000" },
    methods: { type: "string", default: "2,4" },
    shift: { type: "string", default: "0,0.5,1,2" },
    horizon: { type: "string", default: "20" },
    margin: { type: "string", default: "0.5" },
    only: { type: "string" },
  },
});
const numbers = (text: string) => text.split(",").map(Number);
const [races, horizon, margin] = [Number(values.races), Number(values.horizon), Number(values.margin)];

/** Figures of runs; null for one that failed. The spread of a difference is about 1. */
type Shape = (from: Stream, count: number, shift: number) => readonly (number | null)[];

const scaled = (draw: (from: Stream, count: number) => Float64Array, spread: number): Shape => {
  return (from, count, shift) => Array.from(draw(from, count), (x) => x / spread + shift);
};
/** t with three degrees of freedom: variance 3. */
const heavy = (from: Stream, count: number) => {
  const z = normals(from, 4 * count);
  return Float64Array.from({ length: count }, (_, i) => {
    const [x, a, b, c] = z.subarray(4 * i, 4 * i + 4) as unknown as readonly [number, number, number, number];
    return x / Math.sqrt((a * a + b * b + c * c) / 3);
  });
};
const lognormal = (from: Stream, count: number) => normals(from, count).map(Math.exp);

/** Accuracies on 2,000 samples near 0.97, in units of their spread. */
const accuracy: Shape = (from, count, shift) => {
  const spread = Math.sqrt((2 * 0.97 * 0.03) / 2000);
  return Array.from(normals(from, count), (z) => {
    const rate = 0.97 + spread * (z / Math.SQRT2 / 2 + shift);
    return Math.round(2000 * Math.min(1, rate)) / 2000 / spread;
  });
};
const failing =
  (rate: number): Shape =>
  (from, count, shift) => {
    const u = uniforms(at(from, 1), count);
    return Array.from(normals(at(from, 0), count), (z, i) => (u[i]! < rate ? null : z / Math.SQRT2 + shift));
  };

const shapes: Readonly<Record<string, Shape>> = {
  normal: scaled(normals, Math.SQRT2),
  "skewed (lognormal 1)": scaled(lognormal, Math.sqrt(2 * (Math.E - 1) * Math.E)),
  "heavy tails (t, 3 degrees of freedom)": scaled(heavy, Math.sqrt(6)),
  "accuracy on 2,000 samples": accuracy,
  "1 run in 10 fails": failing(0.1),
  "1 run in 3 fails": failing(1 / 3),
};

const share = (hits: number): string => {
  const { high } = failureRate(hits, races, { method: "clopper-pearson", level: 0.9 });
  return `${((100 * hits) / races).toFixed(2)} % (at most ${(100 * high).toFixed(2)})`;
};

console.log(`${races} races each, horizon ${horizon}, alpha 5 %, margin ${margin}; "at most": upper 95 % bound\n`);
console.log(
  "| runs | methods | better by | false or wrong | right | equivalent | inconclusive | seeds | naive: false or wrong |",
);
console.log("| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |");
for (const [name, draw] of Object.entries(shapes)) {
  if (values.only !== undefined && !name.includes(values.only)) continue;
  for (const count of numbers(values.methods)) {
    for (const shift of numbers(values.shift)) console.log(row(name, draw, count, shift));
  }
}

function row(name: string, draw: Shape, count: number, shift: number): string {
  let [wrong, right, equivalent, open, seeds, naive] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < races; i++) {
    const racers = Array.from({ length: count }, (_, method): Racer => {
      const from = stream(i, "race", `${name} ${method}`);
      const figures = draw(from, horizon, method === 0 ? shift : 0);
      return { name: `${method}`, bySeed: new Map(figures.map((figure, seed) => [seed, figure])) };
    });
    const state = race(racers, { alpha: 0.05, horizon, margin, seeds: Array.from({ length: horizon }, (_, s) => s) });
    const isWrong = state.pairs.some(
      ({ winner, a, b }) => winner !== null && (shift === 0 || ((a === "0" || b === "0") && winner !== "0")),
    );
    const betweenEqual = state.pairs.some(({ winner, a, b }) => winner !== null && a !== "0" && b !== "0");
    const isFalse = state.pairs.some(
      ({ kind, a, b }) => kind === "equivalent" && (a === "0" || b === "0") && shift >= margin,
    );
    if (isWrong || betweenEqual || isFalse) wrong++;
    else if (shift > 0 && state.standing.length === 1) right++;
    if (state.outcome === "equivalent") equivalent++;
    if (state.outcome === "inconclusive") open++;
    seeds += state.seeds;
    if (isNaiveWrong(racers, shift)) naive++;
  }
  const percent = (hits: number) => `${((100 * hits) / races).toFixed(1)} %`;
  return `| ${name} | ${count} | ${shift} | ${share(wrong)} | ${shift > 0 ? percent(right) : ""} | ${percent(equivalent)} | ${percent(open)} | ${(seeds / races).toFixed(1)} | ${percent(naive)} |`;
}

/** Whether the usual t test at 5 %, of any pair after any seed, says something wrong first. */
function isNaiveWrong(racers: readonly Racer[], shift: number): boolean {
  return racers.some((a, i) =>
    racers.slice(i + 1).some((b) => {
      const { differences } = pairBySeed(clean(a), clean(b));
      for (let n = 3; n <= differences.length; n++) {
        const { p, mean } = pairedTTest(differences.slice(0, n));
        if (p > 0.05) continue;
        return shift === 0 || a.name !== "0" || mean < 0;
      }
      return false;
    }),
  );
}

function clean({ bySeed }: Racer): Map<number, number> {
  return new Map([...bySeed].filter((entry): entry is [number, number] => entry[1] !== null));
}
