/** What a cell is: one training run, pure in everything listed here. Read this first. */
import type { Recipe } from "../../recipe.js";

/** Where a user's own initializer or network is, and what decides its numbers. */
export interface OwnFile {
  readonly path: string;
  /** Of the file's contents, with those of what it imports. */
  readonly sha256: string;
  /** How it is shown: its name with the options that were given. */
  readonly label: string;
}

export interface Cell {
  /** Hash of everything that decides the result. */
  readonly id: string;
  readonly data: string;
  /** SHA-256 of the data set; the first `limit` training samples are used (all if left out). */
  readonly dataChecksum: string;
  readonly limit?: number;
  /** So many of those are held out from training; a validation set, the same for every seed. */
  readonly validation?: number;
  readonly model: string;
  readonly modelOptions: Readonly<Record<string, number | string>>;
  /** The user's file that the network stands in. */
  readonly modelFile?: OwnFile;
  /** How the network is shown, where a study trains it by several recipes. Decides nothing. */
  readonly modelLabel?: string;
  readonly init: string;
  readonly initOptions: Readonly<Record<string, number | string>>;
  /** The user's file that the initializer stands in. */
  readonly initFile?: OwnFile;
  readonly seed: number;
  /** Seed of the initial weights, where a study holds it fixed while `seed` varies the rest. */
  readonly initSeed?: number;
  /** Seed of batch order, dropout and augmentation, where a study holds it fixed while `seed` varies the initial weights. */
  readonly orderSeed?: number;
  readonly recipe: Recipe;
  /** When the training samples are evaluated too, dropout off (never if left out). */
  readonly evaluateTrain?: EvaluateTrain;
}

/** The same for cells that differ in initializer and seeds alone: one network, trained by one recipe on the same samples. */
export function problemKey(cell: Cell): string {
  const { data, dataChecksum, limit, validation, model, modelFile, modelOptions, recipe } = cell;
  return JSON.stringify([data, dataChecksum, limit, validation, model, modelFile?.sha256, modelOptions, recipe]);
}

/** After the last epoch, or after every one. */
export type EvaluateTrain = "last" | "every";

/** One epoch's figures. Accuracies are fractions; losses are means per sample. */
export interface EpochResult {
  /** From 1. */
  readonly epoch: number;
  /** As Keras reports it: running mean over the epoch's batches, dropout active, weights changing. */
  readonly trainAccuracy: number;
  readonly trainLoss: number;
  /** On the training samples after the epoch, in evaluation mode (where asked for). */
  readonly evalTrainAccuracy?: number;
  readonly evalTrainLoss?: number;
  /** On the validation samples after the epoch (where some are held out). */
  readonly validationAccuracy?: number;
  readonly validationLoss?: number;
  readonly testAccuracy: number;
  readonly testLoss: number;
  /** Wall time of training and evaluating the epoch; where several runs are trained at once, this one's share. */
  readonly seconds: number;
}

/**
 * `done`; `diverged`: the loss became NaN or infinite; `crashed`: the process died or threw; `refused`: method, network and
 * data do not go together, which `reason` explains, and nothing was trained. Failures are results.
 */
export type CellStatus = "done" | "diverged" | "crashed" | "refused";

export interface CellResult {
  readonly cell: Cell;
  readonly status: CellStatus;
  readonly epochs: readonly EpochResult[];
  /** Why it did not finish: "loss was NaN at step 41 (epoch 1)". */
  readonly reason?: string;
  /** Step (from 1) at which it diverged. */
  readonly step?: number;
  /** Batch passes and wall time that a data-driven or learned initializer took before the first step. */
  readonly initializationCost?: { readonly forward: number; readonly backward: number; readonly seconds: number };
  /** What such an initializer could not do, in sentences. */
  readonly initializationNotes?: readonly string[];
}
