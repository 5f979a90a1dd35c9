/** Draws the figures of a diagnosis: the measurement as markers, theory and noise behind it. */
import * as Plot from "@observablehq/plot";
import { hues } from "../colours.js";
import { chartOptions, countTicks, faint, page, plain, quiet } from "../figures/axes.js";
import { chartWidth, element, figure } from "../figures/figure.js";
import { shortened } from "../figures/text.js";
import { titleOf } from "./depth-figure.js";
import { bandWithin, lineWithin, placed } from "./depth-points.js";
import { legend, legendHeight } from "./legend.js";
import { digits } from "./numbers.js";
const theoryColour = `var(--hue-ink, ${hues.ink[0]})`;
const referenceColour = `var(--hue-vermilion, ${hues.vermilion[0]})`;
const referenceDash = "6 3";
const bandOpacity = 0.28;
/** Margins beside the frame, in pixels. */
const [left, right] = [52, 14];
/**
 * Draws one figure.
 *
 * @returns undefined where no layer has what it shows
 */
export function depthFigure(of, diagnosis, { document }) {
    const chart = chartOf(of, diagnosis);
    if (chart.series.length === 0)
        return undefined;
    return figure({
        id: of.id,
        title: `${of.title}, ${shortened(titleOf(diagnosis), 32)}`,
        caption: captionOf(of, chart, diagnosis),
        description: describe(chart, diagnosis),
        chart: draw(chart, document),
    }, document);
}
function chartOf(of, diagnosis) {
    const { layers, reference } = diagnosis;
    const series = of.measured
        .map((one) => ({ of: one, points: placed(of.axis, layers.map(one.value)) }))
        .filter(({ points }) => Object.values(points).some((some) => some.length > 0));
    const line = (one) => one === undefined ? undefined : labelled(one.label, lineWithin(of.axis, one.values), ({ value }) => value);
    const band = of.band?.(diagnosis);
    return {
        axis: of.axis,
        names: layers.map(({ name }) => name),
        series,
        theory: line(of.theory?.(diagnosis)),
        band: band === undefined ? undefined : labelled(band.label, bandWithin(of.axis, band.ranges), ({ low }) => low),
        reference: reference === null || of.reference === undefined
            ? undefined
            : line({ label: referenceName(reference), values: reference.layers.map(of.reference) }),
        usual: of.usual,
    };
}
function labelled(label, points, number) {
    return points.some((point) => !Number.isNaN(number(point))) ? { label, points } : undefined;
}
const referenceName = ({ method, draws }) => `${shortened(method)}, ${draws === 1 ? "1 draw" : `median of ${draws}`}`;
function captionOf(of, { series, theory, band, reference, axis }, diagnosis) {
    const has = (side) => series.some(({ points }) => points[side].length > 0);
    const isBelowZero = axis.logarithmic ? " (0, for example)" : "";
    const ends = axis.domain.map(plain);
    return [
        of.caption(diagnosis),
        theory === undefined || of.ofTheory === undefined ? "" : ` ${of.ofTheory}`,
        band === undefined ? "" : ` Band: where 95 % of the draws of the weights lie, by theory; line: their mean.`,
        reference === undefined ? "" : ` Dashed: the same network by \`${diagnosis.reference.method}\`.`,
        has("above") ? ` ▲: above the axis, which ends at ${ends[1]}.` : "",
        has("below") ? ` ▼: below the axis${isBelowZero}, which begins at ${ends[0]}.` : "",
        has("noNumber") ? " ×: no number." : "",
    ].join("");
}
/** The numbers at both ends of the network. */
function describe({ series, names, reference }, { layers }) {
    const ends = series.map(({ of }) => {
        const values = layers.flatMap((layer, i) => {
            const value = of.value(layer);
            return value === null ? [] : [{ value, name: names[i] }];
        });
        const [first, last] = [values[0], values.at(-1)];
        const start = `${of.label}: ${digits(first.value)} at ${first.name}`;
        return values.length === 1 ? start : `${start}, ${digits(last.value)} at ${last.name}`;
    });
    const beside = reference === undefined ? "" : ` Beside it: ${reference.label}.`;
    return `${names.length === 1 ? "One layer" : `${names.length} layers`}; ${ends.join("; ")}.${beside}`;
}
function entriesOf({ series, theory, band, reference, usual }) {
    return [
        ...series.map(({ of: { label, colour, marker } }) => ({ label, colour, sign: { kind: "marker", marker } })),
        ...(theory === undefined ? [] : [lineEntry(theory.label, theoryColour, "none")]),
        ...(band === undefined
            ? []
            : [{ label: band.label, colour: quiet, sign: { kind: "band", opacity: bandOpacity } }]),
        ...(reference === undefined ? [] : [lineEntry(reference.label, referenceColour, referenceDash)]),
        ...(usual === undefined ? [] : [lineEntry(usual.label, quiet, "2 3")]),
    ];
}
const lineEntry = (label, colour, dash) => ({
    label,
    colour,
    sign: { kind: "line", dash },
});
function draw(chart, document) {
    const { axis, names } = chart;
    const drawn = Plot.plot({
        ...chartOptions(document),
        height: 270,
        marginTop: 26,
        marginBottom: 40,
        marginLeft: left,
        marginRight: right,
        x: {
            label: "layer",
            labelAnchor: "center",
            labelArrow: "none",
            domain: [0.5, names.length + 0.5],
            ticks: countTicks(names.length, 10),
            tickFormat: plain,
        },
        y: {
            label: axis.label,
            labelAnchor: "top",
            labelArrow: "none",
            grid: true,
            type: axis.logarithmic ? "log" : "linear",
            domain: [...axis.domain],
            ticks: [...axis.ticks],
            tickFormat: axis.logarithmic ? power : plain,
        },
        marks: marksOf(chart),
    });
    return underLegend(drawn, entriesOf(chart), document);
}
/** 1e-8 → "1e−8". */
const power = (value) => (value === 1 ? "1" : `1e${Math.round(Math.log10(value))}`.replace("-", "−"));
/** The chart, moved down, and the legend above it. */
function underLegend(chart, entries, document) {
    const top = legendHeight(entries) + 4;
    const below = element(document, "g", { transform: `translate(0,${top})` });
    below.append(...chart.childNodes);
    chart.append(legend(entries, document), below);
    chart.setAttribute("height", String(top + Number(chart.getAttribute("height"))));
    return chart;
}
/** From the back to the front. */
function marksOf(chart) {
    const { axis, series, theory, band, reference, usual } = chart;
    const [low] = axis.domain;
    const line = { x: "layer", y: "value", strokeWidth: 2 };
    const area = { x: "layer", y1: "low", y2: "high", fill: quiet, fillOpacity: bandOpacity };
    return [
        Plot.ruleY([low], { stroke: faint }),
        ...(band === undefined ? [] : [Plot.areaY(band.points, area)]),
        ...(usual === undefined ? [] : [Plot.ruleY([usual.value], { stroke: quiet, strokeDasharray: "2 3" })]),
        ...(reference === undefined
            ? []
            : [
                Plot.line(reference.points, {
                    ...line,
                    stroke: referenceColour,
                    strokeDasharray: referenceDash,
                }),
            ]),
        ...(theory === undefined ? [] : [Plot.line(theory.points, { ...line, stroke: theoryColour })]),
        ...series.flatMap(({ of, points }) => markersOf(of, points, chart)),
    ];
}
/** A marker per layer, and signs for what is beyond the axis. */
function markersOf({ colour, marker }, points, { axis, names }) {
    const [low, high] = axis.domain;
    const title = ({ layer, value }) => `${layer} ${names[layer - 1]}: ${digits(value)}`;
    const size = radiusFor(names.length, 3.8, 0.42);
    // A triangle is wider than a disc of the same area.
    const signSize = radiusFor(names.length, 4.8, 0.36);
    const dot = { x: "layer", fill: colour, r: size, title };
    const sign = { ...dot, r: signSize };
    const times = { ...sign, symbol: "times", fill: "none", stroke: colour, strokeWidth: 1.5 };
    return [
        Plot.dot(points.within, { ...dot, y: "value", symbol: marker, stroke: page, strokeWidth: 0.6 }),
        Plot.dot(points.above, { ...sign, y: high, symbol: "triangle", dy: signSize }),
        Plot.dot(points.below, { ...sign, y: low, symbol: "triangle", rotate: 180, dy: -signSize }),
        Plot.dot(points.noNumber, { ...times, y: low, dy: -signSize - 2 }),
    ];
}
/** In pixels: at most so much, and this share of a step, so neighbours stay apart. */
const radiusFor = (layers, most, share) => Math.min(most, Math.max(1.3, (share * (chartWidth - left - right)) / layers));
