/** Runs a study in the terminal: progress on stderr, and Ctrl-C. */
import type { RunStudyOptions } from "../../study/run/node/run-study.js";
import { exitCodes } from "../command.js";
import { createProgress, type Progress } from "./progress.js";
import { isWatched, showsColour } from "./screen.js";

/** What a study is run with, to be seen and interrupted. */
export type StudyHooks = Required<Pick<RunStudyOptions, "signal" | "onEvent">> & Pick<RunStudyOptions, "onOutput">;

/**
 * Shows progress while a study runs.
 *
 * @param run starts the study
 * @returns what `run` gives; undefined where an interruption ended it with an error
 */
export async function withProgress<T>(run: (hooks: StudyHooks) => Promise<T>): Promise<T | undefined> {
  const { stderr, env } = process;
  const progress = createProgress({
    stream: stderr,
    live: isWatched(stderr),
    colour: showsColour(stderr),
    clock: () => performance.now() / 1000,
  });
  const interruption = listenForInterruption(progress);
  try {
    const output = env.STEPZERO_DEBUG ? { onOutput: progress.say } : {};
    return await run({ signal: interruption.signal, onEvent: progress.on, ...output });
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    return undefined;
  } finally {
    interruption.stop();
    progress.stop();
  }
}

/** The first Ctrl-C aborts; a second one ends the process at once. */
function listenForInterruption(progress: Progress): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    progress.stop();
    controller.abort();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    stop() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}
