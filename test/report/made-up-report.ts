/** A study with everything that a report has to show, made up. */
import { parseHTML } from "linkedom";
import { renderReport } from "../../src/report/render-report.js";
import type { ReportFile, ReportInput } from "../../src/report/report.js";
import type { Cell, CellResult } from "../../src/study/plan/cell.js";
import type { StudyOptions } from "../../src/study/plan/specification.js";
import { type StudyOutput, studyOutput } from "../../src/study/results/output.js";
import { done, failed, study } from "../study/made-up.js";

/** Final test accuracies by method; each seed and network shifts them a little, unevenly. */
const finals: Readonly<Record<string, number>> = { he: 0.91, "glorot-uniform": 0.88, orthogonal: 0.905 };

const asked: Partial<StudyOptions> = {
  models: ["mlp", "mlp:depth=10"],
  inits: ["he", "glorot-uniform", "orthogonal", "zero", "random:std=0.5"],
  seeds: [0, 1, 2, 3, 4],
};

/** Three methods that learn, one that is stuck, one whose runs diverge, on two networks with five seeds. */
export function madeUp(options: Partial<StudyOptions> = asked): StudyOutput {
  const whole = study(options);
  return studyOutput(whole, whole.cells.map(made), ["onnxruntime-node 1.30.0, cpu"]);
}

function made(cell: Cell): CellResult {
  if (cell.init === "zero") return done(cell, [0.1, 0.1, 0.1]);
  if (cell.init === "random") return failed(cell, "diverged", "the loss was NaN at step 2 (epoch 1)");
  const shift = 0.004 * Math.sin(1 + 7 * cell.seed + cell.init.length) - (cell.modelLabel === "mlp" ? 0 : 0.2);
  const last = (finals[cell.init] ?? 0.5) + shift;
  return done(cell, [last - 0.3, last - 0.1, last]);
}

export const provenance: ReportInput["provenance"] = {
  runs: [
    {
      started: "2026-11-25T03:11:26.967Z",
      stepzero: "0.1.0",
      machine: { platform: "linux x64", node: "v20.19.0", processor: "A <Fast> Processor", cores: 2 },
    },
  ],
  damage: [],
};

export function reportOf(output: StudyOutput): ReadonlyMap<string, ReportFile["content"]> {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return new Map(renderReport({ output, provenance }, { document }).map(({ path, content }) => [path, content]));
}
