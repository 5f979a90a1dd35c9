/**
 * How often races decide wrongly, and how often the intervals that they print miss, when they look
 * after every seed.
 *
 *   npm run bench:races [-- --races 50000 --methods 2,4 --shift 0,0.5,1,2 --horizon 20
 *     --futility 0.05 --only NAME]
 *
 * Equal methods: the share of races that call any pair different. Shifted ones: one method is
 * better than all others by so many standard deviations of a difference; the share of races that
 * decide for it, and of those that decide for another one against it. Beside each, what the usual
 * test of every look at 5 % would have said. Last, the intervals.
 */
import { parseArgs } from "node:util";
import { stream } from "../../src/random/index.js";
import { failureRate, pairBySeed, pairedTTest, type Racer, type RaceState, race } from "../../src/statistics/index.js";
import { type Field, fields } from "./fields.js";
import { type Centre, centreOf, intervalsOf } from "./intervals.js";

const { values } = parseArgs({
  options: {
    races: { type: "string", default: "50000" },
    methods: { type: "string", default: "2,4" },
    shift: { type: "string", default: "0,0.5,1,2" },
    horizon: { type: "string", default: "20" },
    margin: { type: "string", default: "0.5" },
    futility: { type: "string", default: "0" },
    only: { type: "string" },
  },
});
const numbers = (text: string) => text.split(",").map(Number);
const [races, horizon, margin] = [Number(values.races), Number(values.horizon), Number(values.margin)];
const design = {
  alpha: 0.05,
  horizon,
  margin,
  futility: Number(values.futility),
  seeds: Array.from({ length: horizon }, (_, s) => s),
};

const percent = (hits: number, of = races): string => `${((100 * hits) / of).toFixed(1)} %`;
const share = (hits: number): string => {
  const { high } = failureRate(hits, races, { method: "clopper-pearson", level: 0.9 });
  return `${((100 * hits) / races).toFixed(2)} % (at most ${(100 * high).toFixed(2)})`;
};

const columns = [
  "runs",
  "methods",
  "better by",
  "false or wrong",
  "right",
  "equivalent",
  "inconclusive",
  "seeds",
  "naive: false or wrong",
  "all intervals hold",
  "no interval: too few seeds",
];
console.log(`${races} races each, horizon ${horizon}, alpha 5 %, margin ${margin}; "at most": upper 95 % bound\n`);
console.log(`| ${columns.join(" | ")} |`);
console.log(`| ${columns.map((_, i) => (i === 0 ? "---" : "---:")).join(" | ")} |`);
for (const [name, field] of Object.entries(fields)) {
  if (values.only !== undefined && values.only !== name) continue;
  for (const count of numbers(values.methods)) {
    for (const shift of numbers(values.shift)) {
      console.log(`| ${[name, count, shift, ...row(name, field, count, shift)].join(" | ")} |`);
    }
  }
}

function row(name: string, field: Field, count: number, shift: number): string[] {
  let [wrong, right, equivalent, open, seeds, naive, held, told, pairs] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  const centre = centreOf(field);
  for (let i = 0; i < races; i++) {
    const racers = racersOf(name, field, count, shift, i);
    const state = race(racers, design);
    if (isWrong(state, shift)) wrong++;
    else if (shift > 0 && state.standing.length === 1) right++;
    if (state.outcome === "equivalent") equivalent++;
    if (state.outcome === "inconclusive") open++;
    seeds += state.seeds;
    if (isNaiveWrong(racers, shift)) naive++;
    const intervals = intervalsOf(racers, state, design);
    const truth = (pair: { readonly a: string; readonly basis: keyof Centre }) =>
      pair.a === "0" ? shift + centre[pair.basis] : 0;
    if (intervals.every((one) => one.low <= truth(one) && truth(one) <= one.high)) held++;
    told += intervals.length;
    pairs += state.pairs.length;
  }
  const { areAlike } = field;
  return [
    areAlike ? share(wrong) : "",
    areAlike && shift > 0 ? percent(right) : "",
    percent(equivalent),
    percent(open),
    (seeds / races).toFixed(1),
    areAlike ? percent(naive) : "",
    `${((100 * held) / races).toFixed(2)} %`,
    percent(pairs - told, pairs),
  ];
}

function racersOf(name: string, { first, others }: Field, count: number, shift: number, race: number): Racer[] {
  return Array.from({ length: count }, (_, method): Racer => {
    const from = stream(race, "race", `${name} ${method}`);
    const figures = method === 0 ? first(from, horizon, shift) : others(from, horizon, 0);
    return { name: `${method}`, bySeed: new Map(figures.map((figure, seed) => [seed, figure])) };
  });
}

/** A pair of equal methods called different, the first called worse, or called equivalent beyond the margin. */
function isWrong({ pairs }: RaceState, shift: number): boolean {
  return pairs.some(({ kind, winner, a }) => {
    const hasFirst = a === "0";
    if (winner !== null && (shift === 0 || !hasFirst || winner !== "0")) return true;
    return kind === "equivalent" && hasFirst && shift >= margin;
  });
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
