/** `stepzero worker`: runs cells of a study that lies in a folder which machines share. */
import { InputError } from "../../errors.js";
import { readDuration } from "../../study/plan/durations.js";
import type { StudyResults } from "../../study/run/node/run-study.js";
import { visibleLine } from "../../visible-text.js";
import type { CommandDefinition, OptionTexts } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { leaseOption, readTraining, trainingOptions } from "../run-options.js";
import { dataDir, quietly } from "../shared-options.js";
import type { Terminal } from "../terminal/terminal.js";
import { typedLine } from "../typed-command.js";

/** A week. */
const LONGEST_WAIT = 7 * 86_400;

export const worker: CommandDefinition = {
  argument: "A folder of compare --out, or of stepzero jobs, that all machines see",
  examples: [
    "stepzero worker /shared/results",
    "stepzero worker /shared/results --jobs 4 --wait 10m",
    "stepzero worker /shared/results --study study.yaml",
  ],
  options: [
    {
      title: "Running",
      options: [
        ...trainingOptions,
        {
          name: "study",
          value: "FILE",
          help: "Your own copy of the study: where it runs programs (a trainer, modules of yours), they are taken from here, never from the folder",
          default: "none; a study with programs is refused",
        },
        {
          name: "wait",
          value: "TIME",
          help: "Wait so long for the folder to get a study (90s, 10m, 2h)",
          default: "no",
        },
        leaseOption,
        dataDir,
        quietly,
      ],
    },
  ],
  run: async ([directory, ...rest], options, terminal) => {
    if (directory === undefined || rest.length > 0) {
      throw new InputError("worker needs one folder. For example: stepzero worker /shared/results.");
    }
    const [{ joinStudy }, { readStudyFile }, { interruptible }, { withProgress }] = await Promise.all([
      import("../../study/run/node/join-study.js"),
      import("../../study/plan/node/read-study-file.js"),
      import("../terminal/interruption.js"),
      import("../terminal/conduct.js"),
    ]);
    const run = readTraining(options);
    const file = options.get("study");
    const ownStudy = file === undefined ? undefined : await readStudyFile(file);
    return interruptible(async (signal) => {
      await untilSubmitted(directory, options, terminal, signal);
      if (signal.aborted) return exitCodes.interrupted;
      const ended = await withProgress(terminal, signal, (hooks) =>
        joinStudy(directory, { ...run, ownStudy, ...hooks }),
      );
      return ended === undefined || ended.interrupted ? exitCodes.interrupted : finish(ended, directory, terminal);
    });
  },
};

/** Milliseconds between two looks for a study. */
const LOOK_AGAIN = 500;

/** Waits for as long as `--wait` says; whoever joins says what is missing then. */
async function untilSubmitted(
  directory: string,
  options: OptionTexts,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const text = options.get("wait");
  if (text === undefined) return;
  const seconds = readDuration(text, "--wait", [1, LONGEST_WAIT]);
  const [{ readRequest }, { abortionOf }] = await Promise.all([
    import("../../study/run/node/request-file.js"),
    import("../terminal/interruption.js"),
  ]);
  const end = performance.now() + 1000 * seconds;
  let isSilent = true;
  while (!signal.aborted && performance.now() < end && readRequest(directory) === undefined) {
    if (isSilent) terminal.say(`Waiting for a study in ${visibleLine(directory)} …\n`);
    isSilent = false;
    await Promise.race([new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN)), abortionOf(signal)]);
  }
}

/** The folder has every result: whoever wants the report makes it. */
async function finish({ results }: StudyResults, directory: string, terminal: Terminal): Promise<number> {
  const { mustRunAgain } = await import("../../study/run/planners.js");
  const bad = results.filter(mustRunAgain).length;
  const failures = bad === 0 ? "" : `, ${bad} of which crashed or were refused`;
  terminal.say(`${visibleLine(directory)} has all ${results.length} runs${failures}.\n`);
  terminal.say(`The report: ${typedLine(["report", directory])}\n`);
  return bad === 0 ? exitCodes.done : exitCodes.incomplete;
}
