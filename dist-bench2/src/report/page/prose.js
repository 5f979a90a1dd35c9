/** Sentences on a page. */
import { spaceInQuantity } from "../../study/results/figure-text.js";
/** The text with spaces that break no line between a number and its unit or sign. */
export function prose(text) {
    return text.replace(spaceInQuantity, "\u00a0");
}
