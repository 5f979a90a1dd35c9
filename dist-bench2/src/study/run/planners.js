/** Every cell of a list once, in its order, whatever the results. */
export function fixedGrid(cells) {
    let rest = cells;
    return {
        next() {
            const all = rest;
            rest = undefined;
            return all;
        },
    };
}
/**
 * Whether a cell is run again although it has a result: a crash may have had any cause, and what
 * was refused may have been corrected.
 */
export function mustRunAgain({ status }) {
    return status === "crashed" || status === "refused";
}
