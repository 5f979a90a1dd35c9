/** The wire to one worker process: messages, what it writes to stderr, and its end. */
import { fork } from "node:child_process";
import { causeOfDeath } from "../../../runtime/node/cause-of-death.js";
import type { FromWorker, ToWorker } from "../protocol.js";
import type { WorkerSettings } from "./worker-settings.js";

/** Characters of stderr that are kept: the cause of a crash stands at its end. */
const STDERR_TAIL = 4000;

/** What a worker process reports. */
export interface WorkerListener {
  readonly onMessage: (message: FromWorker) => void;
  /** Called once, when the process ended or could not be started, with the cause in words. */
  readonly onEnd: (cause: string) => void;
  /** Receives what the process writes to stderr; what it writes to stdout is dropped. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** A worker process that was started. */
export interface WorkerProcess {
  /** Sends a message. Nothing happens if the process just died: `onEnd` follows. */
  send(message: ToWorker): void;
  kill(): void;
}

/** Starts a worker process. */
export function startWorker(script: URL, settings: WorkerSettings, listener: WorkerListener): WorkerProcess {
  const child = fork(script, [JSON.stringify(settings)], {
    serialization: "advanced",
    execArgv: [],
    // A worker never writes to stdout, which is for results.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let errors = "";
  let hasEnded = false;
  const end = (cause: string): void => {
    if (hasEnded) return;
    hasEnded = true;
    listener.onEnd(cause);
  };
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-STDERR_TAIL);
    listener.onOutput?.(text);
  });
  child.on("message", (message) => listener.onMessage(message as FromWorker));
  child.on("error", (error) => {
    if (child.pid === undefined) end(error.message);
  });
  child.on("close", (code, signal) => end(causeOfDeath(code, signal, errors)));
  return {
    send(message) {
      if (!hasEnded) child.send(message, () => {});
    },
    kill() {
      if (!hasEnded) child.kill("SIGKILL");
    },
  };
}
