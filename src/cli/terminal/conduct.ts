/** Runs a study in the terminal: progress on stderr. */
import type { RunStudyOptions } from "../../study/run/node/run-options.js";
import { createProgress } from "./progress.js";
import { isWatched, showsColour } from "./screen.js";
import type { Terminal } from "./terminal.js";

/** What a study is run with, to be seen and interrupted. */
export type StudyHooks = Required<Pick<RunStudyOptions, "signal" | "onEvent">> & Pick<RunStudyOptions, "onOutput">;

/**
 * Shows progress while a study runs.
 *
 * @param signal the interruption of `interruptible`
 * @param run starts the study
 * @returns what `run` gives; undefined where an interruption ended it with an error
 */
export async function withProgress<T>(
  { err, isQuiet }: Terminal,
  signal: AbortSignal,
  run: (hooks: StudyHooks) => Promise<T>,
): Promise<T | undefined> {
  const progress = createProgress({
    stream: err,
    live: isWatched(err) && !isQuiet,
    quiet: isQuiet,
    colour: showsColour(err),
    clock: () => performance.now() / 1000,
  });
  signal.addEventListener("abort", progress.stop);
  try {
    const output = process.env.STEPZERO_DEBUG ? { onOutput: progress.say } : {};
    return await run({ signal, onEvent: progress.on, ...output });
  } catch (error) {
    if (!signal.aborted) throw error;
    return undefined;
  } finally {
    signal.removeEventListener("abort", progress.stop);
    progress.stop();
  }
}
