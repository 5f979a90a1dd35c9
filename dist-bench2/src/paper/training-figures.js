/** The evidence that the paper's figures are of the training samples. */
import { estimate } from "../study/results/estimate.js";
import { finalValues } from "../study/results/figures.js";
import { finishedRuns } from "./method-runs.js";
import { accuracyTable, lossTable, mnistClassCounts, pytorchRuns, pytorchZero } from "./paper.js";
/** A figure that is so many times nearer to one kind than to the other is taken for it. */
const NEARER = 3;
/** −Σ p ln q: the loss of always answering with the odds q, on samples with the shares p. */
export function crossEntropyOf(p, q) {
    const [all, of] = [p, q].map((counts) => counts.reduce((sum, n) => sum + n, 0));
    return -p.reduce((sum, n, i) => sum + (n / all) * Math.log(q[i] / of), 0);
}
/** What follows from the class counts alone, and what our runs from zero gave. */
export function trainingFigures(problems) {
    const { train, test } = mnistClassCounts;
    const share = (counts) => (100 * counts[1]) / counts.reduce((sum, n) => sum + n, 0);
    const counted = [
        compare("Share of the digit 1 in MNIST, in percent: zero's accuracy", accuracyTable.zero.mnist, share(train), share(test), 2),
        compare("Loss of answering with the class shares of MNIST's training images: zero's loss", lossTable.zero.mnist, crossEntropyOf(train, train), crossEntropyOf(test, train), 4),
    ];
    const measured = ["fashion-mnist", "cifar10"].flatMap((data) => {
        const problem = problems.find((one) => one.data.name === data);
        if (problem === undefined)
            return [];
        const of = (figure) => estimate(finalValues(finishedRuns(problem, "zero"), figure));
        const [running, tested] = [of("trainAccuracy"), of("testAccuracy")];
        if (running === null || tested === null)
            return [];
        return [
            {
                what: `Zero's accuracy on ${data}, whose classes are equally frequent: running over the last epoch, and on test samples (ours; PyTorch gave ${pytorchZero[data]} % running)`,
                paper: `${accuracyTable.zero[data].toFixed(2)} %`,
                training: withN(running),
                test: withN(tested),
                is: running.mean < tested.mean ? "training" : null,
            },
        ];
    });
    const best = ["mnist", "fashion-mnist", "cifar10"].map((data) => {
        const { trainAccuracy, testAccuracy, epochs } = pytorchRuns[data];
        const paper = accuracyTable.he[data];
        return {
            what: `He's accuracy on ${data}, beside one run of the same recipe in PyTorch after ${epochs} epochs`,
            paper: `${paper.toFixed(2)} %`,
            training: `${(100 * trainAccuracy).toFixed(2)} % running`,
            test: `${(100 * testAccuracy).toFixed(2)} %`,
            is: NEARER * Math.abs(paper - 100 * trainAccuracy) < Math.abs(paper - 100 * testAccuracy) ? "training" : null,
        };
    });
    return [...counted, ...measured, ...best];
}
function compare(what, paper, training, test, decimals) {
    const text = (x) => x.toFixed(decimals);
    const is = text(training) === text(paper) ? "training" : text(test) === text(paper) ? "test" : null;
    return { what, paper: text(paper), training: text(training), test: text(test), is };
}
function withN({ mean, n }) {
    return `${(100 * mean).toFixed(2)} % (mean of ${n})`;
}
