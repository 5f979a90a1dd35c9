/** Raised when a program that reads the object must change. */
export const COMPARE_FORMAT = "stepzero/compare/4";
/**
 * The object of `compare --json`: see `schema.ts` and docs/compare.md. Keys and runs come in a
 * fixed order; only `seconds` differ when a study is run again.
 */
export function compareOutput({ study, stepzero, runtimes, problems, across }) {
    const { resultsVersion, ...rest } = study;
    return {
        format: COMPARE_FORMAT,
        study: { stepzero, resultsVersion, runtimes, ...rest },
        runs: problems.flatMap((problem) => runRows(problem, study.methods)),
        summary: problems.flatMap((problem) => problem.methods.map((method) => methodRow(problem, method))),
        advice: problems.map(({ advice, sentences, ...problem }) => ({
            ...labelsOf(problem),
            ...advice,
            evidence: sentences,
        })),
        verdicts: problems.flatMap(({ verdicts, ...problem }) => verdicts === undefined ? [] : [{ ...labelsOf(problem), ...verdicts }]),
        across,
    };
}
/** The runs of a problem with the labels of what was run, in the study's order. */
export function runRows(problem, methods) {
    return problem.runs.map(({ id, method, seed, ending, reason, step, cost, notes, epochs }) => ({
        id,
        ...labelsOf(problem),
        method: methods[method].label,
        seed,
        ending,
        reason,
        step,
        cost,
        notes,
        epochs,
    }));
}
/** A method on a problem with its labels; its runs are counted. */
function methodRow(problem, outcome) {
    const { method: _, label, recipe: __, learned: ___, averaged: ____, rank, runs, ...figures } = outcome;
    return { ...labelsOf(problem), method: label, rank, runs: runs.length, ...figures };
}
function labelsOf({ data, model }) {
    return { data: data.name, model: model.label };
}
