/** The loss of runs now, smoothed so that people can read it. */
/** Steps over which a loss is averaged, about. */
const STEPS = 20;
/** The losses of runs that begin. */
export function currentLosses(runs) {
    const losses = new Map();
    let steps = 0;
    return {
        losses,
        add(_, ofStep) {
            steps++;
            const share = 1 / Math.min(steps, STEPS);
            for (const [r, run] of runs.entries()) {
                const before = losses.get(run) ?? 0;
                losses.set(run, before + share * (ofStep[r] - before));
            }
        },
    };
}
