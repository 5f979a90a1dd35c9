/** `stepzero worker`: runs cells of a study that lies in a folder which machines share. */
import { InputError } from "../../errors.js";
import { findDevice } from "../../runtime/device.js";
import { readDuration } from "../../study/plan/durations.js";
import { runBounds } from "../../study/run/node/run-options.js";
import type { StudyResults } from "../../study/run/node/run-study.js";
import { visibleLine } from "../../visible-text.js";
import type { CommandDefinition, OptionTexts } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { wholeNumber } from "../option-values.js";
import { dataDir, jobs, quietly } from "../shared-options.js";
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
        jobs,
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
        { name: "device", value: "NAME", help: "What to train on: cpu, webgpu or cuda", default: "cpu" },
        { name: "replicas", value: "N", help: "Train N runs of a problem at once per process", default: "1" },
        { name: "recompute", help: "Train in less memory and more time", default: "no" },
        { name: "time-limit", value: "TIME", help: "End a run that takes longer (90s, 10m, 2h)", default: "none" },
        {
          name: "lease",
          value: "SECONDS",
          help: "Other machines take over a run of this one when it was not heard of for so long",
          default: "30",
        },
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
    const run = runOptions(options);
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

function runOptions(options: OptionTexts) {
  const [device, limit] = [options.get("device"), options.get("time-limit")];
  return {
    jobs: wholeNumber(options, "jobs", ...runBounds.jobs),
    device: device === undefined ? undefined : findDevice(device),
    replicas: wholeNumber(options, "replicas", ...runBounds.replicas),
    recompute: options.has("recompute") ? true : undefined,
    lease: wholeNumber(options, "lease", ...runBounds.lease),
    timeLimit: limit === undefined ? undefined : Math.ceil(readDuration(limit, "--time-limit", runBounds.timeLimit)),
    dataDir: options.get("data-dir"),
  };
}

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
