/** The orders in which cells are run, and a part of a study for array jobs. */
import { InputError } from "../../errors.js";
/**
 * Cells in the order in which they run: by problem, then all methods of one seed before the next
 * seed. After an interruption almost every seed therefore has runs of all methods.
 */
export function bySeed({ study, cells }) {
    const { problems, methods, seeds } = study;
    return problems.flatMap((_, p) => seeds.flatMap((_, s) => methods.map((_, m) => cells[(p * methods.length + m) * seeds.length + s])));
}
/**
 * The part that a text such as "2/8" means: the second of eight.
 *
 * @throws InputError for a text that is not i/n with i from 1 to n
 */
export function parseShard(text) {
    const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
    if (index === undefined || count === undefined || index < 1 || index > count) {
        throw new InputError(`A shard must be written i/n with i from 1 to n, as 2/8 for the second of eight; got "${text}".`);
    }
    return { index, count };
}
/**
 * Every `count`-th cell of the study in the order in which cells run. The parts together are the
 * study, no cell is in two of them, and they take about the same time.
 */
export function shardOf(planned, { index, count }) {
    const part = new Set(bySeed(planned).filter((_, at) => at % count === index - 1));
    return planned.cells.filter((cell) => part.has(cell));
}
