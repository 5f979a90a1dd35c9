/** The orders in which cells are run, and a part of a study for array jobs. */
import { InputError } from "../../errors.js";
import type { Cell } from "./cell.js";
import type { PlannedStudy } from "./plan-study.js";

/**
 * Cells in the order in which they run: by problem, then all methods of one seed before the next
 * seed. After an interruption almost every seed therefore has runs of all methods.
 */
export function bySeed({ study, cells }: PlannedStudy): Cell[] {
  const { problems, methods, seeds, tuning } = study;
  if (tuning !== undefined) return [...cells];
  return problems.flatMap((_, p) =>
    seeds.flatMap((_, s) => methods.map((_, m) => cells[(p * methods.length + m) * seeds.length + s]!)),
  );
}

/** One of several parts of a study. */
export interface Shard {
  /** 1 … `count`. */
  readonly index: number;
  /** At least 1. */
  readonly count: number;
}

/**
 * The part that a text such as "2/8" means: the second of eight.
 *
 * @throws InputError for a text that is not i/n with i from 1 to n
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
 * Every `count`-th cell of the study in the order in which cells run. The parts together are the
 * study, no cell is in two of them, and they take about the same time.
 */
export function shardOf(planned: PlannedStudy, { index, count }: Shard): Cell[] {
  const part = new Set(bySeed(planned).filter((_, at) => at % count === index - 1));
  return planned.cells.filter((cell) => part.has(cell));
}
