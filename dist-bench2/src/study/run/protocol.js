/**
 * What computed a result. Several runs at once add in another order than a run by itself, which
 * figures show in their last digits and, after long training, before.
 *
 * @param before what computed the checkpoint from which the run went on
 */
export function computedOn(runtime, together, before) {
    const now = together ? `${runtime}, several runs at once` : runtime;
    if (before === undefined)
        return now;
    return before === now || before.endsWith(`; then ${now}`) ? before : `${before}; then ${now}`;
}
