/**
 * Strategies beside each other on recorded grids: what each spends, and how often it is wrong.
 *
 *   npm run bench:replay [-- --grids bench/results/grids --orders 200 --margin 0.005]
 *
 * The order of the recorded seeds is drawn anew for each replay. The whole grid is the truth: at
 * the rates that its held-out samples choose, with all seeds.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { permutation, stream } from "../../src/random/index.js";
import { gridProblems } from "./problems.js";
import { type Grid, readGrid } from "./read-grid.js";
import { type Answer, oneTuningSeed, type Strategy, topAfterOneEpoch, tunedRace, wholeGrid } from "./strategies.js";

const { values } = parseArgs({
  options: {
    grids: { type: "string", default: "bench/results/grids" },
    orders: { type: "string", default: "200" },
    margin: { type: "string", default: "0.005" },
  },
});
const [orders, margin] = [Number(values.orders), Number(values.margin)];
const STEPS = 100;

const one = { tuningSeeds: 1, tuningEpochs: 1, margin } as const;
const strategies: readonly (readonly [string, Strategy])[] = [
  ["whole grid", wholeGrid],
  ["one tuning seed, then all seeds", oneTuningSeed],
  ...[3, 4, 6, 8].map((keep) => [`top ${keep} after one epoch, then all seeds`, topAfterOneEpoch(keep)] as const),
  ["3 tuning seeds, race", tunedRace({ tuningSeeds: 3, tuningEpochs: "all", keep: 12, margin })],
  ["1 tuning seed, race", tunedRace({ tuningSeeds: 1, tuningEpochs: "all", keep: 12, margin })],
  ...[12, 8, 6, 4, 3].map((keep) => [`1 epoch, top ${keep} race`, tunedRace({ ...one, keep })] as const),
  ...[6, 4].map((keep) => [`2 epochs, top ${keep} race`, tunedRace({ ...one, tuningEpochs: 2, keep })] as const),
];

const grids = gridProblems.flatMap(({ name }) => {
  const file = join(values.grids, `${name}.csv`);
  return existsSync(file) ? [readGrid(name, file, STEPS)] : [];
});

/** How far the answer's pick lies below the best of the whole grid, where that is beyond chance. */
function isWrongPick(truth: Answer, { standing: [pick] }: Answer): boolean {
  return pick === undefined || truth.different.some(([better, worse]) => worse === pick && truth.standing.includes(better));
}

/** A pair called different against what the whole grid shows. */
const isWrongPair = (truth: Answer, answer: Answer): boolean =>
  answer.different.some(([a, b]) => truth.different.some(([better, worse]) => better === b && worse === a));

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

for (const grid of grids) report(grid);

function report(grid: Grid): void {
  const truth = wholeGrid(grid, grid.seeds);
  console.log(`\n**${grid.name}**: ${truth.standing.join(", ")}\n`);
  console.log("| strategy | runs: median | from – to | wrong pick | a pair the wrong way | standing |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
  for (const [name, strategy] of strategies) {
    const answers = Array.from({ length: name === "whole grid" ? 1 : orders }, (_, i) => {
      const order = permutation(stream(i, "replay", grid.name), grid.seeds.length);
      return strategy(grid, Array.from(order, (place) => grid.seeds[place]!));
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
