/**
 * Learning curves: each method's mean over seeds, with its interval as a band where five seeds or
 * more make it narrow enough, and with every seed as a thin line where there are fewer.
 */
import { lossText } from "../../study/results/figure-text.js";
import { MOST_METHODS, methodsLeftOut } from "../bounds.js";
import { plain, points } from "./axes.js";
import { curveChart } from "./curve-chart.js";
import { BANDS_FROM, curveData, hasBand, MOST_CROSSES } from "./curve-data.js";
import { isMarked } from "./curve-marks.js";
import { curvePanels } from "./curve-panels.js";
import { cutBands, cutMeans, cutSeeds } from "./cut-lines.js";
import { figure } from "./figure.js";
import { figureOf, measuresOf } from "./measures.js";
import { seedCount } from "./seed-count.js";
import { shortened } from "./text.js";
/** Methods that one chart shows; of more, each has a panel of its own. */
const MOST_IN_ONE = 6;
/**
 * One figure per measure that was recorded; none for a single epoch, since the final values then
 * show everything.
 */
export function learningCurves(all, looks, { document }) {
    const problem = { ...all, methods: all.methods.slice(0, MOST_METHODS) };
    if (problem.runs.every(({ epochs }) => epochs.length <= 1))
        return [];
    return measuresOf(problem.model.recipe.loss).flatMap((measure) => {
        const data = curveData(problem, measure);
        if (data === undefined)
            return [];
        const curves = curvesOf(problem, measure, data, looks);
        const draw = curves.looks.size > MOST_IN_ONE ? curvePanels : curveChart;
        const parts = {
            id: `${problem.id}-${measure.id}`,
            title: `${measure.title}, ${problem.title}`,
            caption: captionOf(problem, measure, curves) + methodsLeftOut(all.methods.length),
            description: describe(curves, measure),
            chart: draw(curves, measure.axis, document),
        };
        return [figure(parts, document)];
    });
}
/** What an answer that does not look at the sample knows. */
const oddsOf = (training) => training === undefined ? "equal odds" : "class shares";
function curvesOf({ methods, data: { majority, classes, training }, model }, measure, data, looks) {
    const { isLoss } = measure;
    const [low, high] = data.axis.domain;
    const chance = isLoss ? (training?.entropy ?? Math.log(classes)) : 100 * majority.share;
    const meansChance = !isLoss || model.recipe.loss === "cross-entropy";
    const isRecorded = (epochs) => epochs.some((epoch) => figureOf(epoch, measure) !== undefined);
    const thin = thinLines(methods, data);
    return {
        ...data,
        lines: cutMeans(data.axis, data.means),
        bands: cutBands(data.axis, data.means.filter(hasBand)),
        looks: new Map(methods
            .filter(({ runs }) => runs.some(({ epochs }) => isRecorded(epochs)))
            .map(({ label }) => [label, looks.get(label)])),
        thin: cutSeeds(data.axis, thin),
        cutOff: cutOff(data, thin, high),
        chance: meansChance && chance >= low && chance <= high
            ? { value: chance, label: isLoss ? oddsOf(training) : `always "${shortened(majority.className, 14)}"` }
            : undefined,
        isLoss,
    };
}
/** The seeds of methods without a band, and the runs that no mean is of: those that failed. */
function thinLines(methods, { means, seeds }) {
    const banded = new Set(means.filter(hasBand).map(({ method }) => method));
    const inBand = new Set(methods
        .filter(({ label, runs }) => banded.has(label) || runs.length === 1)
        .flatMap(({ label, averaged }) => averaged.map(({ seed }) => `${seed} ${label}`)));
    return seeds.filter(({ run }) => !inBand.has(run));
}
/** Where means and single seeds lie beyond the axis, at the epochs that have markers. */
function cutOff({ means, lastEpoch }, thin, high) {
    const beyond = [
        ...means.filter(({ mean }) => mean > high).map(({ method, epoch }) => ({ method, epoch })),
        ...thin.filter(({ value }) => value > high).map(({ method, epoch }) => ({ method, epoch })),
    ].filter(({ epoch }) => isMarked(epoch, lastEpoch));
    return [...new Map(beyond.map((place) => [JSON.stringify(place), place])).values()];
}
function captionOf(problem, { what, isLoss }, curves) {
    const { means, thin, brokenOff, chance, cutOff: cut, axis, seeds } = curves;
    const several = problem.methods.some(({ runs }) => runs.length > 1);
    const isPaneled = curves.looks.size > MOST_IN_ONE;
    const bands = means.some(hasBand) ? " Bands: 95 % t interval of the mean at each epoch." : "";
    const few = bands === "" ? "Thin lines: single seeds" : `Thin lines: single seeds, of fewer than ${BANDS_FROM} or failed`;
    const lines = thin.length > 0
        ? ` ${few}.`
        : several && seeds.length === 0
            ? " Single seeds are left out, being too many; data/epochs.csv has them."
            : "";
    const odds = isLoss
        ? `what ${oddsOf(problem.data.training)} give without a look at the sample`
        : `always answering "${problem.data.majority.className}"`;
    const signs = [
        isPaneled ? " In grey: the other methods." : "",
        chance === undefined ? "" : ` Dotted: ${odds}.`,
        cut.length > 0 ? ` ▲: beyond the axis, which ends at ${plain(Number(axis.domain[1].toPrecision(3)))}.` : "",
        brokenOff.length > 0 ? " ×: a run that broke off." : "",
        curves.broken > MOST_CROSSES
            ? ` The ${curves.broken} runs that broke off are not marked; data/runs.csv has them.`
            : "",
        notDrawn(problem, curves),
    ];
    return `${what} Lines: mean over ${seedCount(problem)}.${bands}${lines}${signs.join("")}`;
}
/** Methods of which no run ended an epoch. */
function notDrawn({ methods }, { looks }) {
    const names = methods.map(({ label }) => label).filter((label) => !looks.has(label));
    return names.length === 0 ? "" : ` Without a finished epoch: ${names.map((name) => `\`${name}\``).join(", ")}.`;
}
function describe({ ends }, { isLoss, what }) {
    const unit = (value) => (isLoss ? lossText(value) : `${points(value / 100)} %`);
    const values = ends.map(({ method, mean }) => `${method} ${unit(mean)}`);
    return `${what} At the end: ${values.length === 0 ? "no run finished" : values.join(", ")}.`;
}
