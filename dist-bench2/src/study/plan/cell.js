/**
 * A text that is equal for cells that one compiled training graph serves: they differ in
 * initializer and seeds only.
 */
export function trainingKey({ problem, method }) {
    const { dataChecksum, limit, validation, model } = problem;
    const { name, options, file } = model;
    return JSON.stringify([problem.data, dataChecksum, limit, validation, name, file?.sha256, options, method.recipe]);
}
