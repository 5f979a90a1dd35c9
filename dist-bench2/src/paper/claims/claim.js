/** The verdict on several statements that must all hold; "cannot be told" for none. */
export function together(verdicts) {
    if (verdicts.includes("does not hold"))
        return "does not hold";
    return verdicts.length > 0 && verdicts.every((verdict) => verdict === "holds") ? "holds" : "cannot be told";
}
/** The verdict on all parts together. */
export const verdictOf = (parts) => together(parts.map(({ verdict }) => verdict));
/** The part on data sets that were not run, if there are any. */
export function withoutRuns(says, names) {
    if (names.length === 0)
        return [];
    return [{ says: `${says} on ${names.join(", ")}.`, verdict: "cannot be told", evidence: ["No runs there."] }];
}
/** 0.9513 → "95.13 %". */
export const percent = (fraction, decimals = 2) => `${(100 * fraction).toFixed(decimals)} %`;
/** "1 run", "3 runs". */
export const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
