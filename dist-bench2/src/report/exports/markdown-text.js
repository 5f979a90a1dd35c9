/** Text in Markdown. */
import { visibleLine } from "../../visible-text.js";
/**
 * Text that shows in Markdown as it is, on one line: its special characters are escaped, those of a
 * table's cell, of mathematics and of HTML included, and hidden characters are shown as escapes.
 */
export function escapeMarkdown(text) {
    return visibleLine(text.replace(/\s*\n\s*/g, " ")).replace(/[\\|*_`<>[\]#~$&]/g, (character) => `\\${character}`);
}
