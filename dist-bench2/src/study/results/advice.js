/**
 * Why the methods of `use` are advised, or why none is.
 *
 * - "winner": it beats every other method that learned, or those that it does not beat fail more
 *   often.
 * - "tie": they are not told apart.
 * - "equivalent": they are shown to differ by less than the margin.
 * - "identical": their runs are the same number for number.
 * - "only-one": no other method learned anything.
 * - "better-than-baseline": they are shown to be better than the baseline.
 * - "baseline": no other method is shown to be better than the baseline.
 * - "too-few-seeds": one seed or two tell nothing.
 * - "no-baseline": the baseline did not learn.
 * - "none": no method learned.
 * - "one-method": there is nothing to choose from.
 */
export const grounds = [
    "winner",
    "tie",
    "equivalent",
    "identical",
    "only-one",
    "better-than-baseline",
    "baseline",
    "too-few-seeds",
    "no-baseline",
    "none",
    "one-method",
];
