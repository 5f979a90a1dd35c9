/** Tables 1 and 2, the paper's figures beside ours. */
import { type Estimate, estimate } from "../study/results/estimate.js";
import { type FigureKey, finished, type ProblemRuns } from "../study/results/runs.js";
import { isStuck } from "../study/results/summary.js";
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
  /** Runs that ended, and what became of those that are not averaged in: "1 diverged". */
  readonly runs: number;
  readonly failures: string;
}

export interface ReproducedTable {
  readonly figure: "accuracy" | "loss";
  /** Of the paper's data sets, in its order. */
  readonly columns: readonly { readonly data: PaperData | "average"; readonly name: string }[];
  readonly rows: readonly { readonly init: string; readonly cells: readonly (ReproducedCell | null)[] }[];
}

/** The paper's four methods, and whatever else was run. Average: means over the data sets of the seeds that all have. */
export function reproducedTable(problems: readonly ProblemRuns[], figure: "accuracy" | "loss"): ReproducedTable {
  const printed = figure === "accuracy" ? accuracyTable : lossTable;
  const others = new Set(problems.flatMap(({ runs }) => runs.map(({ init }) => init)));
  const inits = [...paperMethods, ...[...others].filter((init) => !isPaperMethod(init))];
  const found = paperProblems.map(({ data }) => problems.find((one) => one.data.name === data));
  return {
    figure,
    columns: [...paperProblems.map(({ data, name }) => ({ data, name })), { data: "average", name: "average" }],
    rows: inits.map((init) => {
      const paper = (data: PaperData | "average") => (isPaperMethod(init) ? printed[init][data] : null);
      const cells = found.map((problem, i) =>
        problem === undefined ? null : cellOf(problem, init, paper(paperProblems[i]!.data), figure),
      );
      return { init, cells: [...cells, averageOf(found, init, paper("average"), figure)] };
    }),
  };
}

function isPaperMethod(init: string): init is PaperMethod {
  return (paperMethods as readonly string[]).includes(init);
}

function keysOf(figure: "accuracy" | "loss"): readonly [FigureKey, FigureKey, FigureKey] {
  return figure === "accuracy"
    ? ["trainAccuracy", "evalTrainAccuracy", "testAccuracy"]
    : ["trainLoss", "evalTrainLoss", "testLoss"];
}

/** Of the runs that learned; of the stuck ones where none did. */
function averaged(problem: ProblemRuns, init: string) {
  const done = finished(problem, init);
  const learned = done.filter((run) => !isStuck(run, problem.data));
  return { done, learned, used: learned.length > 0 ? learned : done };
}

function cellOf(
  problem: ProblemRuns,
  init: string,
  paper: number | null,
  figure: "accuracy" | "loss",
): ReproducedCell | null {
  const all = problem.runs.filter((run) => run.init === init);
  if (all.length === 0) return null;
  const { done, learned, used } = averaged(problem, init);
  const over = (key: FigureKey) => estimate(used.flatMap(({ epochs }) => epochs.at(-1)?.[key] ?? []));
  const [running, evaluated, test] = keysOf(figure).map(over) as [Estimate | null, Estimate | null, Estimate | null];
  const stuck = done.length - learned.length;
  const kinds = (["diverged", "crashed", "refused"] as const).map((kind) => {
    const count = all.filter(({ status }) => status === kind).length;
    return count === 0 ? "" : `${count} ${kind}`;
  });
  const failures = [stuck === 0 ? "" : `${stuck} stuck`, ...kinds].filter((text) => text !== "").join(", ");
  return { paper, running, evaluated, test, stuck: learned.length === 0, runs: all.length, failures };
}

function averageOf(
  problems: readonly (ProblemRuns | undefined)[],
  init: string,
  paper: number | null,
  figure: "accuracy" | "loss",
): ReproducedCell | null {
  const used = problems.map((problem) => (problem === undefined ? [] : averaged(problem, init).used));
  const seeds = used[0]!
    .map(({ seed }) => seed)
    .filter((seed) => used.every((runs) => runs.some((run) => run.seed === seed)));
  if (seeds.length === 0) return null;
  const over = (key: FigureKey) =>
    estimate(
      seeds.flatMap((seed) => {
        const values = used.flatMap((runs) => runs.find((run) => run.seed === seed)!.epochs.at(-1)?.[key] ?? []);
        return values.length < used.length ? [] : values.reduce((sum, x) => sum + x, 0) / values.length;
      }),
    );
  const [running, evaluated, test] = keysOf(figure).map(over) as [Estimate | null, Estimate | null, Estimate | null];
  return { paper, running, evaluated, test, stuck: false, runs: seeds.length, failures: "" };
}
