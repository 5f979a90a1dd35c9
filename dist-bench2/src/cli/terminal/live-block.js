/** Lines that are drawn in place at the bottom of a terminal. */
import { visibleLine } from "../../visible-text.js";
import { paint } from "./look.js";
const CLEAR_TO_LINE_END = "\u001b[K";
const CLEAR_BELOW = "\u001b[J";
const up = (lines) => `\u001b[${lines}A`;
/** An empty block. @param colour whether to write styles */
export function createLiveBlock(stream, colour) {
    let height = 0;
    const erase = () => {
        if (height === 0)
            return;
        stream.control(`${up(height)}\r${CLEAR_BELOW}`);
        height = 0;
    };
    return {
        erase,
        draw(lines) {
            if (lines.length === 0) {
                erase();
                return;
            }
            // A terminal that stopped would get every drawing when it goes on.
            if (stream.isBehind)
                return;
            const text = lines.map((line, i) => (i === 0 ? paint("bold", line, { colour }) : visibleLine(line)));
            // Line over line and in one write: clearing first would flicker, and fill some terminals'
            // scrollback.
            const drawn = text.map((line) => `\r${line}${CLEAR_TO_LINE_END}\n`).join("");
            stream.control(`${height > 0 ? up(height) : ""}${drawn}${height > lines.length ? CLEAR_BELOW : ""}`);
            height = lines.length;
        },
    };
}
