/**
 * Sums over windows of maps of places, and their adjoints: axis by axis, since windows are boxes.
 */
import { sizeOf } from "../../graph/tensor.js";
/** For each window the sum of the map over it: `[rows, ...input]` → `[rows, ...output]`. */
export function windowSums(map, windows) {
    return windows.input.reduce((sums, _, axis) => alongAxis(sums, windows, axis, windows.input.length, false), map);
}
/** The adjoint: each window's number is added to every place in it. */
export function spreadOverWindows(map, windows) {
    return windows.input.reduce((sums, _, axis) => alongAxis(sums, windows, axis, windows.input.length, true), map);
}
/** One axis of a map whose axes before it are done already. */
function alongAxis(map, windows, axis, rank, adjoint) {
    const one = {
        kernel: windows.kernel[axis],
        stride: windows.strides[axis],
        dilation: windows.dilations[axis],
        before: windows.padsBefore[axis],
        from: windows.input[axis],
        to: windows.output[axis],
    };
    const [old, now] = adjoint ? [one.to, one.from] : [one.from, one.to];
    const pending = (adjoint ? windows.output : windows.input).slice(axis + 1, rank);
    const inner = sizeOf(pending);
    const outer = map.length / (old * inner);
    const result = new Float64Array(outer * now * inner);
    for (let place = 0; place < one.to; place++) {
        for (let k = 0; k < one.kernel; k++) {
            const source = place * one.stride + k * one.dilation - one.before;
            if (source < 0 || source >= one.from)
                continue;
            const [read, write] = adjoint ? [place, source] : [source, place];
            for (let o = 0; o < outer; o++) {
                const [a, b] = [(o * old + read) * inner, (o * now + write) * inner];
                for (let i = 0; i < inner; i++)
                    result[b + i] += map[a + i];
            }
        }
    }
    return result;
}
