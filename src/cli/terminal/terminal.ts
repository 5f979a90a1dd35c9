/** The command's stdout and stderr, and what its exit code says where they failed. */
import { isatty } from "node:tty";
import { exitCodes } from "../exit-codes.js";
import { type StandardStream, type TextStream, textStream } from "./text-stream.js";

/** All text of a command goes through these two. */
export interface Terminal {
  /** stdout: results. All of it arrives, or the exit code says that it did not. */
  readonly out: TextStream;
  /** stderr: progress, notices, errors. Nothing waits for its reader. */
  readonly err: TextStream;
  /** Whether stderr gets warnings and errors only (`--quiet`). */
  readonly isQuiet: boolean;
  /** Writes to stderr what is neither warning nor error; nothing where it is quiet. */
  say(text: string): void;
  /**
   * Waits until stdout's reader has everything, and stderr's for a little. After an interruption it
   * waits a little for both.
   *
   * @param code the command's exit code
   * @returns the exit code of the process
   */
  close(code: number): Promise<number>;
  /** Whether the terminal that the process began in was closed. */
  isGone(): boolean;
}

/** The terminal of a command with `--quiet`. */
export function quiet(terminal: Terminal): Terminal {
  return { ...terminal, isQuiet: true, say: () => {} };
}

/** Milliseconds in which a reader may take what waits, when all else is done. */
const PATIENCE = 2000;

/** The terminal of a process. */
export function openTerminal(streams: { readonly stdout: StandardStream; readonly stderr: StandardStream }): Terminal {
  const terminals = [0, 1, 2].filter(isatty);
  const out = textStream(streams.stdout, true);
  const err = textStream(streams.stderr, false);
  return {
    out,
    err,
    isQuiet: false,
    say: err.write,
    async close(code) {
      await (code === exitCodes.interrupted ? within(PATIENCE, out.flushed()) : out.flushed());
      if (out.failure !== undefined) err.write(`stepzero: ${lossText(out.failure)}\n`);
      await within(PATIENCE, err.flushed());
      return code === exitCodes.done && out.failure !== undefined ? exitCodes.unwritten : code;
    },
    isGone: () => !terminals.every(isatty),
  };
}

function lossText(failure: NodeJS.ErrnoException): string {
  return failure.code === "EPIPE"
    ? "stdout was closed before all of the text was written."
    : `stdout did not take all of the text: ${failure.message}.`;
}

/** Resolves with the promise, or after so many milliseconds. */
async function within(milliseconds: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, milliseconds);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
