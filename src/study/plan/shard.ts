/** A part of a study, for array jobs: the parts together are the whole, and no cell is in two. */
import { InputError } from "../../errors.js";
import type { Cell } from "./cell.js";
import type { Study } from "./plan.js";

export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** "2/8". @throws InputError for what is no part of a whole */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new InputError(
      `A shard must be written i/n with i from 1 to n, as 2/8 for the second of eight; got "${text}".`,
    );
  }
  return { index, count };
}

/**
 * Every n-th cell of the study, dealt out seed by seed within each problem, so that the parts take about the same time.
 */
export function shardOf({ cells, problems, inits, seeds }: Study, { index, count }: Shard): Cell[] {
  // Cells lie by problem, method, seed; dealt by problem, seed, method.
  const dealt = problems.flatMap((_, p) =>
    seeds.flatMap((_, s) => inits.map((_, i) => cells[(p * inits.length + i) * seeds.length + s]!)),
  );
  const mine = new Set(dealt.filter((_, at) => at % count === index - 1));
  return cells.filter((cell) => mine.has(cell));
}
