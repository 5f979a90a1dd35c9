/**
 * ONNX's Slice on one axis of size n: negative bounds count from the end, and bounds outside the
 * axis are clamped to it (so "to the end" is any large number, and "to the very first, backwards"
 * any very negative one).
 */
export function sliceRange(n, start, end, step) {
    const clamp = (x, low, high) => Math.min(Math.max(x < 0 ? x + n : x, low), high);
    const [first, last] = step > 0 ? [clamp(start, 0, n), clamp(end, 0, n)] : [clamp(start, 0, n - 1), clamp(end, -1, n - 1)];
    return { start: first, step, count: Math.max(0, Math.ceil((last - first) / step)) };
}
/**
 * The range of every axis of `shape`, whole where the slice does not name it. Axes count from the
 * end when negative.
 */
export function sliceRanges(shape, starts, ends, axes = starts.map((_, i) => i), steps = starts.map(() => 1)) {
    const ranges = shape.map((n) => ({ start: 0, step: 1, count: n }));
    axes.forEach((axis, i) => {
        const at = axis < 0 ? axis + shape.length : axis;
        ranges[at] = sliceRange(shape[at], starts[i], ends[i], steps[i]);
    });
    return ranges;
}
