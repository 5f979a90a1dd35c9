import { cutLine } from "../figures/cut-lines.js";
/** A line of one layer goes this far to both sides, in layers. */
const STUB = 0.35;
/** Sorts the values of layers; those without one are nowhere. */
export function placed({ domain: [low, high] }, values) {
    const points = values.flatMap((value, i) => (value === null ? [] : [{ layer: i + 1, value }]));
    return {
        within: points.filter(({ value }) => value >= low && value <= high),
        above: points.filter(({ value }) => value > high),
        below: points.filter(({ value }) => value < low),
        noNumber: points.filter(({ value }) => Number.isNaN(value)),
    };
}
const line = {
    place: ({ layer }) => layer,
    value: ({ value }) => value,
    at: (_, layer, value) => ({ layer, value }),
};
/** A line through the layers that have a value, cut where it leaves the axis; NaN interrupts it. */
export function lineWithin(axis, values) {
    const points = values.map((value, i) => ({ layer: i + 1, value: value ?? Number.NaN }));
    return cutLine(axis, withStubs(points, ({ value }) => !Number.isNaN(value)), line);
}
/** The part of a band that lies on the axis; NaN interrupts it. */
export function bandWithin(axis, ranges) {
    const [least, greatest] = axis.domain;
    const points = ranges.map((range, i) => {
        const isOutside = range === null || range[0] > greatest || range[1] < least;
        const [low, high] = isOutside ? [Number.NaN, Number.NaN] : range;
        return { layer: i + 1, low: Math.max(least, low), high: Math.min(greatest, high) };
    });
    return withStubs(points, ({ low }) => !Number.isNaN(low));
}
/** A point without neighbours becomes a short line. */
function withStubs(points, isThere) {
    return points.flatMap((point, i) => {
        const isAlone = isThere(point) && [points[i - 1], points[i + 1]].every((one) => one === undefined || !isThere(one));
        return isAlone ? [-STUB, STUB].map((by) => ({ ...point, layer: point.layer + by })) : [point];
    });
}
