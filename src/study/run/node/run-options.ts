/** How a study is run: the options beside the study itself, and how they are checked. */
import { closest, excerpt, InputError } from "../../../errors.js";
import type { Device } from "../../../runtime/device.js";
import type { Shard } from "../../plan/cell-order.js";
import type { DataOptions, PreparationEvent } from "../../plan/node/prepare.js";
import { studyOptionsSchema } from "../../plan/options.js";
import type { StudyEvent } from "../events.js";
import { mustTrainOnProcessor } from "../probing.js";

/** How a study is run. None of it is part of a cell: results stay valid whatever is chosen here. */
export interface RunStudyOptions extends DataOptions {
  /**
   * Number of worker processes, at least 1.
   *
   * @defaultValue one per core; one where the device is not the processor
   */
  readonly jobs?: number | undefined;
  /**
   * What to train on.
   *
   * @defaultValue "cpu"
   */
  readonly device?: Device | undefined;
  /**
   * Trains in less memory and more time (`CompileProblemOptions`).
   *
   * @defaultValue false
   */
  readonly recompute?: boolean | undefined;
  /**
   * Number of runs of one problem that each process trains at once, in one graph, so that small
   * networks fill a card or a core. Each run makes the steps that it makes alone, rounded
   * otherwise.
   *
   * @defaultValue 1
   */
  readonly replicas?: number | undefined;
  /**
   * Folder that keeps the results. Cells that are there are not run again, but crashed and refused
   * ones are. Several processes may use one folder. Without it a temporary folder is used, which is
   * removed at the end unless the study is interrupted.
   */
  readonly out?: string | undefined;
  /**
   * Seconds for which this process's claim on a cell of `out` holds without being renewed. Another
   * process that cannot see this one, on another machine for example, waits so long before it takes
   * over the cells of a machine that died.
   *
   * @defaultValue 30
   */
  readonly lease?: number | undefined;
  /**
   * Seconds after which a run is ended, with its process, and recorded as crashed ("took longer
   * than 10 min"); the others go on. What it reads and compiles counts, too. It is run again with
   * the next study on `out`, as other crashes are.
   *
   * @defaultValue none
   */
  readonly timeLimit?: number | undefined;
  /** Only this part of the cells. */
  readonly shard?: Shard | undefined;
  /**
   * The least number of seconds between two checkpoints of a cell, which follow epochs.
   *
   * @defaultValue 10
   */
  readonly checkpointSeconds?: number | undefined;
  /** Aborting ends the running cells; the study resolves with `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Bytes of memory for all processes together.
   *
   * @defaultValue the machine's, or its control group's
   */
  readonly memory?: number | undefined;
  /** Receives what happens: downloads, epochs, results. */
  readonly onEvent?: ((event: StudyEvent | PreparationEvent) => void) | undefined;
  /** Receives what the workers write to stderr. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Every key of `RunStudyOptions`. */
const runKeys: Readonly<Record<keyof RunStudyOptions, true>> = {
  jobs: true,
  device: true,
  recompute: true,
  replicas: true,
  out: true,
  lease: true,
  timeLimit: true,
  shard: true,
  checkpointSeconds: true,
  memory: true,
  dataDir: true,
  signal: true,
  onEvent: true,
  onOutput: true,
};

/** Whole numbers among the options, with the lowest and the highest legal value. */
export const runBounds = {
  jobs: [1, 1024],
  replicas: [1, 1024],
  lease: [3, 86_400],
  timeLimit: [1, 2_000_000],
} as const;

/**
 * Refuses what is no study with options, keys that are unknown or stand in the wrong argument, and
 * numbers out of bounds.
 *
 * @param caller "runStudy", for messages
 * @param study its first argument
 * @param run its second argument
 * @param more keys that the caller's second argument has besides
 * @throws InputError with the key and where it belongs, or the legal range; for a probe on another
 *   device than the processor
 */
export function checkRunOptions(caller: string, study: unknown, run: object, more: readonly string[] = []): void {
  if (typeof study !== "object" || study === null || Array.isArray(study)) {
    const remedy =
      typeof study === "string"
        ? `await readStudyFile(${JSON.stringify(excerpt(study))}) of "stepzero/node" reads one from a file`
        : '{ inits: ["he", "zero"] }, for example';
    throw new InputError(`${caller}: the study must be an object; ${remedy}.`);
  }
  const [studyKeys, legal] = [Object.keys(studyOptionsSchema.shape), [...Object.keys(runKeys), ...more]];
  const displaced = Object.keys(study).find((key) => legal.includes(key) && !studyKeys.includes(key));
  if (displaced !== undefined) {
    throw new InputError(`${caller}: "${displaced}" says how the study is run; write it in the second argument.`);
  }
  for (const key of Object.keys(run)) {
    if (legal.includes(key)) continue;
    if (studyKeys.includes(key)) {
      throw new InputError(`${caller}: "${key}" is a key of the study; write it in the first argument.`);
    }
    const near = closest(key, legal);
    const hint = near === undefined ? `. Known: ${legal.join(", ")}.` : `; did you mean "${near}"?`;
    throw new InputError(`${caller}: unknown key "${excerpt(key)}" in the second argument${hint}`);
  }
  const { device = "cpu" } = run as RunStudyOptions;
  mustTrainOnProcessor("probe" in study && study.probe === true, device === "cpu", device);
  for (const [key, [low, high]] of Object.entries(runBounds)) {
    const value = (run as Readonly<Record<string, unknown>>)[key];
    const isLegal = typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
    if (value === undefined || isLegal) continue;
    throw new InputError(`${caller}: ${key} must be a whole number from ${low} to ${high}, got ${String(value)}.`);
  }
}
