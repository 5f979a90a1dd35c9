/**
 * By label: the first of the methods whose runs are the same as this one's. Methods that are like
 * no other before them, or that never learned, are left out.
 */
export function identicalMethods(methods) {
    const groups = new Map();
    const same = new Map();
    for (const method of methods) {
        if (method.learned.length === 0)
            continue;
        const candidates = groups.get(lastFigures(method)) ?? [];
        const first = candidates.find((other) => haveSameRuns(other, method));
        if (first === undefined)
            groups.set(lastFigures(method), [...candidates, method]);
        else
            same.set(method.label, first.label);
    }
    return same;
}
/** Enough to tell almost all methods apart. */
function lastFigures({ runs }) {
    return runs.map(({ seed, epochs }) => `${seed} ${epochs.at(-1)?.trainLoss} ${epochs.at(-1)?.testLoss}`).join();
}
function haveSameRuns(a, b) {
    return a.runs.every(({ ending, epochs }, i) => {
        const other = b.runs[i];
        return ending === other.ending && epochs.length === other.epochs.length && epochs.every(isLike(other.epochs));
    });
}
/** Whether all figures of an epoch are those of the other run; the time it took may differ. */
function isLike(others) {
    return ({ seconds: _, ...figures }, i) => Object.entries(figures).every(([key, value]) => Object.is(value, others[i][key]));
}
