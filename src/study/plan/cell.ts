/** What a cell is: one training run, pure in everything listed here. Read this first. */
import type { ProbeRecord } from "../../diagnosis/probe/record.js";
import type { Recipe } from "../../recipe.js";
import type { EpochFigures } from "../../training/train-runs.js";
import type { Choice, EvaluateTrain } from "./study.js";
import type { CellTrainer } from "./trainer.js";

/** The samples of a cell and what is trained on them. */
export interface CellProblem {
  /** The data set's name. It is not part of the id; the checksum is. */
  readonly data: string;
  /** SHA-256 of the data set. */
  readonly dataChecksum: string;
  /** Only the first `limit` training samples are used; all if left out. */
  readonly limit?: number | undefined;
  /** This many of those are held out of training, the same for every seed; none if left out. */
  readonly validation?: number | undefined;
  /** The network, with complete options. */
  readonly model: Choice;
}

/** How a cell's network starts and is trained. */
export interface CellMethod {
  /** The study's label of the method. It is not part of the id. */
  readonly label: string;
  /** The initializer, with complete options. */
  readonly initializer: Choice;
  /** Complete: the network's recipe with the changes of the study and of the method. */
  readonly recipe: Recipe;
}

/** One training run of a study. */
export interface Cell {
  /** Hash of everything that decides the result (`cellId`). */
  readonly id: string;
  /** The samples, and the network. */
  readonly problem: CellProblem;
  /** The initializer, and the recipe. */
  readonly method: CellMethod;
  /**
   * The seed of initial weights, batch order, dropout and augmentation: a whole number from 0 on.
   */
  readonly seed: number;
  /** Seed of the initial weights, where a study holds it fixed while `seed` varies the rest. */
  readonly initSeed?: number | undefined;
  /** Seed of batch order, dropout and augmentation, where a study holds it fixed. */
  readonly orderSeed?: number | undefined;
  /** When the training samples are evaluated too, dropout off; never if left out. */
  readonly evaluateTrain?: EvaluateTrain | undefined;
  /** Whether the network is probed at step 0 and after each epoch; not, if left out. */
  readonly probe?: true | undefined;
  /** The user's own trainer, which trains the cell; left out where stepzero does. */
  readonly trainer?: CellTrainer | undefined;
}

/** The figures of an epoch, as of `train`, and its time. */
export interface EpochResult extends EpochFigures {
  /** The metric of a study that compares by neither test accuracy nor test loss. */
  readonly metric?: number | undefined;
  /** The same of the samples held out. */
  readonly validationMetric?: number | undefined;
  /**
   * Wall time of training and evaluation, in seconds; of several runs at once, this run's share.
   */
  readonly seconds: number;
}

/**
 * `done`; `diverged`: the loss became NaN or infinite; `crashed`: the process died or threw;
 * `refused`: method, network and data do not fit, for the `reason`, and nothing was trained.
 * Failures are results.
 */
export type CellStatus = "done" | "diverged" | "crashed" | "refused";

/** How a run ended, with the figures of its epochs. */
export interface CellResult {
  /** The cell that was run. */
  readonly cell: Cell;
  /** How the run ended. */
  readonly status: CellStatus;
  /** The figures of the epochs that ended. */
  readonly epochs: readonly EpochResult[];
  /** Why the run did not finish: "loss was NaN at step 41 (epoch 1)". */
  readonly reason?: string | undefined;
  /** Step (from 1) at which the run diverged. */
  readonly step?: number | undefined;
  /** Batch passes and seconds of a data-driven initializer before the first step. */
  readonly initializationCost?:
    | { readonly forward: number; readonly backward: number; readonly seconds: number }
    | undefined;
  /** What such an initializer could not do, in sentences. */
  readonly initializationNotes?: readonly string[] | undefined;
  /** What a probe read; left out where the cell asks for none, or nothing was trained. */
  readonly readings?: ProbeRecord | undefined;
}

/**
 * A text that is equal for cells that one compiled training graph serves: they differ in
 * initializer and seeds only.
 */
export function trainingKey({ problem, method }: Cell): string {
  const { dataChecksum, limit, validation, model } = problem;
  const { name, options, file } = model;
  return JSON.stringify([problem.data, dataChecksum, limit, validation, name, file?.sha256, options, method.recipe]);
}
