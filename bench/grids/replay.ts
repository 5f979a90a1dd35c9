/**
 * Strategies beside each other on recorded grids: what each spends, and how often it is wrong.
 *
 *   npm run bench:replay [-- --grids bench/results/grids --orders 200 --margin 0.005 --futility 0.05]
 *
 * The order of the recorded seeds is drawn anew for each replay. The whole grid is the truth: at
 * the rates that its held-out samples choose, with all seeds.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { permutation, stream } from "../../src/random/index.js";
import { gridMethods, gridProblems, SHORT_EPOCHS, SHORT_SEEDS } from "./problems.js";
import { readGrid } from "./read-grid.js";
import {
  type Answer,
  oneTuningSeed,
  type RacedStrategy,
  type Recorded,
  type Strategy,
  topAfterOneEpoch,
  tunedRace,
  wholeGrid,
} from "./strategies.js";

const { values } = parseArgs({
  options: {
    grids: { type: "string", default: "bench/results/grids" },
    orders: { type: "string", default: "200" },
    margin: { type: "string", default: "0.005" },
    futility: { type: "string", default: "0" },
  },
});
const [orders, margin, futility] = [Number(values.orders), Number(values.margin), Number(values.futility)];
/** 1,600 samples in batches of 64. */
const STEPS_PER_EPOCH = 25;

const race = (tuningEpochs: RacedStrategy["tuningEpochs"], tuningSeeds: number, keep: number) => {
  const runs = `${tuningSeeds} tuning ${tuningSeeds === 1 ? "seed" : "seeds"}`;
  const length = tuningEpochs === "all" ? "" : ` of ${tuningEpochs} ${tuningEpochs === 1 ? "epoch" : "epochs"}`;
  const racers = keep < gridMethods.length ? `race of ${keep}` : "race";
  return [`${runs}${length}, ${racers}`, tunedRace({ tuningSeeds, tuningEpochs, keep, margin, futility })] as const;
};
const all = gridMethods.length;
const strategies: readonly (readonly [string, Strategy])[] = [
  ["whole grid", wholeGrid],
  ["one tuning seed, then all seeds", oneTuningSeed],
  ...[3, 4, 6, 8].map((keep) => [`top ${keep} after one epoch, then all seeds`, topAfterOneEpoch(keep)] as const),
  race("all", 3, all),
  race("all", 1, all),
  ...[1, 3].map((seeds) => race(1, seeds, all)),
  ...[1, 3].map((seeds) => race(2, seeds, all)),
  ...[6, 4].flatMap((keep) => [race(1, 1, keep), race(1, 3, keep), race(2, 1, keep), race(2, 3, keep)]),
];

const grids = gridProblems.flatMap(({ name }) => {
  const file = join(values.grids, `${name}.csv`);
  const shortFile = (epochs: number) => join(values.grids, `${name}-${epochs}.csv`);
  if (![file, ...SHORT_EPOCHS.map(shortFile)].every(existsSync)) return [];
  const grid = readGrid(name, file, STEPS_PER_EPOCH);
  const short = SHORT_EPOCHS.map((epochs) => [epochs, readGrid(name, shortFile(epochs), STEPS_PER_EPOCH)] as const);
  return [{ ...grid, short: new Map(short) }];
});

/** How far the answer's pick lies below the best of the whole grid, where that is beyond chance. */
function isWrongPick(truth: Answer, { standing: [pick] }: Answer): boolean {
  return (
    pick === undefined || truth.different.some(([better, worse]) => worse === pick && truth.standing.includes(better))
  );
}

/** A pair called different against what the whole grid shows. */
const isWrongPair = (truth: Answer, answer: Answer): boolean =>
  answer.different.some(([a, b]) => truth.different.some(([better, worse]) => better === b && worse === a));

const shuffled = (seeds: readonly number[], seed: number, name: string): number[] =>
  Array.from(permutation(stream(seed, "replay", name), seeds.length), (place) => seeds[place]!);

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

for (const grid of grids) report(grid);

function report(grid: Recorded): void {
  const truth = wholeGrid(grid, grid.seeds, []);
  console.log(`\n**${grid.name}**: ${truth.standing.join(", ")}\n`);
  console.log("| strategy | runs: median | from – to | wrong pick | a pair the wrong way | standing |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
  for (const [name, strategy] of strategies) {
    const answers = Array.from({ length: name === "whole grid" ? 1 : orders }, (_, i) => {
      return strategy(grid, shuffled(grid.seeds, i, grid.name), shuffled(SHORT_SEEDS, i, `${grid.name} short`));
    });
    const costs = answers.map(({ cost }) => cost);
    const share = (count: number) => `${((100 * count) / answers.length).toFixed(1)} %`;
    const cells = [
      name,
      median(costs).toFixed(0),
      `${Math.min(...costs).toFixed(0)} – ${Math.max(...costs).toFixed(0)}`,
      share(answers.filter((answer) => isWrongPick(truth, answer)).length),
      share(answers.filter((answer) => isWrongPair(truth, answer)).length),
      (answers.reduce((sum, { standing }) => sum + standing.length, 0) / answers.length).toFixed(1),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}
