/** Learning curves of a few methods in one chart, each named where its line ends. */
import * as Plot from "@observablehq/plot";
import { chartOptions, MOST_LABEL, methodScales, quiet } from "./axes.js";
import { placeOn } from "./curve-data.js";
import { chanceMarks, curveMarks, curveScales } from "./curve-marks.js";
import { chartWidth, element, fontSize } from "./figure.js";
import { markerPath } from "./marker.js";
import { shortLabels, textWidth } from "./text.js";
/** Of the frame of the chart, in pixels. */
const chart = { height: 300, marginTop: 26, marginBottom: 40, marginLeft: 46 };
/** Markers nearer than this hide each other, in pixels. */
const HIDES_BELOW = 5;
/** From the frame to the marker of a label, and to its text. */
const [toMarker, toText] = [24, 33];
/** Least distance of two labels' lines, in pixels. */
const labelLine = 16;
/** The chart with all methods in it. */
export function curveChart(curves, axis, document) {
    const short = shortLabels([...curves.looks.keys()], MOST_LABEL, fontSize);
    const names = [...short.values(), ...(curves.chance === undefined ? [] : [curves.chance.label])];
    const marginRight = toText + Math.ceil(Math.max(...names.map((text) => textWidth(text, fontSize))));
    const coverOf = coverage(curves);
    const sizes = {
        line: (label) => {
            const covers = curves.means.filter(({ method }) => method === label).map(coverOf);
            return 2 + 1.8 * Math.min(2, ...covers);
        },
        marker: (point) => 3.6 + 1.7 * Math.min(coverOf(point), 2),
    };
    const drawn = Plot.plot({
        ...chartOptions(document),
        ...chart,
        marginRight,
        ...methodScales(curves.looks),
        ...curveScales(curves, axis, 8, 6),
        marks: [...chanceMarks(curves), ...curveMarks(curves, sizes)],
    });
    drawn.append(...endLabels(curves, short, chartWidth - marginRight, document));
    return drawn;
}
/** The name of each method at the height where its line ends, or near to it. */
function endLabels(curves, short, right, document) {
    const { looks, chance, axis } = curves;
    const ends = [
        ...[...looks].map(([method, look]) => ({ text: short.get(method), look, ...endOf(curves, method) })),
        ...(chance === undefined ? [] : [{ text: chance.label, y: heightOf(axis, chance.value), isJoined: true }]),
    ].sort((a, b) => a.y - b.y);
    const places = spread(ends.map(({ y }) => y));
    return ends.map((end, i) => endLabel(end, places[i], right, document));
}
function endLabel({ text, look, y, isJoined }, place, right, document) {
    const group = element(document, "g", { "text-anchor": "start" });
    const leader = {
        d: `M${right + 7},${y}L${right + toMarker - 7},${place}`,
        fill: "none",
        stroke: look?.colour ?? quiet,
        "stroke-width": 1,
        "stroke-dasharray": look === undefined ? "2 3" : "none",
    };
    if (isJoined)
        group.append(element(document, "path", leader));
    if (look === undefined) {
        group.append(element(document, "text", { x: right + toMarker - 5, y: place + 4, fill: quiet }, text));
        return group;
    }
    const marker = { transform: `translate(${right + toMarker},${place})`, fill: look.colour };
    group.append(element(document, "path", { d: markerPath(look.marker), ...marker }), element(document, "text", { x: right + toText, y: place + 4 }, text));
    return group;
}
/**
 * Where a method's line ends, in pixels from the top, and whether a stroke leads from there to its
 * name: not from a line that ends early, or beyond the axis.
 */
function endOf({ ends, seeds, means, axis, lastEpoch }, label) {
    const isOf = ({ method }) => method === label;
    const end = ends.find(isOf);
    const value = end?.mean ?? means.findLast(isOf)?.mean ?? seeds.findLast(isOf)?.value;
    const isWithin = value !== undefined && value >= axis.domain[0] && value <= axis.domain[1];
    return {
        y: value === undefined ? chart.height - chart.marginBottom : heightOf(axis, value),
        isJoined: end?.epoch === lastEpoch && isWithin,
    };
}
/** Pixels from the top of the chart; values beyond the axis lie at its end. */
function heightOf(axis, value) {
    const place = Math.min(1, Math.max(0, placeOn(axis, value)));
    return chart.marginTop + (1 - place) * (chart.height - chart.marginTop - chart.marginBottom);
}
/** The places nearest to these, in their order, with a line between any two. */
function spread(places) {
    const blocks = [];
    const middle = (block) => block.sum / block.count;
    places.forEach((place, i) => {
        blocks.push({ sum: place - i * labelLine, count: 1 });
        while (blocks.length > 1 && middle(blocks.at(-2)) > middle(blocks.at(-1))) {
            const { sum, count } = blocks.pop();
            blocks[blocks.length - 1] = { sum: blocks.at(-1).sum + sum, count: blocks.at(-1).count + count };
        }
    });
    const lowest = chart.height - chart.marginBottom - (places.length - 1) * labelLine;
    const shifts = blocks.flatMap((block) => Array.from({ length: block.count }, () => middle(block)));
    return shifts.map((shift, i) => Math.max(chart.marginTop, Math.min(shift, lowest)) + i * labelLine);
}
/**
 * How many methods that are drawn later hide a point. Hidden lines and markers are drawn larger, so
 * that they show around those above them.
 */
function coverage({ looks, means, axis }) {
    const order = new Map([...looks.keys()].map((label, i) => [label, i]));
    const height = chart.height - chart.marginTop - chart.marginBottom;
    const byEpoch = new Map();
    for (const point of means)
        byEpoch.set(point.epoch, [...(byEpoch.get(point.epoch) ?? []), point]);
    return ({ method, epoch, mean }) => byEpoch.get(epoch).filter((other) => {
        const distance = height * Math.abs(placeOn(axis, other.mean) - placeOn(axis, mean));
        return order.get(other.method) > order.get(method) && distance < HIDES_BELOW;
    }).length;
}
