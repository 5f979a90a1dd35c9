/** Learning curves of many methods: a panel for each, with the others behind it in grey. */
import * as Plot from "@observablehq/plot";
import { MOST_POINTS } from "../bounds.js";
import { chartOptions, methodScales, quiet } from "./axes.js";
import { chanceMarks, curveMarks, curveScales } from "./curve-marks.js";
import { chartWidth, fontSize } from "./figure.js";
import { shortLabels, wrapName } from "./text.js";
const columns = 3;
/** Of the frame of a panel, and between panels, in pixels. */
const [panelHeight, gap] = [104, 16];
const margins = { marginLeft: 46, marginRight: 10, marginBottom: 40 };
/** Of a panel's title, in pixels. */
const titleLine = 14;
/** One panel per method, by rank. */
export function curvePanels(curves, axis, document) {
    const labels = [...curves.looks.keys()];
    const rows = Math.ceil(labels.length / columns);
    const width = (chartWidth - margins.marginLeft - margins.marginRight - gap * (columns - 1)) / columns;
    const titles = titlesOf(labels, width - 12);
    const titleHeight = titleLine * Math.max(...[...titles.values()].map((lines) => lines.length)) + 6;
    const step = panelHeight + titleHeight + 6;
    const marginTop = 18 + titleHeight;
    const at = new Map(labels.map((label, i) => [label, i]));
    const panel = {
        fx: ({ method }) => at.get(method) % columns,
        fy: ({ method }) => Math.floor(at.get(method) / columns),
    };
    const sizes = { line: () => 2, marker: () => 2.8 };
    const corner = { ...panel, frameAnchor: "top-left", fontSize };
    const heading = labels.map((method) => ({ method }));
    return Plot.plot({
        ...chartOptions(document),
        height: marginTop + rows * step - (step - panelHeight) + margins.marginBottom,
        ...margins,
        marginTop,
        ...methodScales(curves.looks),
        ...curveScales(curves, axis, 4, 4),
        fx: {
            domain: Array.from({ length: columns }, (_, i) => i),
            axis: null,
            padding: gap / (width + gap),
            round: false,
        },
        fy: {
            domain: Array.from({ length: rows }, (_, i) => i),
            axis: null,
            padding: 1 - panelHeight / step,
            round: false,
        },
        marks: [
            ...chanceMarks(curves),
            Plot.line(behind(curves, labels), {
                fx: ({ panel: label }) => panel.fx({ method: label }),
                fy: ({ panel: label }) => panel.fy({ method: label }),
                x: "epoch",
                y: "mean",
                z: "method",
                stroke: quiet,
                strokeOpacity: 0.35,
                strokeWidth: 0.8,
            }),
            ...curveMarks(curves, sizes, panel),
            Plot.text(heading, {
                ...corner,
                text: ({ method }) => titles.get(method).join("\n"),
                fontWeight: 700,
                lineAnchor: "bottom",
                dx: 13,
                dy: -5,
            }),
            Plot.dot(heading, {
                ...panel,
                frameAnchor: "top-left",
                fill: { value: "method", scale: "color" },
                symbol: { value: "method", scale: "symbol" },
                r: 3.4,
                dx: 4,
                dy: -9,
            }),
        ],
    });
}
/** The label of each method in one line, or in two where that is too long. */
function titlesOf(labels, width) {
    const bold = fontSize * 1.15;
    const short = shortLabels(labels, 1.9 * width, bold);
    return new Map(labels.map((label) => [label, wrapName(short.get(label), width, bold)]));
}
/** The means of the other methods for every panel; of the first alone where those are too many. */
function behind({ lines }, labels) {
    const shown = lines.length * labels.length > MOST_POINTS ? lines.filter(({ method }) => method === labels[0]) : lines;
    return labels.flatMap((panel) => shown.filter(({ method }) => method !== panel).map((point) => ({ ...point, panel })));
}
