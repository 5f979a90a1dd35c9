/** A method's outcome; undefined where it has no run. */
export function methodOn({ methods }, label) {
    return methods.find((one) => one.label === label);
}
/** A method's runs that were trained to the end, stuck ones included. */
export function finishedRuns(problem, label) {
    const runs = methodOn(problem, label)?.runs ?? [];
    return runs.filter(({ ending }) => ending === "learned" || ending === "stuck");
}
/** A method's runs that learned. */
export function learnedRuns(problem, label) {
    return methodOn(problem, label)?.learned ?? [];
}
