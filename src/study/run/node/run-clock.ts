/** Says when what a worker was sent takes too long. */

/** One alarm per worker. */
export interface RunClock {
  /** Sets the worker's alarm anew. */
  start(worker: number): void;
  /** The worker ended. */
  stop(worker: number): void;
}

/**
 * Alarms after a number of seconds; none without it.
 *
 * @param onOverdue called with the worker
 */
export function runClock(seconds: number | undefined, onOverdue: (worker: number) => void): RunClock {
  const timers = new Map<number, NodeJS.Timeout>();
  const stop = (worker: number): void => clearTimeout(timers.get(worker));
  return {
    stop,
    start(worker) {
      stop(worker);
      if (seconds !== undefined)
        timers.set(
          worker,
          setTimeout(() => onOverdue(worker), 1000 * seconds),
        );
    },
  };
}
