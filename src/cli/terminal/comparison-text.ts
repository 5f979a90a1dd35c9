/** A study's results as a command prints them: the ranked tables, or `--json`'s object. */
import type { CellResult } from "../../study/plan/cell.js";
import type { Study } from "../../study/plan/study.js";
import { studyOutput } from "../../study/results/output.js";
import { renderComparison } from "./comparison.js";
import { columnsOf, showsColour } from "./screen.js";

export interface ComparisonResults {
  readonly study: Study;
  readonly results: readonly CellResult[];
  /** ONNX Runtime's descriptions. */
  readonly runtimes: readonly string[];
}

/** The text for stdout. */
export function comparisonText({ study, results, runtimes }: ComparisonResults, asJson: boolean): string {
  if (asJson) return `${JSON.stringify(studyOutput(study, results, runtimes))}\n`;
  const { stdout } = process;
  return renderComparison(study, results, { width: columnsOf(stdout), colour: showsColour(stdout) });
}
