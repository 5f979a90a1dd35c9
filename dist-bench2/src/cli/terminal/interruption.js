/** Signals that interrupt a study. */
import { system } from "../../files/node/system.js";
import { exitCodes } from "../exit-codes.js";
/** Milliseconds in which a signal counts once: npx passes on what the terminal sent to all. */
const ONCE = 1000;
/**
 * The first signal ends the study in order. A second one ends the process at once, as somebody
 * insists. SIGHUP does not: shell and system each send one when a terminal is closed.
 *
 * @param first the first signal; undefined where there was none
 */
export function reactionTo(signal, first) {
    if (first === undefined)
        return "abort";
    const isSame = signal.name === first.name && signal.at - first.at < ONCE;
    return signal.name === "SIGHUP" || isSame ? "none" : "exit";
}
/**
 * Runs an act that a signal may interrupt.
 *
 * @param act gets the abortion that the first signal makes
 */
export async function interruptible(act) {
    const controller = new AbortController();
    let first;
    const listeners = system.stopSignals.map((name) => {
        const listener = () => {
            const signal = { name, at: performance.now() };
            const reaction = reactionTo(signal, first);
            first ??= signal;
            if (reaction === "exit")
                process.exit(exitCodes.interrupted);
            if (reaction === "abort")
                controller.abort();
        };
        return [name, listener];
    });
    for (const [name, listener] of listeners)
        process.on(name, listener);
    try {
        return await act(controller.signal);
    }
    finally {
        for (const [name, listener] of listeners)
            process.off(name, listener);
    }
}
/** Resolves when the signal aborts. */
export function abortionOf(signal) {
    return new Promise((done) => {
        if (signal.aborted)
            done();
        else
            signal.addEventListener("abort", () => done(), { once: true });
    });
}
