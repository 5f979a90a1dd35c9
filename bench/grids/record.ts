/**
 * Records full grids: 12 methods × 5 rates × 20 seeds of each problem, with validation and test
 * accuracy after each epoch; and tuning runs of one and two epochs, whose schedule ends there, of
 * other seeds. Strategies that spend less are then replayed from the record.
 *
 *   npm run build && npm run bench:grids [-- --only NAME --jobs 1 --replicas 1]
 *
 * A problem whose file is in bench/results/grids is not run again; one that was interrupted goes on
 * from the cells in --cells.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CellResult } from "../../src/study/plan/cell.js";
import type { StudyOptions } from "../../src/study/plan/options.js";
import { runStudy } from "../../src/study/run/node/run-study.js";
import {
  GRID_SEEDS,
  GRID_STEPS,
  type GridProblem,
  gridMethods,
  gridProblems,
  rateAt,
  SHORT_EPOCHS,
  SHORT_SEEDS,
} from "./problems.js";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    jobs: { type: "string", default: "1" },
    replicas: { type: "string", default: "1" },
    cells: { type: "string", default: ".stepzero/grids" },
    out: { type: "string", default: "bench/results/grids" },
  },
});

async function record({ options, rate }: GridProblem, name: string, part: Partial<StudyOptions>): Promise<void> {
  const file = join(values.out, `${name}.csv`);
  if (existsSync(file)) return;
  let ended = 0;
  const { results } = await runStudy(
    {
      ...options,
      ...part,
      inits: [...gridMethods],
      training: GRID_STEPS.map((step) => ({ learningRate: rateAt(rate, step) })),
    },
    {
      out: join(values.cells, name),
      jobs: Number(values.jobs),
      replicas: Number(values.replicas),
      onEvent: (event) => {
        if (event.kind === "finished" && ++ended % 60 === 0) console.log(`${name}: ${ended} runs`);
      },
    },
  );
  mkdirSync(values.out, { recursive: true });
  writeFileSync(file, [header(results), ...results.map(line)].join("\n").concat("\n"));
  console.log(`${name}: ${file}`);
}

function header([first]: readonly CellResult[]): string {
  const epochs = Array.from({ length: first!.cell.method.recipe.epochs }, (_, i) => i + 1);
  const figures = ["validation", "loss", "test"].flatMap((figure) => epochs.map((epoch) => `${figure}${epoch}`));
  return ["method", "rate", "seed", "status", "step", "seconds", ...figures].join(",");
}

/** Accuracies as they are; validation losses to 5 digits. */
function line({ cell, status, epochs, step }: CellResult): string {
  const { initializer, recipe } = cell.method;
  const all = Array.from({ length: recipe.epochs }, (_, i) => epochs[i]);
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0).toFixed(2);
  return [
    initializer.label,
    recipe.optimizer.learningRate,
    cell.seed,
    status,
    step ?? "",
    seconds,
    ...all.map((epoch) => epoch?.validationAccuracy ?? ""),
    ...all.map((epoch) => epoch?.validationLoss?.toPrecision(5) ?? ""),
    ...all.map((epoch) => epoch?.testAccuracy ?? ""),
  ].join(",");
}

for (const problem of gridProblems) {
  const { name } = problem;
  if (values.only !== undefined && !name.includes(values.only)) continue;
  await record(problem, name, { seeds: GRID_SEEDS });
  for (const epochs of SHORT_EPOCHS) await record(problem, `${name}-${epochs}`, { epochs, seeds: SHORT_SEEDS });
}
