/** Progress on stderr: a live view in a terminal, else one line an event. */
import { clearScreenDown, cursorTo, moveCursor } from "node:readline";
import { styleText } from "node:util";
import type { StudyEvent } from "../../study/run/node/run-study.js";
import { addEvent, describeEvent, type ProgressState, renderProgress, startProgress } from "./progress-state.js";
import { wrap } from "./text.js";

export interface Progress {
  on(event: StudyEvent): void;
  /** A line for the user, kept above the live view. */
  say(message: string): void;
  /** Removes the live view. */
  stop(): void;
}

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream;
  /** Draws in place; otherwise one line an event. */
  readonly live: boolean;
  readonly colour: boolean;
  /** Seconds. */
  readonly clock: () => number;
}

const CLEAR_TO_LINE_END = "\u001b[K";
/** Milliseconds between two drawings. */
const DRAW_EVERY = 120;
/** Seconds of silence after which an epoch is worth a line in a log. */
const EPOCH_LINE_EVERY = 10;

export function createProgress({ stream, live, colour, clock }: ProgressOptions): Progress {
  let state: ProgressState | undefined;
  let download = "";
  let drawn = 0;
  let spoke = clock();

  const width = () => (stream.columns ?? 80) - 1;
  const erase = () => {
    if (drawn === 0) return;
    moveCursor(stream, 0, -drawn);
    cursorTo(stream, 0);
    clearScreenDown(stream);
    drawn = 0;
  };
  const draw = () => {
    const lines =
      state === undefined ? [] : renderProgress(state, clock(), width(), Math.max(2, (stream.rows ?? 24) - 2));
    if (download !== "") lines.unshift(download);
    if (lines.length === 0) {
      erase();
      return;
    }
    const [status, ...rest] = lines;
    const text = [colour ? styleText("bold", status!, { validateStream: false }) : status, ...rest];
    // Line over line and in one write: clearing first would flicker, and fill some terminals' scrollback.
    if (drawn > 0) moveCursor(stream, 0, -drawn);
    stream.write(text.map((line) => `\r${line}${CLEAR_TO_LINE_END}\n`).join(""));
    if (drawn > lines.length) clearScreenDown(stream);
    drawn = lines.length;
  };
  const say = (message: string) => {
    erase();
    stream.write(`${live ? wrap(message, width()) : message}\n`);
    spoke = clock();
    if (live) draw();
  };
  const timer = live ? setInterval(draw, DRAW_EVERY) : undefined;

  return {
    say,
    on(event) {
      if (event.kind === "planned") {
        download = "";
        state = startProgress(event.expected, event.reused, clock());
      } else if (state !== undefined) {
        addEvent(state, event, clock());
      }
      if (event.kind === "download") {
        const { file, received, total } = event.progress;
        const text = `downloading ${file}: ${(received / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`;
        if (live) download = text;
        else if (received === total || clock() - spoke >= EPOCH_LINE_EVERY) say(text);
        return;
      }
      const failed = event.kind === "finished" && event.result.status !== "done";
      const worthALine =
        event.kind === "notice" || failed || (!live && (event.kind !== "epoch" || clock() - spoke >= EPOCH_LINE_EVERY));
      const line = worthALine ? describeEvent(event, state) : undefined;
      if (line !== undefined) say(line);
    },
    stop() {
      clearInterval(timer);
      erase();
    },
  };
}
