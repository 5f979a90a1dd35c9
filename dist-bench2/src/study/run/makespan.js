/** How long a list of jobs takes where each goes, in order, to the process that is free first. */
/**
 * Seconds until the last job ends. Three jobs of 2 seconds on two processes, with 1 second of
 * preparation, take 5 seconds: one process prepares once and runs two of them.
 *
 * @param processes at least 1
 */
export function makespan(jobs, processes) {
    const workers = Array.from({ length: processes }, () => ({ free: 0, kind: "" }));
    for (const { seconds, kind, prepare } of jobs) {
        const next = workers.reduce((first, worker) => (worker.free < first.free ? worker : first));
        next.free += seconds + (next.kind === kind ? 0 : prepare);
        next.kind = kind;
    }
    return Math.max(...workers.map(({ free }) => free));
}
