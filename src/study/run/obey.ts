/** What a queue of cells does with the wishes of those who look. */
import type { Cell } from "../plan/cell.js";
import type { Steering } from "./contracts.js";

/** Milliseconds between two questions whether a pause has ended. */
const PAUSED = 500;

/** What wishes need. */
export interface ObeyOptions {
  /** @defaultValue nobody wants anything */
  readonly steering?: Steering | undefined;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Asks for wishes. */
export interface Obedience {
  /**
   * Waits while there is a pause.
   *
   * @returns the ids of the cells that come first; undefined where no cell is to begin any more
   */
  next(): Promise<readonly string[] | undefined>;
  /** Whether a wish has ended the study. */
  isStopped(): boolean;
}

/** Obeys the wishes that `steering` reads. */
export function obey({ steering, wait, signal }: ObeyOptions): Obedience {
  let isStopped = false;
  return {
    async next() {
      for (;;) {
        if (signal?.aborted || isStopped) return undefined;
        const wishes = await steering?.read();
        if (wishes?.stop) isStopped = true;
        else if (wishes?.pause) await wait(PAUSED);
        else return wishes?.first ?? [];
      }
    },
    isStopped: () => isStopped,
  };
}

/** The cells, those with these ids first; the others stay in their order. */
export function withFirst(cells: readonly Cell[], first: readonly string[]): readonly Cell[] {
  const places = new Map(first.map((id, i) => [id, i]));
  if (!cells.some(({ id }) => places.has(id))) return cells;
  const placeOf = ({ id }: Cell): number => places.get(id) ?? first.length;
  return [...cells].sort((a, b) => placeOf(a) - placeOf(b));
}
