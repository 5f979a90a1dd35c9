import type { Attributes } from "../../src/graph/graph.js";
import { slidingWindow } from "../../src/graph/operators/window.js";
import { sizeOf } from "../../src/graph/tensor.js";
import type { Kernel, Numbers } from "./kernel.js";
import { fill, indices, offset } from "./numbers.js";

/**
 * Flat positions of the elements in the window at `index`, in row-major order; `padding` counts
 * those outside the input.
 */
function visit(x: Numbers, attributes: Attributes, index: readonly number[]) {
  const [n, c, ...p] = index;
  const space = x.shape.slice(2);
  const w = slidingWindow(attributes, space, attributes.kernel_shape as readonly number[]);
  const positions: number[] = [];
  let padding = 0;
  for (const k of indices(w.kernel)) {
    const at = p.map((q, i) => q * w.strides[i]! + k[i]! * w.dilations[i]! - w.padsBefore[i]!);
    if (at.every((q, i) => q >= 0 && q < space[i]!)) positions.push(offset(x.shape, [n!, c!, ...at]));
    else if (at.every((q, i) => q >= -w.padsBefore[i]! && q < space[i]! + w.padsAfter[i]!)) padding++;
  }
  return { positions, padding };
}

const firstMaximum = (x: Numbers, positions: readonly number[]): number =>
  positions.reduce((best, at) => (x.data[at]! > x.data[best]! ? at : best));

const maxPool: Kernel = ([x], attributes, [y, places]) => {
  const at = fill(places ?? { ...y!, type: "int64" }, (index) =>
    firstMaximum(x!, visit(x!, attributes, index).positions),
  );
  return [{ type: y!.type, shape: y!.shape, data: at.data.map((position) => x!.data[position]!) }, at];
};

const maxUnpool: Kernel = ([x, places], _, [y]) => {
  const result = fill(y!, () => 0);
  places!.data.forEach((at, i) => {
    result.data[at] = x!.data[i]!;
  });
  return [result];
};

const averagePool: Kernel = ([x], attributes, [y]) => [
  fill(y!, (index) => {
    const { positions, padding } = visit(x!, attributes, index);
    const count = positions.length + (attributes.count_include_pad === 1 ? padding : 0);
    return positions.reduce((sum, at) => sum + x!.data[at]!, 0) / count;
  }),
];

/** A kernel of one function of all values of a channel of a sample. */
const global =
  (f: (values: Float64Array) => number): Kernel =>
  ([x], _, [y]) => {
    const size = x!.data.length / sizeOf(y!.shape);
    return [
      fill(y!, (index) => f(x!.data.subarray(offset(y!.shape, index) * size, (offset(y!.shape, index) + 1) * size))),
    ];
  };

export const pooling: Readonly<Record<string, Kernel>> = {
  MaxPool: maxPool,
  MaxUnpool: maxUnpool,
  AveragePool: averagePool,
  GlobalAveragePool: global((values) => values.reduce((a, b) => a + b) / values.length),
  GlobalMaxPool: global((values) => Math.max(...values)),
};
