/** How an element of an SVG file is painted: its own attributes, and those it inherits. */
/** The initial values of SVG. */
export const plainPaint = {
    fill: "#000000",
    fillOpacity: 1,
    stroke: "none",
    strokeOpacity: 1,
    strokeWidth: 1,
    dash: [],
    cap: "butt",
    join: "miter",
    miterLimit: 4,
    fontSize: 12,
    isBold: false,
    anchor: 0,
};
const anchors = { start: 0, middle: 0.5, end: 1 };
/** The paint of an element within one of this paint. */
export function parsePaint(element, inherited) {
    const text = (name, otherwise) => element.getAttribute(name) ?? otherwise;
    const number = (name, otherwise) => Number(text(name, String(otherwise)));
    const dash = element.getAttribute("stroke-dasharray");
    const weight = element.getAttribute("font-weight");
    // It does not inherit, but our figures have it on shapes only.
    const opacity = number("opacity", 1);
    return {
        fill: text("fill", inherited.fill),
        fillOpacity: number("fill-opacity", inherited.fillOpacity) * opacity,
        stroke: text("stroke", inherited.stroke),
        strokeOpacity: number("stroke-opacity", inherited.strokeOpacity) * opacity,
        strokeWidth: number("stroke-width", inherited.strokeWidth),
        dash: dash === null ? inherited.dash : (dash.match(/[\d.]+/g) ?? []).map(Number),
        cap: text("stroke-linecap", inherited.cap),
        join: text("stroke-linejoin", inherited.join),
        miterLimit: number("stroke-miterlimit", inherited.miterLimit),
        fontSize: number("font-size", inherited.fontSize),
        isBold: weight === null ? inherited.isBold : weight === "bold" || Number(weight) >= 600,
        anchor: anchors[text("text-anchor", "")] ?? inherited.anchor,
    };
}
