/** A cell as a program gets it that trains it itself. */
import type { Cell } from "../../../plan/cell.js";
import { valuesOfCell } from "../../../plan/trainer-command.js";

/** One run to be trained, and the file of its initial weights. */
export interface AskedCell {
  /** By which it is told. */
  readonly id: string;
  /** Path of the file of initial weights, in the trainer's format and layout. */
  readonly weights: string;
  /** Seed of batches, dropout and augmentation: it pairs the runs of several methods. */
  readonly seed: number;
  /** Label of the method whose weights these are. */
  readonly method: string;
  /** Label of the network. */
  readonly model: string;
  /** Name of the data set. */
  readonly data: string;
  /** Number of training samples to use, those held out included; "all" for all. */
  readonly limit: number | "all";
  /** Number of those to hold out. */
  readonly validation: number;
  /** Of the recipe. */
  readonly epochs: number;
  /** Samples per step, of the recipe. */
  readonly batch: number;
  /** Name of the recipe's optimizer. */
  readonly optimizer: string;
  /** Of the recipe. */
  readonly learningRate: number;
  /** Other settings of the optimizer, by the names of the study file: momentum, beta1, … */
  readonly [setting: string]: string | number | boolean;
}

/** @param weights path of its file */
export const askedCell = (cell: Cell, weights: string): AskedCell =>
  ({ id: cell.id, weights, ...valuesOfCell(cell) }) as unknown as AskedCell;
