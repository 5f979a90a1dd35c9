/** The names of the figures in sentences. */
export const figureNames = {
    trainAccuracy: "running training accuracy",
    trainLoss: "running training loss",
    evalTrainAccuracy: "evaluation-mode training accuracy",
    evalTrainLoss: "evaluation-mode training loss",
    validationAccuracy: "validation accuracy",
    validationLoss: "validation loss",
    testAccuracy: "test accuracy",
    testLoss: "test loss",
};
/** A figure after the last epoch of each run that has it, in the order of the runs. */
export function finalValues(runs, figure) {
    return runs.flatMap(({ epochs }) => epochs.at(-1)?.[figure] ?? []);
}
/** A figure after the last epoch, by seed; runs without it are left out. */
export function finalBySeed(runs, figure) {
    return new Map(runs.flatMap(({ seed, epochs }) => {
        const value = epochs.at(-1)?.[figure];
        return value === undefined ? [] : [[seed, value]];
    }));
}
/** Wall time of training and evaluation of some runs, in seconds. */
export function secondsOf(runs) {
    return runs.reduce((sum, { epochs }) => sum + epochs.reduce((all, { seconds }) => all + seconds, 0), 0);
}
