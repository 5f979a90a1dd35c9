/** Disks give out space in blocks of this many bytes, most file systems' own. */
const BLOCK = 4096;
/** Bytes of a result without epochs, of each epoch, and of a run's entry in the study's file. */
const [RESULT_BYTES, EPOCH_BYTES, LISTED_BYTES] = [600, 150, 120];
/** Bytes of page, figures, tables and data together: per problem, per run, per epoch of a run. */
const [PROBLEM_BYTES, RUN_BYTES, POINT_BYTES] = [120_000, 1200, 550];
/** Seconds until the report's code is loaded; then per problem, per run, per epoch of a run. */
const [LOAD_SECONDS, PROBLEM_SECONDS, RUN_SECONDS, POINT_SECONDS] = [0.5, 0.2, 3e-4, 1e-4];
/** Bytes on the disk that results of these cells take, each a file. */
export function resultBytes(cells) {
    const files = cells.map(({ method: { recipe } }) => inBlocks(RESULT_BYTES + recipe.epochs * EPOCH_BYTES));
    return files.reduce((sum, size) => sum + size, inBlocks(cells.length * LISTED_BYTES) + BLOCK);
}
/** Bytes on the disk and seconds of the report of these cells. */
export function reportOf(cells, problems) {
    const points = cells.reduce((sum, { method: { recipe } }) => sum + recipe.epochs, 0);
    const sum = (problem, run, point) => problems * problem + cells.length * run + points * point;
    return {
        bytes: inBlocks(sum(PROBLEM_BYTES, RUN_BYTES, POINT_BYTES)),
        seconds: LOAD_SECONDS + sum(PROBLEM_SECONDS, RUN_SECONDS, POINT_SECONDS),
    };
}
function inBlocks(bytes) {
    return Math.ceil(bytes / BLOCK) * BLOCK;
}
