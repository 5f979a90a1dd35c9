/** The wire to one worker process: messages, what it writes to stderr, and its end. */
import { fork } from "node:child_process";
import { causeOfDeath } from "../../../runtime/node/cause-of-death.js";
/** Characters of stderr that are kept: the cause of a crash stands at its end. */
const STDERR_TAIL = 4000;
/** Starts a worker process. */
export function startWorker(script, settings, listener) {
    const child = fork(script, [JSON.stringify(settings)], {
        serialization: "advanced",
        execArgv: [],
        // A worker never writes to stdout, which is for results.
        stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let errors = "";
    let hasEnded = false;
    const end = (cause) => {
        if (hasEnded)
            return;
        hasEnded = true;
        listener.onEnd(cause);
    };
    child.stderr.setEncoding("utf8").on("data", (text) => {
        errors = (errors + text).slice(-STDERR_TAIL);
        listener.onOutput?.(text);
    });
    child.on("message", (message) => listener.onMessage(message));
    child.on("error", (error) => {
        if (child.pid === undefined)
            end(error.message);
    });
    child.on("close", (code, signal) => end(causeOfDeath(code, signal, errors)));
    return {
        send(message) {
            if (!hasEnded)
                child.send(message, () => { });
        },
        kill() {
            if (!hasEnded)
                child.kill("SIGKILL");
        },
    };
}
