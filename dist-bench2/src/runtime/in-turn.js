/** Asynchronous work that must not overlap. */
/**
 * A function that starts each piece of work when the one before has ended, whether or not it
 * failed.
 */
export function inTurn() {
    let last = Promise.resolve();
    return (work) => {
        const current = last.then(work);
        last = current.catch(() => { });
        return current;
    };
}
