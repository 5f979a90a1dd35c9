/** Final test accuracies: a dot per seed, and each method's mean with its interval. */
import * as Plot from "@observablehq/plot";
import { failureKinds } from "../../study/results/failures.js";
import { percent } from "../../study/results/figure-text.js";
import { MOST_METHODS, MOST_POINTS, methodsLeftOut } from "../bounds.js";
import { chartOptions, extent, INTERVALS_FROM, labelMargin, methodAxis, methodScales, plain } from "./axes.js";
import { chartWidth, figure } from "./figure.js";
import { seedCount } from "./seed-count.js";
/**
 * Draws the final test accuracies of a problem.
 *
 * @returns undefined where no run finished
 */
export function finalValues(problem, looks, { document }) {
    const methods = problem.methods.slice(0, MOST_METHODS);
    if (methods.every(({ testAccuracy }) => testAccuracy === null))
        return undefined;
    const values = finalValuesOf(methods);
    return figure({
        id: `${problem.id}-final-values`,
        title: `Test accuracy after the last epoch, ${problem.title}`,
        caption: captionOf(problem, values) + methodsLeftOut(problem.methods.length),
        description: `By rank: ${methods.map(describe).join("; ")}.`,
        chart: draw(values, looks, document),
    }, document);
}
function captionOf(problem, { dots, intervals }) {
    if (intervals.every(({ n }) => n === 1)) {
        return "One run per method (n = 1): a marker each, and no interval. Failed runs are named.";
    }
    const seeds = dots.length > 0 ? "A marker per seed; upright" : "Upright";
    const bars = intervals.some(({ low }) => low !== null)
        ? "bar: its 95 % t interval."
        : `no intervals: those of fewer than ${INTERVALS_FROM} seeds say less than the values.`;
    const leftOut = dots.length > 0 ? "" : " Single seeds are left out, being too many; data/runs.csv has them.";
    return `${seeds}: mean over ${seedCount(problem)}; ${bars} Failed runs are named, not averaged in.${leftOut}`;
}
function finalValuesOf(methods) {
    const anyLearned = methods.some(({ rank }) => rank !== null);
    // Stuck runs are in words only: on the axis they would squeeze the others together.
    const drawn = methods.filter(({ rank, testAccuracy }) => testAccuracy !== null && (rank !== null || !anyLearned));
    const inStudyOrder = [...drawn].sort((a, b) => a.method - b.method);
    // An interval may reach beyond what an accuracy can be.
    const inPercent = (end) => (end === null ? null : 100 * Math.min(1, Math.max(0, end)));
    return {
        labels: methods.map(({ label }) => label),
        dots: drawn.reduce((sum, { averaged }) => sum + averaged.length, 0) > MOST_POINTS
            ? []
            : inStudyOrder.flatMap(({ label: method, averaged }) => averaged.map(({ epochs }) => ({ method, value: 100 * epochs.at(-1).testAccuracy }))),
        intervals: drawn.map(({ label, testAccuracy }) => {
            const { n, mean, low, high } = testAccuracy;
            const ends = n < INTERVALS_FROM ? { low: null, high: null } : { low: inPercent(low), high: inPercent(high) };
            return { method: label, n, mean: 100 * mean, ...ends };
        }),
        notes: methods.flatMap((method) => {
            const text = failureNote(method, anyLearned);
            return text === undefined ? [] : [{ method: method.label, text, alone: !drawn.includes(method) }];
        }),
    };
}
function draw({ labels, dots, intervals, notes }, looks, document) {
    const [beside, alone] = [false, true].map((isAlone) => notes.filter((note) => note.alone === isAlone));
    const colour = { value: (row) => row.method, scale: "color" };
    const marginLeft = labelMargin(labels);
    const marginRight = beside.length > 0 ? 92 : 12;
    const [low, high] = extent([
        ...dots.map(({ value }) => value),
        ...(dots.length > 0 ? [] : intervals.map(({ mean }) => mean)),
        ...intervals.flatMap((one) => [one.low, one.high].flatMap((x) => x ?? [])),
    ]);
    const room = 0.04 * (high - low) || 1;
    const note = { y: "method", text: "text", textAnchor: "start", dx: 6 };
    return Plot.plot({
        ...chartOptions(document),
        height: 58 + 30 * labels.length,
        marginLeft,
        marginRight,
        marginTop: 8,
        marginBottom: 42,
        ...methodScales(looks),
        x: {
            label: "test accuracy after the last epoch (%)",
            labelAnchor: "center",
            labelArrow: "none",
            domain: [Math.max(0, low - room), Math.min(100, high + room)],
            ticks: Math.floor((chartWidth - marginLeft - marginRight) / 60),
            tickFormat: plain,
            grid: true,
        },
        y: methodAxis(labels),
        marks: [
            Plot.ruleY(intervals.filter((one) => one.low !== null), { y: "method", x1: "low", x2: "high", stroke: colour, strokeWidth: 7, strokeOpacity: 0.28 }),
            Plot.tickX(intervals, { x: "mean", y: "method", stroke: colour, strokeWidth: 2.5, inset: 3 }),
            Plot.dot(dots, {
                x: "value",
                y: "method",
                fill: colour,
                fillOpacity: 0.75,
                symbol: { value: "method", scale: "symbol" },
                r: 3.4,
            }),
            Plot.text(beside, { ...note, frameAnchor: "right" }),
            Plot.text(alone, { ...note, frameAnchor: "left" }),
        ],
    });
}
/** "2/5 diverged"; undefined where nothing failed. */
function failureNote({ failures, runs, testAccuracy }, anyLearned) {
    const kinds = failureKinds.filter((kind) => failures[kind] > 0);
    if (kinds.length === 0 || (!anyLearned && kinds.length === 1 && kinds[0] === "stuck"))
        return undefined;
    const at = failures.stuck === runs.length && testAccuracy !== null ? ` at ${percent(testAccuracy.mean)}` : "";
    return `${kinds.map((kind) => `${failures[kind]}/${runs.length} ${kind}`).join(", ")}${at}`;
}
function describe(method) {
    const { label, testAccuracy } = method;
    const failed = failureNote(method, true);
    if (testAccuracy === null || failed?.includes(" at "))
        return `${label} ${failed ?? "without a result"}`;
    const { mean, low, high, n } = testAccuracy;
    const interval = low === null || high === null ? "" : ` [${(100 * low).toFixed(2)}, ${(100 * high).toFixed(2)}]`;
    return `${label} ${percent(mean)}${interval}, n = ${n}${failed === undefined ? "" : `, ${failed}`}`;
}
