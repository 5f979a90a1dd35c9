/** Everything that a reproduction says, from the runs and measurements there are: what is printed, written and told as JSON. */

import type { Audit } from "../audit/audit.js";
import { type Estimate, estimate } from "../study/results/estimate.js";
import { type ProblemRuns, problemsIn, type Run, type StudyRuns } from "../study/results/runs.js";
import { isStuck } from "../study/results/summary.js";
import { type BeyondTable, beyondTables } from "./beyond.js";
import { checkClaims } from "./claims/check-claims.js";
import type { CheckedClaim } from "./claims/claim.js";
import { type GradientByDepth, gradientsByDepth } from "./claims/gradients.js";
import type { Measurements } from "./measurements.js";
import { paperNoise } from "./noise.js";
import { paperProblems } from "./paper.js";
import { type ReproducedTable, reproducedTable } from "./tables.js";
import { type TrainingFigure, trainingFigures } from "./training-figures.js";

/** A part's runs so far. */
export interface PartRuns extends StudyRuns {
  readonly name: string;
  readonly missing: readonly {
    readonly data: string;
    readonly model: string;
    readonly init: string;
    readonly seed: number;
  }[];
  readonly runtimes: readonly string[];
}

/** One of Figures 4 to 9: a figure of the running epoch against the epoch, a line a method. */
export interface CurveFigure {
  readonly number: number;
  readonly data: string;
  readonly name: string;
  readonly figure: "accuracy" | "loss";
  readonly lines: readonly {
    readonly init: string;
    /** The mean over the runs that finished (stuck ones only where none learned), epoch by epoch. */
    readonly points: readonly (Estimate & { readonly epoch: number })[];
  }[];
}

export interface Reproduction {
  readonly parts: readonly {
    readonly name: string;
    readonly data: readonly string[];
    readonly models: readonly string[];
    readonly samples: readonly number[];
    readonly epochs: number;
    readonly seeds: readonly number[];
    readonly finished: number;
    readonly missing: PartRuns["missing"];
    /** Of one thread, training and evaluating, summed over all runs. */
    readonly seconds: number;
    readonly runtimes: readonly string[];
  }[];
  readonly accuracy: ReproducedTable;
  readonly loss: ReproducedTable;
  readonly figures: readonly CurveFigure[];
  readonly claims: readonly CheckedClaim[];
  readonly trainingFigures: readonly TrainingFigure[];
  readonly noise: Audit | null;
  readonly gradients: readonly GradientByDepth[];
  /** What claims 5 to 7 rest on; null where it was not measured. */
  readonly measurements: Measurements | null;
  readonly beyond: readonly BeyondTable[];
}

/** @param folder the results' folder as it is to be named */
export function reproduce(
  parts: readonly PartRuns[],
  measurements: Measurements | undefined,
  folder: string,
): Reproduction {
  const beyond = parts.find(({ name }) => name === "beyond");
  const problems = parts.filter((part) => part !== beyond).flatMap(problemsIn);
  return {
    parts: parts.map(describePart),
    accuracy: reproducedTable(problems, "accuracy"),
    loss: reproducedTable(problems, "loss"),
    figures: curveFigures(problems),
    claims: checkClaims(problems, measurements),
    trainingFigures: trainingFigures(problems),
    noise: paperNoise(problems, folder),
    measurements: measurements ?? null,
    gradients: measurements === undefined ? [] : gradientsByDepth(measurements),
    beyond: beyond === undefined ? [] : beyondTables(beyond),
  };
}

function describePart({ name, study, cells, missing, runtimes }: PartRuns): Reproduction["parts"][number] {
  return {
    name,
    data: study.data.map((data) => data.name),
    models: study.models.map(({ label }) => label),
    samples: study.data.map(({ trainSamples }) => Math.min(study.limit ?? trainSamples, trainSamples)),
    epochs: study.models[0]!.recipe.epochs,
    seeds: study.seeds,
    finished: cells.length,
    missing,
    seconds: cells.reduce((sum, { epochs }) => sum + epochs.reduce((total, { seconds }) => total + seconds, 0), 0),
    runtimes,
  };
}

function curveFigures(problems: readonly ProblemRuns[]): CurveFigure[] {
  const both = (["accuracy", "loss"] as const).flatMap((figure) =>
    paperProblems.flatMap(({ data, name, figures }) => {
      const problem = problems.find((one) => one.data.name === data);
      return problem === undefined
        ? []
        : [{ number: figures[figure], data, name, figure, lines: linesOf(problem, figure) }];
    }),
  );
  return both.sort((a, b) => a.number - b.number);
}

function linesOf(problem: ProblemRuns, figure: "accuracy" | "loss"): CurveFigure["lines"] {
  const key = figure === "accuracy" ? "trainAccuracy" : "trainLoss";
  return [...new Set(problem.runs.map(({ init }) => init))].flatMap((init) => {
    const done = problem.runs.filter((run) => run.init === init && run.status === "done");
    const learned = done.filter((run) => !isStuck(run, problem.data));
    const used: readonly Run[] = learned.length > 0 ? learned : done;
    if (used.length === 0) return [];
    const points = used[0]!.epochs.map(({ epoch }, i) => ({
      epoch,
      ...estimate(used.map(({ epochs }) => epochs[i]![key]))!,
    }));
    return [{ init, points }];
  });
}
