/** How a study is run: the options beside the study itself, and how they are checked. */
import { closest, excerpt, InputError } from "../../../errors.js";
import { studyOptionsSchema } from "../../plan/options.js";
/** Every key of `RunStudyOptions`. */
const runKeys = {
    jobs: true,
    device: true,
    recompute: true,
    replicas: true,
    out: true,
    lease: true,
    shard: true,
    checkpointSeconds: true,
    memory: true,
    dataDir: true,
    signal: true,
    onEvent: true,
    onOutput: true,
};
/** Whole numbers among the options, with the lowest and the highest legal value. */
export const runBounds = {
    jobs: [1, 1024],
    replicas: [1, 1024],
    lease: [3, 86_400],
};
/**
 * Refuses what is no study with options, keys that are unknown or stand in the wrong argument, and
 * numbers out of bounds.
 *
 * @param caller "runStudy", for messages
 * @param study its first argument
 * @param run its second argument
 * @param more keys that the caller's second argument has besides
 * @throws InputError with the key and where it belongs, or the legal range
 */
export function checkRunOptions(caller, study, run, more = []) {
    if (typeof study !== "object" || study === null || Array.isArray(study)) {
        const remedy = typeof study === "string"
            ? `await readStudyFile(${JSON.stringify(excerpt(study))}) of "stepzero/node" reads one from a file`
            : '{ inits: ["he", "zero"] }, for example';
        throw new InputError(`${caller}: the study must be an object; ${remedy}.`);
    }
    const [studyKeys, legal] = [Object.keys(studyOptionsSchema.shape), [...Object.keys(runKeys), ...more]];
    const displaced = Object.keys(study).find((key) => legal.includes(key) && !studyKeys.includes(key));
    if (displaced !== undefined) {
        throw new InputError(`${caller}: "${displaced}" says how the study is run; write it in the second argument.`);
    }
    for (const key of Object.keys(run)) {
        if (legal.includes(key))
            continue;
        if (studyKeys.includes(key)) {
            throw new InputError(`${caller}: "${key}" is a key of the study; write it in the first argument.`);
        }
        const near = closest(key, legal);
        const hint = near === undefined ? `. Known: ${legal.join(", ")}.` : `; did you mean "${near}"?`;
        throw new InputError(`${caller}: unknown key "${excerpt(key)}" in the second argument${hint}`);
    }
    for (const [key, [low, high]] of Object.entries(runBounds)) {
        const value = run[key];
        const isLegal = typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
        if (value === undefined || isLegal)
            continue;
        throw new InputError(`${caller}: ${key} must be a whole number from ${low} to ${high}, got ${String(value)}.`);
    }
}
