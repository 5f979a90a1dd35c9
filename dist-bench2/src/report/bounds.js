/**
 * What a page and its figures leave out of large studies, since nobody could see or read it, and
 * the sentences that say so. The data files have everything.
 */
/** Points that one figure draws at most, one per run or per epoch of a run. */
export const MOST_POINTS = 8000;
/** Methods that one figure draws at most, the first by rank. */
export const MOST_METHODS = 60;
/** Problems that have figures, and that the figure of all problems has. */
export const MOST_PROBLEMS = 40;
/** Rows of a table of pairs, of failed runs or of cards, and entries of a list. */
export const MOST_ROWS = 500;
/** A sentence for captions, with a space before it; "" where all methods are drawn. */
export function methodsLeftOut(methods) {
    return methods <= MOST_METHODS
        ? ""
        : ` Only the first ${MOST_METHODS} of ${inFigures(methods)} methods, by rank; data/summary.csv has all.`;
}
/** "The first 500 of 499,500 …; data/verdicts.csv has all."; undefined where all are there. */
export function rowsLeftOut(count, what, file) {
    return count <= MOST_ROWS ? undefined : `The first ${MOST_ROWS} of ${inFigures(count)} ${what}; ${file} has all.`;
}
/** 1000000 → "1,000,000". */
function inFigures(count) {
    return count.toLocaleString("en");
}
