/** Studies and results made up for tests of what is computed from them. */
import type { Cell, CellResult } from "../../src/study/plan/cell.js";
import type { DataDescription } from "../../src/study/plan/description.js";
import { planStudy, type Study } from "../../src/study/plan/plan.js";
import { checkOptions, type StudyOptions } from "../../src/study/plan/specification.js";
import { sha256 } from "../../src/study/run/node/store.js";

export const glyphs: DataDescription = {
  name: "glyphs",
  checksum: "a".repeat(64),
  shape: [1, 28, 28],
  classes: 10,
  trainSamples: 10_000,
  testSamples: 2000,
  majority: { className: "ring", share: 0.1 },
};

export function study(options: Partial<StudyOptions> = {}, data: readonly DataDescription[] = [glyphs]): Study {
  const asked = { data: data.map(({ name }) => name), models: ["mlp"], inits: ["he", "zero"], seeds: [0, 1, 2] };
  return planStudy(checkOptions({ ...asked, ...options }), data, sha256);
}

/** A finished run with these test accuracies after its epochs; losses and the rest follow from them by made-up rules. */
export function done(cell: Cell, testAccuracies: readonly number[]): CellResult {
  return {
    cell,
    status: "done",
    epochs: testAccuracies.map((testAccuracy, i) => ({
      epoch: i + 1,
      trainAccuracy: Math.min(1, testAccuracy + 0.01),
      trainLoss: testAccuracy > 0.1 ? 1 - testAccuracy : 2.3024,
      testAccuracy,
      testLoss: testAccuracy > 0.1 ? 2 * (1 - testAccuracy) : Math.LN10,
      seconds: 1.5,
    })),
  };
}

export function failed(cell: Cell, status: "diverged" | "crashed" | "refused", reason: string): CellResult {
  return { cell, status, epochs: [], reason };
}
