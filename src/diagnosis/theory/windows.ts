/**
 * Sums over windows of maps of places, and their adjoints: axis by axis, since windows are boxes.
 */
import { type Shape, sizeOf } from "../../graph/tensor.js";

/** A window along one axis. */
interface AxisWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  /** Sizes of the axis that is summed over, and of the sums. */
  readonly from: number;
  readonly to: number;
}

/** The windows of a convolution or pooling, one entry per axis of places. */
export interface Windows {
  readonly kernel: Shape;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padsBefore: readonly number[];
  readonly input: Shape;
  readonly output: Shape;
}

/** For each window the sum of the map over it: `[rows, ...input]` → `[rows, ...output]`. */
export function windowSums(map: Float64Array, windows: Windows): Float64Array {
  return windows.input.reduce((sums, _, axis) => alongAxis(sums, windows, axis, windows.input.length, false), map);
}

/** The adjoint: each window's number is added to every place in it. */
export function spreadOverWindows(map: Float64Array, windows: Windows): Float64Array {
  return windows.input.reduce((sums, _, axis) => alongAxis(sums, windows, axis, windows.input.length, true), map);
}

/** One axis of a map whose axes before it are done already. */
function alongAxis(map: Float64Array, windows: Windows, axis: number, rank: number, adjoint: boolean): Float64Array {
  const one: AxisWindow = {
    kernel: windows.kernel[axis]!,
    stride: windows.strides[axis]!,
    dilation: windows.dilations[axis]!,
    before: windows.padsBefore[axis]!,
    from: windows.input[axis]!,
    to: windows.output[axis]!,
  };
  const [old, now] = adjoint ? [one.to, one.from] : [one.from, one.to];
  const pending = (adjoint ? windows.output : windows.input).slice(axis + 1, rank);
  const inner = sizeOf(pending);
  const outer = map.length / (old * inner);
  const result = new Float64Array(outer * now * inner);
  for (let place = 0; place < one.to; place++) {
    for (let k = 0; k < one.kernel; k++) {
      const source = place * one.stride + k * one.dilation - one.before;
      if (source < 0 || source >= one.from) continue;
      const [read, write] = adjoint ? [place, source] : [source, place];
      for (let o = 0; o < outer; o++) {
        const [a, b] = [(o * old + read) * inner, (o * now + write) * inner];
        for (let i = 0; i < inner; i++) result[b + i]! += map[a + i]!;
      }
    }
  }
  return result;
}
