import { chartWidth, element, fontSize } from "../figures/figure.js";
import { markerPath } from "../figures/marker.js";
import { textWidth } from "../figures/text.js";
/** Pixels of a sign, behind it, and behind its name. */
const [signWidth, behindSign, behindName] = [22, 6, 16];
const rowHeight = 18;
/** Entries by rows that are as wide as a chart. */
function rowsOf(entries) {
    const rows = [[]];
    let x = 0;
    for (const entry of entries) {
        const width = signWidth + behindSign + textWidth(entry.label, fontSize);
        if (x > 0 && x + width > chartWidth) {
            rows.push([]);
            x = 0;
        }
        rows.at(-1).push({ entry, x });
        x += width + behindName;
    }
    return rows;
}
/** Height of the legend in pixels. */
export const legendHeight = (entries) => rowHeight * rowsOf(entries).length;
/** The legend, at the top left. */
export function legend(entries, document) {
    const group = element(document, "g", { "text-anchor": "start" });
    rowsOf(entries).forEach((row, i) => {
        const y = rowHeight * i + 8;
        for (const { entry, x } of row) {
            group.append(signOf(entry, x, y, document), element(document, "text", { x: x + signWidth + behindSign, y: y + 4, fill: "currentColor" }, entry.label));
        }
    });
    return group;
}
function signOf({ sign, colour }, x, y, document) {
    if (sign.kind === "marker") {
        const transform = `translate(${x + signWidth / 2},${y})`;
        return element(document, "path", { d: markerPath(sign.marker), transform, fill: colour });
    }
    if (sign.kind === "band") {
        const place = { x, y: y - 5, width: signWidth, height: 10 };
        return element(document, "rect", { ...place, fill: colour, "fill-opacity": sign.opacity });
    }
    return element(document, "path", {
        d: `M${x},${y}H${x + signWidth}`,
        fill: "none",
        stroke: colour,
        "stroke-width": 2,
        "stroke-dasharray": sign.dash,
    });
}
