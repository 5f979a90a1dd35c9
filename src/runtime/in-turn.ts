/** Asynchronous work that must not overlap. */

/**
 * A function that starts each piece of work when the one before has ended, whether or not it
 * failed.
 */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const current = last.then(work);
    last = current.catch(() => {});
    return current;
  };
}
