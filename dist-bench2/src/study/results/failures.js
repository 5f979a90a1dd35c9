/** The kinds of failures, in the order of sentences and tables. */
export const failureKinds = ["stuck", "diverged", "crashed", "refused"];
/** Counts the failures among some runs. */
export function countFailures(runs) {
    const failures = { diverged: 0, crashed: 0, refused: 0, stuck: 0 };
    for (const { ending } of runs)
        if (ending !== "learned")
            failures[ending]++;
    return failures;
}
/** The number of a method's failed runs. */
export function failuresOf({ failures }) {
    return Object.values(failures).reduce((sum, count) => sum + count, 0);
}
/** Whether a larger share of the first method's runs failed. */
export function failsMore(method, other) {
    return failuresOf(method) * other.runs.length > failuresOf(other) * method.runs.length;
}
/** "its one run", "both runs", "all 5 runs", "2 of 5 runs". */
export function runsInWords(count, runs) {
    if (runs === 1)
        return "its one run";
    if (count < runs)
        return `${count} of ${runs} runs`;
    return runs === 2 ? "both runs" : `all ${runs} runs`;
}
/** "2 of 5 stuck, 1 diverged"; "none". */
export function failuresInWords(method) {
    return failureList(method, " of ");
}
/** "2/5 stuck, 1 diverged"; "none". */
export function failuresInBrief(method) {
    return failureList(method, "/");
}
function failureList({ failures, runs }, of) {
    const kinds = failureKinds.filter((kind) => failures[kind] > 0);
    if (kinds.length === 0)
        return "none";
    return kinds
        .map((kind, i) => (i === 0 ? `${failures[kind]}${of}${runs.length} ${kind}` : `${failures[kind]} ${kind}`))
        .join(", ");
}
