import { createProgress } from "./progress.js";
import { isWatched, showsColour } from "./screen.js";
/**
 * Shows progress while a study runs.
 *
 * @param signal the interruption of `interruptible`
 * @param run starts the study
 * @returns what `run` gives; undefined where an interruption ended it with an error
 */
export async function withProgress({ err, isQuiet }, signal, run) {
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
    }
    catch (error) {
        if (!signal.aborted)
            throw error;
        return undefined;
    }
    finally {
        signal.removeEventListener("abort", progress.stop);
        progress.stop();
    }
}
