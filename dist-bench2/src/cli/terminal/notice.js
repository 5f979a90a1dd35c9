/** Warnings on stderr. */
import { visibleLine } from "../../visible-text.js";
import { columnsOf } from "./screen.js";
import { wrap } from "./text.js";
/** Writes a warning as one line, which a terminal gets in lines of its width. */
export function noticeOn({ err }) {
    return (sentence) => {
        const line = visibleLine(sentence);
        err.write(`${err.isTTY ? wrap(line, columnsOf(err)) : line}\n`);
    };
}
