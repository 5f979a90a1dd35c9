/** Results folders with made-up results, as `compare --out` leaves them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cell } from "../../src/study/plan/cell.js";
import type { StudyOptions } from "../../src/study/plan/options.js";
import type { PlannedStudy } from "../../src/study/plan/plan-study.js";
import type { RunResult } from "../../src/study/results/records.js";
import { cellFile, cellText } from "../../src/study/run/node/cell-files.js";
import { studyText } from "../../src/study/run/node/study-file.js";
import { done, failed } from "../study/made-up.js";
import { planned } from "../study/planned.js";

/** The runtime that "computed" the results. */
const runtime = "onnxruntime-node 1.30.0, cpu";

/** Final test accuracies by initializer. */
const finals: Readonly<Record<string, number>> = { he: 0.91, "glorot-uniform": 0.88, orthogonal: 0.905 };

/** A result that follows from the cell alone: some learn, some are stuck, some diverge. */
export function usualResult({ method, seed }: Cell): RunResult {
  const { name } = method.initializer;
  const { epochs } = method.recipe;
  if (name === "zero") return done(Array.from({ length: epochs }, () => 0.1));
  if (name === "random") return failed("diverged", "the loss was NaN at step 2 (epoch 1)");
  const last = (finals[name] ?? 0.6) + 0.01 * Math.sin(1 + 7 * seed + name.length);
  return done(Array.from({ length: epochs }, (_, i) => last * (1 - 0.6 * Math.exp(-(i + 1) / 2))));
}

/** Writes the plan of a study into a folder. */
export function writePlan(directory: string, options: StudyOptions): PlannedStudy {
  const plan = planned(options);
  for (const name of ["cells", "checkpoints", "claims", "live"]) mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, "study.json"), studyText(plan));
  return plan;
}

/** Writes the results of some of its cells. */
export function writeResults(directory: string, cells: readonly Cell[], resultOf = usualResult): void {
  for (const cell of cells) {
    writeFileSync(cellFile(directory, cell.id), cellText({ result: { cell, ...resultOf(cell) }, runtime }));
  }
}
