/** Paired differences at equal seeds: the lead of the first method over each other one. */
import * as Plot from "@observablehq/plot";
import { finalBySeed } from "../../study/results/figures.js";
import { seenFrom } from "../../study/results/pair-verdict.js";
import { MOST_METHODS, MOST_POINTS, methodsLeftOut } from "../bounds.js";
import { chartOptions, extent, faint, INTERVALS_FROM, labelMargin, methodAxis, methodScales, page, plain, points, quiet, } from "./axes.js";
import { figure } from "./figure.js";
import { numberOf } from "./seed-count.js";
import { shortened } from "./text.js";
/**
 * Draws how far a problem's reference, which is its baseline or its first method, is ahead.
 *
 * @returns undefined where no seed has two methods that learned
 */
export function differences(problem, looks, { document }) {
    if (problem.verdicts === undefined)
        return undefined;
    const { reference: first, verdicts } = problem.verdicts;
    const all = verdicts.filter(({ a, b, mean }) => (a === first || b === first) && mean !== null);
    const pairs = all.slice(0, MOST_METHODS);
    if (pairs.length === 0)
        return undefined;
    const rows = pairs.map((pair) => differenceFrom(first, pair));
    const margin = rows.find(({ equivalence }) => equivalence !== null)?.equivalence?.margin;
    return figure({
        id: `${problem.id}-differences`,
        title: `How far \`${first}\` is ahead of the others at equal seeds, ${problem.title}`,
        caption: captionOf(first, rows, margin) + seedsLeftOut(rows) + methodsLeftOut(problem.methods.length),
        description: `${pairs.map(({ sentence }) => sentence).join("; ")}.`,
        chart: draw(problem, first, rows, margin, looks, document),
    }, document);
}
/** A pair as seen from its reference: above 0 where that is better. */
function differenceFrom(reference, pair) {
    const { n, basis, kind, winner, equivalence } = pair;
    const { other, value, low, high } = seenFrom(reference, pair);
    const inPoints = (end) => (end === null || n < INTERVALS_FROM ? null : 100 * end);
    return {
        method: other,
        n,
        basis,
        center: 100 * value,
        low: inPoints(low),
        high: inPoints(high),
        shown: kind === "winner" && winner !== null,
        equivalence,
    };
}
function captionOf(first, rows, margin) {
    const interval = rows.some(({ low }) => low !== null) ? " line: its interval, all together with 95 %;" : "";
    const shaded = margin === undefined ? "" : ` Shaded: ± ${points(margin)} points, the margin of equivalence.`;
    const medians = rows.filter(({ basis }) => basis === "median").map(({ method }) => `\`${method}\``);
    const center = medians.length === 0 ? "mean" : `mean (median for ${medians.join(", ")})`;
    return (`Right of 0, \`${first}\` is better. Large marker: ${center} of the paired differences (${numberOf(rows.map(({ n }) => n))}), filled where the difference ` +
        `holds after correction (Holm) for all pairs that are judged, hollow where it does not;${interval} small dots: single seeds.${shaded}`);
}
function draw(problem, first, rows, margin, looks, document) {
    const labels = rows.map(({ method }) => method);
    const dots = areTooMany(rows) ? [] : dotsOf(problem, first, labels);
    const colour = { value: (row) => row.method, scale: "color" };
    const [least, greatest] = extent([
        0,
        ...dots.map(({ value }) => value),
        ...rows.map(({ center }) => center),
        ...rows.flatMap(({ low, high }) => [low, high].flatMap((x) => x ?? [])),
    ]);
    const room = 0.05 * (greatest - least) || 1;
    return Plot.plot({
        ...chartOptions(document),
        height: 58 + 30 * rows.length,
        marginLeft: labelMargin(labels),
        marginRight: 12,
        marginTop: 8,
        marginBottom: 42,
        ...methodScales(looks),
        x: {
            label: `${shortened(first)} minus the other, test accuracy (points)`,
            labelAnchor: "center",
            labelArrow: "none",
            domain: [least - room, greatest + room],
            ticks: 6,
            tickFormat: plain,
            grid: true,
        },
        y: methodAxis(labels),
        marks: [
            ...(margin === undefined
                ? []
                : [Plot.rectX([0], { x1: -100 * margin, x2: 100 * margin, fill: faint, fillOpacity: 0.6 })]),
            Plot.ruleX([0], { stroke: quiet, strokeWidth: 1.5 }),
            Plot.ruleY(rows.filter(({ low }) => low !== null), { y: "method", x1: "low", x2: "high", stroke: colour, strokeWidth: 2 }),
            Plot.dot(dots, { x: "value", y: "method", fill: colour, fillOpacity: 0.5, r: 2, dy: 8 }),
            Plot.dot(rows, {
                x: "center",
                y: "method",
                stroke: colour,
                strokeWidth: 2,
                // Readers who do not see the colour see the shape: full markers are differences that hold.
                fill: (row) => (row.shown ? looks.get(row.method).colour : page),
                symbol: { value: "method", scale: "symbol" },
                r: 5,
            }),
        ],
    });
}
/** Whether dots of all seeds would cover the figure. */
function areTooMany(rows) {
    return rows.reduce((sum, { n }) => sum + n, 0) > MOST_POINTS;
}
function seedsLeftOut(rows) {
    return areTooMany(rows) ? " The dots are left out, being too many; data/runs.csv has the runs." : "";
}
/** The difference of the reference from each other one, seed by seed, in points. */
function dotsOf({ methods, runs }, first, others) {
    const bySeed = new Map(methods.map(({ label, learned }) => [label, finalBySeed(learned, "testAccuracy")]));
    const seeds = [...new Set(runs.map(({ seed }) => seed))];
    const firstBySeed = bySeed.get(first);
    return others.flatMap((method) => seeds.flatMap((seed) => {
        const [a, b] = [firstBySeed.get(seed), bySeed.get(method).get(seed)];
        return a === undefined || b === undefined ? [] : [{ method, value: 100 * (a - b) }];
    }));
}
