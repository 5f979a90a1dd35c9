/** A layout with one factor per axis. */
export function plainLayout(kinds, shape) {
    return shape.map((size, axis) => axisOf(kinds[axis], size));
}
/** An axis that counts one thing. */
export const axisOf = (kind, size) => (size === 1 ? [] : [{ kind, size }]);
/** The layout of a network's input of one sample's shape: channels first, or features last. */
export function inputLayout(shape) {
    const rank = shape.length - 1;
    if (rank === 2)
        return plainLayout(["rows", "places", "units"], shape);
    return plainLayout(["rows", "units", ...new Array(Math.max(0, rank - 1)).fill("places")], shape);
}
/** The layout after a reshape; undefined where it cuts an axis where no factor ends. */
export function reshaped(layout, shape) {
    const pending = layout.flat();
    const axes = [];
    for (const size of shape) {
        const axis = [];
        let left = size;
        while (left > 1) {
            const factor = pending.shift();
            if (factor === undefined)
                return undefined;
            if (left % factor.size === 0) {
                axis.push(factor);
                left /= factor.size;
                continue;
            }
            if (factor.size % left !== 0)
                return undefined;
            axis.push({ ...factor, size: left });
            pending.unshift({ ...factor, size: factor.size / left });
            left = 1;
        }
        axes.push(axis);
    }
    return pending.length === 0 ? axes : undefined;
}
/** Axis i of the result is axis `permutation[i]`. */
export const transposed = (layout, permutation) => permutation.map((axis) => layout[axis]);
/** How many of a kind some factors count. */
export const count = (factors, kind) => factors.reduce((product, factor) => (factor.kind === kind ? product * factor.size : product), 1);
/** Whether every factor of an axis is of this kind. */
export const isOnly = (axis, kind) => axis.every((factor) => factor.kind === kind);
