/** Asynchronous work that must not overlap. */

/** A function that begins each piece of work when the one before has ended, in the order it was given, failed or not. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const current = last.then(work);
    last = current.catch(() => {});
    return current;
  };
}
