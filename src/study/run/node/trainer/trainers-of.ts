/** The executor of a study that has a trainer, and which options of a run it takes. */
import { mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { InputError } from "../../../../errors.js";
import { placesOf } from "../../../plan/node/prepare.js";
import type { PlannedStudy } from "../../../plan/plan-study.js";
import type { UserModules } from "../../../plan/user-modules.js";
import type { Executor } from "../../contracts.js";
import type { RunStudyOptions } from "../run-options.js";
import { type TrainerExecutorOptions, trainerExecutor } from "./executor.js";
import { weightsOfCells } from "./initial-weights-file.js";
import { samplesFiles } from "./samples-file.js";

/** Options of a run that are about networks that stepzero trains. */
const ofTraining = ["device", "recompute", "replicas", "checkpointSeconds", "memory"] as const;

/** @throws InputError for an option that would do nothing, and for a loop of the user's */
export function mustSuitTrainers(run: RunStudyOptions, { loop }: { readonly loop?: string | undefined }): void {
  mustHaveCommand({ loop });
  const idle = ofTraining.find((name) => run[name] !== undefined);
  if (idle === undefined) return;
  throw new InputError(
    `${idle} is about networks that stepzero trains, and this study has a trainer, which decides that itself. Leave it out.`,
  );
}

/** @throws InputError where a loop of the user's asks for runs: nothing here can run one */
export function mustHaveCommand({ loop }: { readonly loop?: string | undefined }): void {
  if (loop === undefined) return;
  throw new InputError(
    `The study's trainer is the loop "${loop}", which asks for its runs: stepzero ask study.yaml --out DIR. Name a command instead of the loop where stepzero is to start it, or read results with stepzero report DIR.`,
  );
}

/**
 * An executor of the study's trainer: one command at once, if `jobs` says nothing, since a trainer
 * may fill the machine.
 *
 * @param directory the folder of results; a temporary one takes its place where there is none
 */
export function trainersOf(
  { study }: PlannedStudy,
  users: UserModules,
  { jobs = 1, timeLimit, onOutput, ...run }: RunStudyOptions,
  directory: string | undefined,
  more: Partial<Pick<TrainerExecutorOptions, "onReported">> = {},
): Executor {
  const place = directory === undefined ? mkdtempSync(join(tmpdir(), "stepzero-")) : resolve(directory);
  const cells = join(place, "trainers");
  const samples = samplesFiles(placesOf(run, study.reading));
  const executor = trainerExecutor({
    trainer: study.trainer!,
    weightsOf: weightsOfCells(study.data, users),
    samplesOf: samples.of,
    directory: cells,
    jobs,
    timeLimit,
    onOutput,
    clock: () => performance.now(),
    environment: process.env,
    ...more,
  });
  return {
    async run(source, sink, signal) {
      try {
        await executor.run(source, sink, signal);
      } finally {
        samples.remove();
        if (directory === undefined) rmSync(place, { recursive: true, force: true });
        else removeEmpty(cells);
      }
    },
  };
}

/** Another process may have a cell there, or an interrupted one waits for its next attempt. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not empty, or not there.
  }
}
