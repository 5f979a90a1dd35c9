/**
 * Lines and bands cut where they leave the axis. A clip path would do it, too, but some renderers
 * fail where all that it clips lies outside.
 */
import { placeOn } from "./curve-data.js";
/** The lines of means within the axis. */
export function cutMeans(axis, means) {
    const line = {
        place: ({ epoch }) => epoch,
        value: ({ mean }) => mean,
        at: (one, epoch, mean) => ({ ...one, epoch, mean }),
    };
    return grouped(means, ({ method }) => method).flatMap((points) => cutLine(axis, points, line));
}
/** The lines of single seeds within the axis. */
export function cutSeeds(axis, seeds) {
    const line = {
        place: ({ epoch }) => epoch,
        value: ({ value }) => value,
        at: (one, epoch, value) => ({ ...one, epoch, value }),
    };
    return grouped(seeds, ({ run }) => run).flatMap((points) => cutLine(axis, points, line));
}
/** The points of each line, in their order. */
function grouped(points, keyOf) {
    const groups = new Map();
    for (const point of points) {
        const group = groups.get(keyOf(point));
        if (group === undefined)
            groups.set(keyOf(point), [point]);
        else
            group.push(point);
    }
    return [...groups.values()];
}
/**
 * The points of one line within the axis. Where the line leaves it or comes back there is a point
 * at its edge; points outside have the value NaN, at which the line is interrupted.
 */
export function cutLine(axis, points, { place: placeOf, value, at }) {
    const [low, high] = axis.domain;
    const edgesBetween = (a, b) => {
        const [from, to] = [placeOn(axis, value(a)), placeOn(axis, value(b))];
        return [low, high]
            .map((edge, place) => ({ edge, part: (place - from) / (to - from) }))
            .filter(({ part }) => part > 0 && part < 1)
            .sort((one, other) => one.part - other.part)
            .map(({ edge, part }) => at(a, placeOf(a) + part * (placeOf(b) - placeOf(a)), edge));
    };
    return points.flatMap((point, i) => {
        const isWithin = value(point) >= low && value(point) <= high;
        const edges = i === 0 ? [] : edgesBetween(points[i - 1], point);
        return [...edges, isWithin ? point : at(point, placeOf(point), Number.NaN)];
    });
}
/** The part of each band that lies within the axis; bands without one are left out. */
export function cutBands({ domain: [low, high] }, bands) {
    return bands
        .filter((band) => band.high >= low && band.low <= high)
        .map((band) => ({ ...band, low: Math.max(low, band.low), high: Math.min(high, band.high) }));
}
