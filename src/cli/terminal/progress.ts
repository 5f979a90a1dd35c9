/** Progress on stderr: a live view in a terminal, else one line per event. */

import { describeEvent } from "./event-line.js";
import { createLiveBlock } from "./live-block.js";
import type { ProgressEvent } from "./progress-event.js";
import { addEvent, type ProgressState, startProgress } from "./progress-state.js";
import { renderProgress } from "./progress-view.js";
import { wrap } from "./text.js";
import type { TextStream } from "./text-stream.js";

export interface Progress {
  on(event: ProgressEvent): void;
  /** Writes a line for the user, above the live view. */
  say(message: string): void;
  /** Removes the live view. */
  stop(): void;
}

export interface ProgressOptions {
  readonly stream: TextStream;
  /** Draws in place; otherwise one line per event. */
  readonly live: boolean;
  readonly colour: boolean;
  /** Seconds. */
  readonly clock: () => number;
}

/** Milliseconds between two drawings. */
const DRAW_EVERY = 120;
/** Seconds of silence after which an epoch deserves a line in a log. */
const EPOCH_LINE_EVERY = 10;

/** Starts to show progress. */
export function createProgress({ stream, live, colour, clock }: ProgressOptions): Progress {
  let state: ProgressState | undefined;
  let download = "";
  let spokeAt = clock();
  const block = createLiveBlock(stream, colour);
  const width = () => (stream.columns || 80) - 1;
  const draw = () => {
    const height = Math.max(2, (stream.rows || 24) - 2);
    const view = state === undefined ? [] : renderProgress(state, clock(), width(), height);
    block.draw(download === "" ? view : [download, ...view]);
  };
  const isSilent = () => clock() - spokeAt >= EPOCH_LINE_EVERY;
  const say = (message: string) => {
    block.erase();
    stream.write(`${live ? wrap(message, width()) : message}\n`);
    spokeAt = clock();
    if (live) draw();
  };
  const onDownload = ({ progress }: ProgressEvent & { kind: "download" }) => {
    const text = downloadText(progress);
    if (live) download = text;
    else if (progress.received === progress.total || isSilent()) say(text);
  };
  const timer = live ? setInterval(draw, DRAW_EVERY) : undefined;
  return {
    say,
    on(event) {
      if (event.kind === "download") {
        onDownload(event);
        return;
      }
      if (event.kind === "planned") {
        download = "";
        state = startProgress(event.expected, event.reused, clock());
      } else if (state !== undefined) addEvent(state, event, clock());
      const isShown = live ? isTrouble(event) : event.kind !== "epoch" || isSilent();
      const line = isShown ? describeEvent(event, state) : undefined;
      if (line !== undefined) say(line);
    },
    stop() {
      clearInterval(timer);
      block.erase();
    },
  };
}

/** What the live view does not show. */
function isTrouble(event: ProgressEvent): boolean {
  return event.kind === "notice" || (event.kind === "finished" && event.result.status !== "done");
}

function downloadText({ file, received, total }: { file: string; received: number; total: number }): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `downloading ${file}: ${megabytes(received)} of ${megabytes(total)} MB`;
}
