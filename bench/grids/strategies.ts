/**
 * Ways to find the best method, each at its best rate, replayed from a recorded grid. None sees a
 * test figure before its rates and candidates are fixed.
 */
import { allPairs, judge, type RaceState, race } from "../../src/statistics/index.js";
import type { Grid, GridRun } from "./read-grid.js";

/** What a strategy says, and what it spent. */
export interface Answer {
  /** Whole runs: optimizer steps divided by those of a run. */
  readonly cost: number;
  /** The methods that it still takes for the best, the one with the best mean first. */
  readonly standing: readonly string[];
  /** Pairs that it calls different, the better one first. */
  readonly different: readonly (readonly [string, string])[];
}

/** A problem's grid, and its shorter tuning runs by their epochs. */
export interface Recorded extends Grid {
  readonly short: ReadonlyMap<number, Grid>;
}

/** A strategy; it draws seeds from the front of the lists. */
export type Strategy = (grid: Recorded, seeds: readonly number[], shortSeeds: readonly number[]) => Answer;

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** The score of a run after an epoch, by held-out samples: accuracy, then loss; failed runs last. */
function scoreAfter({ validation, loss, isDone }: GridRun, epoch: number): readonly [number, number] {
  const failed = validation.length < epoch || (!isDone && validation.length === epoch);
  return failed ? [-1, 0] : [validation[epoch - 1]!, -loss[epoch - 1]!];
}

const isBetter = (a: readonly [number, number], b: readonly [number, number]): boolean =>
  a[0] !== b[0] ? a[0] > b[0] : a[1] > b[1];

interface Tuned {
  readonly method: string;
  readonly rate: number;
  readonly score: readonly [number, number];
}

/** The best rate of each method by some seeds and epochs, and what that costs. */
function tune(grid: Grid, seeds: readonly number[], epochs: number): { tuned: Tuned[]; cost: number } {
  let cost = 0;
  const tuned = grid.methods.map((method): Tuned => {
    const scored = grid.rates.map((rate): Tuned => {
      const runs = seeds.map((seed) => grid.run(method, rate, seed));
      for (const run of runs) cost += Math.min(run.cost, epochs / grid.epochs);
      const scores = runs.map((run) => scoreAfter(run, epochs));
      const failed = scores.some(([accuracy]) => accuracy < 0);
      return { method, rate, score: failed ? [-1, 0] : [mean(scores.map(([a]) => a)), mean(scores.map(([, b]) => b))] };
    });
    return scored.reduce((best, one) => (isBetter(one.score, best.score) ? one : best));
  });
  return { tuned, cost };
}

const figure = ({ isDone, test }: GridRun): number | null => (isDone ? test.at(-1)! : null);

/** Every seed of each method at its rate, judged once at 5 %. */
function fixedSeeds(grid: Grid, tuned: readonly Tuned[], seeds: readonly number[]): Answer {
  let cost = 0;
  const methods = tuned.map(({ method, rate }) => {
    const bySeed = new Map<number, number>();
    for (const seed of seeds) {
      const run = grid.run(method, rate, seed);
      cost += run.cost;
      const value = figure(run);
      if (value !== null) bySeed.set(seed, value);
    }
    return { name: method, bySeed };
  });
  const running = methods.filter(({ bySeed }) => bySeed.size > seeds.length / 2);
  const different = judge(allPairs(running)).flatMap(({ winner, a, b }) =>
    winner === null ? [] : [[winner, winner === a ? b : a] as const],
  );
  const beaten = new Set(different.map(([, loser]) => loser));
  const meanOf = new Map(running.map(({ name, bySeed }) => [name, mean([...bySeed.values()])]));
  const standing = running.map(({ name }) => name).filter((name) => !beaten.has(name));
  return { cost, standing: standing.sort((a, b) => meanOf.get(b)! - meanOf.get(a)!), different };
}

/** The same methods as a race up to all seeds. */
function raced(
  grid: Grid,
  tuned: readonly Tuned[],
  seeds: readonly number[],
  terms: Pick<RacedStrategy, "margin" | "futility">,
): Answer {
  const rateOf = new Map(tuned.map(({ method, rate }) => [method, rate]));
  const racers = tuned.map(({ method, rate }) => ({
    name: method,
    bySeed: new Map(seeds.map((seed) => [seed, figure(grid.run(method, rate, seed))])),
  }));
  const state = race(racers, { alpha: 0.05, horizon: seeds.length, ...terms, seeds });
  return { ...answerOf(state, racers), cost: costOf(grid, rateOf, state, seeds) };
}

/** A method that leaves at a look has run all seeds up to it. */
function costOf(grid: Grid, rateOf: ReadonlyMap<string, number>, state: RaceState, seeds: readonly number[]): number {
  const looks = new Map([
    ...state.standing.map((name) => [name, state.seeds] as const),
    ...state.left.map(({ name, look }) => [name, look] as const),
  ]);
  let cost = 0;
  for (const [name, look] of looks) {
    for (const seed of seeds.slice(0, look)) cost += grid.run(name, rateOf.get(name)!, seed).cost;
  }
  return cost;
}

function answerOf(
  { pairs, standing, seeds }: RaceState,
  racers: readonly { readonly name: string; readonly bySeed: ReadonlyMap<number, number | null> }[],
): Omit<Answer, "cost"> {
  const meanOf = (name: string) => {
    const { bySeed } = racers.find((racer) => racer.name === name)!;
    return mean([...bySeed.values()].slice(0, seeds).filter((value) => value !== null));
  };
  return {
    standing: [...standing].sort((a, b) => meanOf(b) - meanOf(a)),
    different: pairs.flatMap(({ winner, a, b }) => (winner === null ? [] : [[winner, winner === a ? b : a] as const])),
  };
}

const added = (answer: Answer, cost: number): Answer => ({ ...answer, cost: answer.cost + cost });

/** The methods that did best when their rates were chosen. */
const best = (tuned: readonly Tuned[], keep: number): Tuned[] =>
  [...tuned].sort((a, b) => (isBetter(a.score, b.score) ? -1 : 1)).slice(0, keep);

/** Everything: all rates and seeds; the rates by the held-out samples of all of them. */
export const wholeGrid: Strategy = (grid, seeds) => {
  const { tuned, cost } = tune(grid, seeds, grid.epochs);
  return { ...fixedSeeds(grid, tuned, seeds), cost };
};

/** One tuning seed per rate, then all other seeds. */
export const oneTuningSeed: Strategy = (grid, [first, ...rest]) => {
  const { tuned, cost } = tune(grid, [first!], grid.epochs);
  return added(fixedSeeds(grid, tuned, rest), cost);
};

/** One epoch of one seed per rate; the best `keep` methods run all other seeds. */
export const topAfterOneEpoch =
  (keep: number): Strategy =>
  (grid, [first, ...rest]) => {
    const { tuned, cost } = tune(grid, [first!], 1);
    return added(fixedSeeds(grid, best(tuned, keep), rest), cost);
  };

/** How a race is prepared. */
export interface RacedStrategy {
  readonly tuningSeeds: number;
  /** Of shorter runs, whose schedule ends there; or "all". */
  readonly tuningEpochs: number | "all";
  /** Methods that race. */
  readonly keep: number;
  readonly margin: number;
  readonly futility: number;
}

/** Tuned rates, then a race. */
export const tunedRace =
  ({ tuningSeeds, tuningEpochs, keep, ...terms }: RacedStrategy): Strategy =>
  (grid, seeds, shortSeeds) => {
    if (tuningEpochs === "all") {
      const { tuned, cost } = tune(grid, seeds.slice(0, tuningSeeds), grid.epochs);
      return added(raced(grid, best(tuned, keep), seeds.slice(tuningSeeds), terms), cost);
    }
    const short = grid.short.get(tuningEpochs)!;
    const { tuned, cost } = tune(short, shortSeeds.slice(0, tuningSeeds), tuningEpochs);
    return added(raced(grid, best(tuned, keep), seeds, terms), (cost * tuningEpochs) / grid.epochs);
  };
