/**
 * The outcome of a reproduction, from its runs and measurements: the source of the text, the
 * document and the JSON.
 */
import type { Audit } from "../audit/audit.js";
import { type Estimate, estimate } from "../study/results/estimate.js";
import { secondsOf } from "../study/results/figures.js";
import type { Outcome, ProblemOutcome } from "../study/results/outcome.js";
import { type BeyondTable, beyondTables } from "./beyond.js";
import { checkClaims } from "./claims/check-claims.js";
import type { CheckedClaim } from "./claims/claim.js";
import { type GradientByDepth, gradientsByDepth } from "./claims/gradients.js";
import type { Measurements } from "./measurements.js";
import { paperNoise } from "./noise.js";
import { paperProblems } from "./paper.js";
import { type ReproducedTable, reproducedTable } from "./tables.js";
import { type TrainingFigure, trainingFigures } from "./training-figures.js";

/** A part of a reproduction: a study with its outcome so far. */
export interface PartOutcome {
  /** The name of its folder; empty for the folder itself. */
  readonly name: string;
  /** The study's outcome so far. */
  readonly outcome: Outcome;
  /** Runs of the study that are not there. */
  readonly missing: readonly {
    readonly data: string;
    readonly model: string;
    readonly method: string;
    readonly seed: number;
  }[];
}

/** One of Figures 4 to 9: a figure of the running epoch against the epoch, one line per method. */
export interface CurveFigure {
  readonly number: number;
  readonly data: string;
  readonly name: string;
  readonly figure: "accuracy" | "loss";
  readonly lines: readonly {
    readonly method: string;
    /** The mean over the runs that the method's figures are averages of, epoch by epoch. */
    readonly points: readonly (Estimate & { readonly epoch: number })[];
  }[];
}

/** Raised when a program that reads the object must change. */
export const REPRODUCTION_FORMAT = "stepzero/reproduction/1";

/** A reproduction: what `reproduce --json` prints. */
export interface Reproduction {
  /** Names the form of this object, with its version. */
  readonly format: typeof REPRODUCTION_FORMAT;
  /** The studies, with the runs that ended and those that are missing. */
  readonly parts: readonly {
    readonly name: string;
    readonly data: readonly string[];
    readonly models: readonly string[];
    readonly samples: readonly number[];
    readonly epochs: number;
    readonly seeds: readonly number[];
    readonly finished: number;
    readonly missing: PartOutcome["missing"];
    /** Seconds of one thread, training and evaluating, summed over all runs. */
    readonly seconds: number;
    readonly runtimes: readonly string[];
  }[];
  /** Table 1. */
  readonly accuracy: ReproducedTable;
  /** Table 2. */
  readonly loss: ReproducedTable;
  /** Figures 4 to 9, by number. */
  readonly figures: readonly CurveFigure[];
  /** The paper's claims with their verdicts. */
  readonly claims: readonly CheckedClaim[];
  /** The evidence that the paper's figures are training figures. */
  readonly trainingFigures: readonly TrainingFigure[];
  /** The audit of the paper's ranking; null while no data set has two seeds. */
  readonly noise: Audit | null;
  /** The gradient at step 0 by depth; empty where nothing was measured. */
  readonly gradients: readonly GradientByDepth[];
  /** The evidence for claims 5 to 7; null where nothing was measured. */
  readonly measurements: Measurements | null;
  /** The tables of the study of depth; empty where it was not run. */
  readonly beyond: readonly BeyondTable[];
}

/**
 * Puts a reproduction together.
 *
 * @param measurements undefined where nothing was measured at step 0
 * @param folder the results' folder, for sentences
 */
export function reproduce(
  parts: readonly PartOutcome[],
  measurements: Measurements | undefined,
  folder: string,
): Reproduction {
  const beyond = parts.find(({ name }) => name === "beyond");
  const problems = parts.filter((part) => part !== beyond).flatMap(({ outcome }) => outcome.problems);
  return {
    format: REPRODUCTION_FORMAT,
    parts: parts.map(describePart),
    accuracy: reproducedTable(problems, "accuracy"),
    loss: reproducedTable(problems, "loss"),
    figures: curveFigures(problems),
    claims: checkClaims(problems, measurements),
    trainingFigures: trainingFigures(problems),
    noise: paperNoise(problems, folder),
    measurements: measurements ?? null,
    gradients: measurements === undefined ? [] : gradientsByDepth(measurements),
    beyond: beyond === undefined ? [] : beyondTables(beyond.outcome),
  };
}

function describePart({ name, outcome, missing }: PartOutcome): Reproduction["parts"][number] {
  const { study, runtimes, problems } = outcome;
  const runs = problems.flatMap((problem) => problem.runs);
  return {
    name,
    data: study.data.map((data) => data.name),
    models: study.models.map(({ label }) => label),
    samples: study.data.map(({ trainSamples }) => Math.min(study.limit ?? trainSamples, trainSamples)),
    epochs: study.models[0]!.recipe.epochs,
    seeds: study.seeds,
    finished: runs.length,
    missing,
    seconds: secondsOf(runs),
    runtimes,
  };
}

function curveFigures(problems: readonly ProblemOutcome[]): CurveFigure[] {
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

function linesOf({ methods }: ProblemOutcome, figure: "accuracy" | "loss"): CurveFigure["lines"] {
  const key = figure === "accuracy" ? "trainAccuracy" : "trainLoss";
  const inStudyOrder = [...methods].sort((a, b) => a.method - b.method);
  return inStudyOrder.flatMap(({ label, averaged }) => {
    if (averaged.length === 0) return [];
    const points = averaged[0]!.epochs.flatMap(({ epoch }, i) => {
      const mean = estimate(averaged.map(({ epochs }) => epochs[i]![key]));
      return mean === null ? [] : [{ epoch, ...mean }];
    });
    return points.length === 0 ? [] : [{ method: label, points }];
  });
}
