/**
 * Work in turns: each piece is a task of its own, so that the page answers between them. A piece
 * that is asked for again before its turn is done once.
 */
const waiting = new Map<object, () => void>();
let isBusy = false;

/**
 * Does a piece of work in a later task.
 *
 * @param owner a later piece of the same one takes its place
 */
export function inTurn(owner: object, work: () => void): void {
  waiting.set(owner, work);
  if (isBusy) return;
  isBusy = true;
  later();
}

/** Forgets the work of an owner. */
export function dropTurn(owner: object): void {
  waiting.delete(owner);
}

function later(): void {
  // A frame between two pieces lets what was drawn be seen.
  setTimeout(() => {
    const next = waiting.entries().next();
    if (next.done) {
      isBusy = false;
      return;
    }
    const [owner, work] = next.value;
    waiting.delete(owner);
    try {
      work();
    } finally {
      later();
    }
  });
}
