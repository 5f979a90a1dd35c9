/**
 * A user's own trainer: a command that trains one cell from weights that stepzero writes. Read this
 * first; `trainer-request.ts` makes it from a study's keys, `trainer-command.ts` has the words of
 * its commands, `run/node/trainer/` runs them.
 */
import type { Layout } from "../../weights/layout.js";
import type { UserFile } from "./user-file.js";

/** What of a trainer decides the results of its cells. */
export interface CellTrainer {
  /** The words of the command, with placeholders. */
  readonly command: readonly string[];
  /** The script and the files that the study lists: their hashes are part of the id. */
  readonly files: readonly UserFile[];
  /** Format of the file of initial weights. */
  readonly weights: "safetensors" | "npz";
  /** Whose names and axis orders the weights have; as for `stepzero init`, if left out. */
  readonly layout?: Layout | undefined;
}

/** A trainer, and how it is run. */
export interface Trainer extends CellTrainer {
  /** Absolute path of the folder in which the command runs. */
  readonly folder: string;
  /** Names of environment variables that are passed on besides the usual ones. */
  readonly environment: readonly string[];
  /** The most that one run may write into its folder. */
  readonly diskMegabytes: number;
}

/** What of a trainer is in the id of a cell. */
export const decisivePartOfTrainer = ({ command, files, weights, layout }: CellTrainer): object => ({
  command,
  files: files.map(({ sha256 }) => sha256),
  weights,
  layout,
});

/** What of a trainer its cells hold. */
export const cellTrainerOf = ({ command, files, weights, layout }: Trainer): CellTrainer => ({
  command,
  files,
  weights,
  ...(layout === undefined ? {} : { layout }),
});
