/** Studies whose trainer is `trainer.mjs`. */
import { resolve } from "node:path";
import type { StudyOptions } from "../../src/study/plan/options.js";
import { analyse } from "../../src/study/results/outcome.js";
import { recordsOf } from "../../src/study/results/records.js";
import type { RunStudyOptions } from "../../src/study/run/node/run-options.js";
import { runStudy } from "../../src/study/run/node/run-study.js";

/** Where the program lies. */
export const folder = resolve("test/study");
/** The words of its command, after the program. */
export const words = [
  "trainer.mjs",
  "--weights={weights}",
  "--metrics={metrics}",
  "--seed={seed}",
  "--epochs={epochs}",
];

/** A study of it. */
export const studyOf = (more: readonly string[] = [], options: Partial<StudyOptions> = {}): StudyOptions => ({
  trainer: { command: [process.execPath, ...words, ...more], folder },
  models: "mlp:depth=1,width=8",
  inits: ["he", "random:std=0.01"],
  seeds: 3,
  epochs: 2,
  ...options,
});

/** Runs a study. */
export async function outcomeOf(study: StudyOptions, run: RunStudyOptions = {}) {
  const { study: planned, results, ...rest } = await runStudy(study, run);
  return { ...rest, results, outcome: analyse(planned, recordsOf(planned, results)) };
}
