/** How likely the paper's ranking was noise at n = 1, given the spread over seeds of our own runs. */
import { type Audit, audit } from "../audit/audit.js";
import { measuredSpread } from "../audit/measured-spread.js";
import { withoutMethods } from "../audit/number-table.js";
import { spreadFromRuns } from "../audit/spread.js";
import type { ProblemRuns } from "../study/results/runs.js";
import { paperNames, paperProblems } from "./paper.js";
import { paperNumberTable } from "./paper-table.js";

/**
 * Random, Xavier and He (zero has learned nothing and is in nobody's way), by the spread of running training accuracy on those data
 * sets where two seeds or more have learned. Null where there is none.
 */
export function paperNoise(problems: readonly ProblemRuns[], folder: string): Audit | null {
  const table = withoutMethods(paperNumberTable, [paperNames.zero]);
  const measured = problems.filter((problem) =>
    measuredSpread(problem, "trainAccuracy", ["random", "xavier-fan-in", "he"]),
  );
  const columns = paperProblems.flatMap(({ data }, i) => (measured.some((one) => one.data.name === data) ? [i] : []));
  if (columns.length === 0) return null;
  const part = {
    methods: table.methods,
    problems: columns.map((i) => table.problems[i]!),
    values: table.values.map((row) => columns.map((i) => row[i]!)),
  };
  return audit(part, { spread: spreadFromRuns(part, measured, "trainAccuracy", folder) });
}
