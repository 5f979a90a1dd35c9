/** The orders in which cells are run, and a part of a study for array jobs. */
import { InputError } from "../../errors.js";
import type { Cell } from "./cell.js";
import type { PlannedStudy } from "./plan-study.js";

/**
 * Cells in the order in which they run: by problem, then all methods of one seed before the next
 * seed, so that what an interruption leaves is paired.
 */
export function bySeed({ study, cells }: PlannedStudy): Cell[] {
  const { problems, methods, seeds } = study;
  return problems.flatMap((_, p) =>
    seeds.flatMap((_, s) => methods.map((_, m) => cells[(p * methods.length + m) * seeds.length + s]!)),
  );
}

/** Part `index` (from 1) of `count` parts. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The part that "2/8" names.
 *
 * @throws InputError for what is no part of a whole
 */
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
 * Every `count`-th cell of the study, dealt out in the order in which cells run: the parts together
 * are the study, no cell is in two, and the parts take about the same time.
 */
export function shardOf(planned: PlannedStudy, { index, count }: Shard): Cell[] {
  const part = new Set(bySeed(planned).filter((_, at) => at % count === index - 1));
  return planned.cells.filter((cell) => part.has(cell));
}
