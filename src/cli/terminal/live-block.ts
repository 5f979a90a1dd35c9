/** Lines that are drawn in place at the bottom of a terminal. */
import { clearScreenDown, cursorTo, moveCursor } from "node:readline";
import { paint } from "./look.js";

/** The drawn lines. */
export interface LiveBlock {
  /** Replaces the lines; the first one is bold. */
  draw(lines: readonly string[]): void;
  /** Removes the lines. */
  erase(): void;
}

const CLEAR_TO_LINE_END = "\u001b[K";

/** An empty block. @param colour whether to write styles */
export function createLiveBlock(stream: NodeJS.WriteStream, colour: boolean): LiveBlock {
  let height = 0;
  const erase = () => {
    if (height === 0) return;
    moveCursor(stream, 0, -height);
    cursorTo(stream, 0);
    clearScreenDown(stream);
    height = 0;
  };
  return {
    erase,
    draw(lines) {
      if (lines.length === 0) {
        erase();
        return;
      }
      const text = lines.map((line, i) => (i === 0 ? paint("bold", line, { colour }) : line));
      // Line over line and in one write: clearing first would flicker, and fill some terminals'
      // scrollback.
      if (height > 0) moveCursor(stream, 0, -height);
      stream.write(text.map((line) => `\r${line}${CLEAR_TO_LINE_END}\n`).join(""));
      if (height > lines.length) clearScreenDown(stream);
      height = lines.length;
    },
  };
}
