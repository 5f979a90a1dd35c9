/**
 * A user's own trainer: a command that trains one cell from weights that stepzero writes. Read this
 * first; `trainer-request.ts` makes it from a study's keys, `trainer-command.ts` has the words of
 * its commands, `run/node/trainer/` runs them.
 */
import type { Layout } from "../../weights/layout.js";
import type { UserFile } from "./user-file.js";

/** What of a trainer decides the results of its cells. */
export interface CellTrainer {
  /** The words of the command, with placeholders; none where a loop asks for cells. */
  readonly command: readonly string[];
  /** The name of such a loop. */
  readonly loop?: string | undefined;
  /** The script and the files that the study lists: their hashes are part of the id. */
  readonly files: readonly UserFile[];
  /** Format of the file of initial weights. */
  readonly weights: "safetensors" | "npz";
  /** Whose names and axis orders the weights have; as for `stepzero init`, if left out. */
  readonly layout?: Layout | undefined;
  /** The name of the metric that the study states, which its lines must have. */
  readonly metric?: string | undefined;
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
export const decisivePartOfTrainer = ({ command, loop, files, weights, layout, metric }: CellTrainer): object => ({
  command,
  loop,
  files: files.map(({ sha256 }) => sha256),
  weights,
  layout,
  metric,
});

/** What of a study's trainer its cells hold. */
export function cellTrainerOf({ trainer, metric }: StudyWithTrainer): CellTrainer | undefined {
  if (trainer === undefined) return undefined;
  const { command, loop, files, weights, layout } = trainer;
  return {
    command,
    ...(loop === undefined ? {} : { loop }),
    files,
    weights,
    ...(layout === undefined ? {} : { layout }),
    ...(metric === undefined ? {} : { metric: metric.name }),
  };
}

interface StudyWithTrainer {
  readonly trainer?: Trainer | undefined;
  readonly metric?: { readonly name: string } | undefined;
}
