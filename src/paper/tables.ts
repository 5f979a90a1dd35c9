/** Tables 1 and 2, the paper's figures beside ours. */
import { type Estimate, estimate } from "../study/results/estimate.js";
import { failureKinds } from "../study/results/failures.js";
import { type FigureKey, finalBySeed, finalValues } from "../study/results/figures.js";
import type { ProblemOutcome } from "../study/results/outcome.js";
import { methodOn } from "./method-runs.js";
import { accuracyTable, lossTable, type PaperData, type PaperMethod, paperMethods, paperProblems } from "./paper.js";

/** One method on one data set, or on average over the data sets. */
export interface ReproducedCell {
  /** As the paper prints it: percent or loss; null for methods that it does not have. */
  readonly paper: number | null;
  /** Means over the runs, fractions or losses; null where there are none. */
  readonly running: Estimate | null;
  readonly evaluated: Estimate | null;
  readonly test: Estimate | null;
  /** Whether no run learned anything: the figures are then those of the stuck runs. */
  readonly stuck: boolean;
  /** Runs that ended. */
  readonly runs: number;
  /** How those ended that are not part of the averages: "1 diverged". */
  readonly failures: string;
}

/** Table 1 or 2. */
export interface ReproducedTable {
  readonly figure: "accuracy" | "loss";
  /** Of the paper's data sets, in its order. */
  readonly columns: readonly { readonly data: PaperData | "average"; readonly name: string }[];
  readonly rows: readonly { readonly method: string; readonly cells: readonly (ReproducedCell | null)[] }[];
}

/**
 * The paper's four methods, and the others that were run. Averages are over the data sets, of the
 * seeds that all have.
 */
export function reproducedTable(problems: readonly ProblemOutcome[], figure: "accuracy" | "loss"): ReproducedTable {
  const printed = figure === "accuracy" ? accuracyTable : lossTable;
  const others = new Set(problems.flatMap(labelsOf).filter((label) => !isPaperMethod(label)));
  const columns = paperProblems.map(({ data }) => problems.find((one) => one.data.name === data));
  return {
    figure,
    columns: [...paperProblems.map(({ data, name }) => ({ data, name })), { data: "average", name: "average" }],
    rows: [...paperMethods, ...others].map((method) => {
      const paper = (data: PaperData | "average") => (isPaperMethod(method) ? printed[method][data] : null);
      const cells = columns.map((problem, i) =>
        problem === undefined ? null : cellOf(problem, method, paper(paperProblems[i]!.data), figure),
      );
      return { method, cells: [...cells, averageOf(columns, method, paper("average"), figure)] };
    }),
  };
}

function isPaperMethod(method: string): method is PaperMethod {
  return (paperMethods as readonly string[]).includes(method);
}

/** In the study's order. */
function labelsOf({ methods }: ProblemOutcome): string[] {
  return [...methods].sort((a, b) => a.method - b.method).map(({ label }) => label);
}

function keysOf(figure: "accuracy" | "loss"): readonly [FigureKey, FigureKey, FigureKey] {
  return figure === "accuracy"
    ? ["trainAccuracy", "evalTrainAccuracy", "testAccuracy"]
    : ["trainLoss", "evalTrainLoss", "testLoss"];
}

function cellOf(
  problem: ProblemOutcome,
  label: string,
  paper: number | null,
  figure: "accuracy" | "loss",
): ReproducedCell | null {
  const method = methodOn(problem, label);
  if (method === undefined) return null;
  const { runs, learned, averaged, failures } = method;
  const [running, evaluated, test] = keysOf(figure).map((key) => estimate(finalValues(averaged, key))) as Three;
  return {
    paper,
    running,
    evaluated,
    test,
    stuck: learned.length === 0,
    runs: runs.length,
    failures: failureKinds.flatMap((kind) => (failures[kind] === 0 ? [] : `${failures[kind]} ${kind}`)).join(", "),
  };
}

/** Running, evaluated and test figure. */
type Three = [Estimate | null, Estimate | null, Estimate | null];

/** Null where no seed has an averaged run on every data set. */
function averageOf(
  problems: readonly (ProblemOutcome | undefined)[],
  label: string,
  paper: number | null,
  figure: "accuracy" | "loss",
): ReproducedCell | null {
  const columns = problems.map((problem) => (problem && methodOn(problem, label)?.averaged) ?? []);
  const seeds = columns[0]!
    .map(({ seed }) => seed)
    .filter((seed) => columns.every((runs) => runs.some((run) => run.seed === seed)));
  if (seeds.length === 0) return null;
  const over = (key: FigureKey) => {
    const bySeed = columns.map((runs) => finalBySeed(runs, key));
    return estimate(
      seeds.flatMap((seed) => {
        const values = bySeed.flatMap((figures) => figures.get(seed) ?? []);
        return values.length < columns.length ? [] : values.reduce((sum, x) => sum + x, 0) / values.length;
      }),
    );
  };
  const [running, evaluated, test] = keysOf(figure).map(over) as Three;
  return { paper, running, evaluated, test, stuck: false, runs: seeds.length, failures: "" };
}
