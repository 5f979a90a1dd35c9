/**
 * Steps whose figures are read together where they lie in a device's memory. A read waits until the
 * device has finished all its work; it then idles until the next step arrives.
 */
const STEPS_TOGETHER = 16;
/**
 * Sums that start at zero.
 *
 * @param count number of runs
 * @param onLosses called with the mean loss of each run in each step, in order, when they are read
 */
export function runningFigures(count, memory, onLosses) {
    const runs = Array.from({ length: count }, () => ({
        loss: 0,
        correct: 0,
    }));
    let unread = [];
    const sum = ({ step, rows, loss, correct }) => {
        onLosses?.(step, runs.map((_, r) => Number(loss.data[r]) / rows));
        runs.forEach((run, r) => {
            if (run.divergence !== undefined)
                return;
            const stepLoss = Number(loss.data[r]);
            if (!Number.isFinite(stepLoss))
                run.divergence = { step, loss: stepLoss };
            run.loss += stepLoss;
            run.correct += Number(correct.data[r]);
        });
    };
    const tensors = () => Object.fromEntries(unread.flatMap(({ loss, correct }, i) => [
        [`loss${i}`, loss],
        [`correct${i}`, correct],
    ]));
    const discard = () => {
        memory?.free(tensors());
        unread = [];
    };
    const settle = async () => {
        if (memory === undefined || unread.length === 0)
            return;
        const read = await memory.read(tensors());
        unread.forEach((figures, i) => {
            sum({ ...figures, loss: read[`loss${i}`], correct: read[`correct${i}`] });
        });
        discard();
    };
    return {
        async add(figures) {
            if (memory === undefined) {
                sum(figures);
                return true;
            }
            unread.push(figures);
            if (unread.length === STEPS_TOGETHER)
                await settle();
            return unread.length === 0;
        },
        settle,
        discard,
        allDiverged: () => runs.every(({ divergence }) => divergence !== undefined),
        results: (samples) => runs.map(({ loss, correct, divergence }) => divergence ?? { accuracy: correct / samples, loss: loss / samples }),
    };
}
