import type { Attributes } from "../../src/graph/graph.js";
import { slidingWindow, transposedWindow, type Window } from "../../src/graph/operators/window.js";
import { sizeOf } from "../../src/graph/tensor.js";
import type { Kernel, Numbers } from "./kernel.js";
import { fill, indices, offset } from "./numbers.js";

/** Where element `k` of the kernel lies when the window stands at `p`. */
const place = ({ strides, dilations, padsBefore }: Window, p: readonly number[], k: readonly number[]): number[] =>
  p.map((n, i) => n * strides[i]! + k[i]! * dilations[i]! - padsBefore[i]!);

const inside = (at: readonly number[], space: readonly number[]): boolean =>
  at.every((n, i) => n >= 0 && n < space[i]!);

const windowOf = (resolve: typeof slidingWindow, x: Numbers, w: Numbers, attributes: Attributes): Window =>
  resolve(attributes, x.shape.slice(2), w.shape.slice(2));

const conv: Kernel = ([x, w, bias], attributes, [y]) => {
  const window = windowOf(slidingWindow, x!, w!, attributes);
  const [features, channels] = w!.shape as [number, number];
  const perGroup = features / (attributes.group as number);
  const space = x!.shape.slice(2);
  return [
    fill(y!, ([n, o, ...p]) => {
      let sum = bias?.data[o!] ?? 0;
      const first = Math.floor(o! / perGroup) * channels;
      for (const k of indices(window.kernel)) {
        const at = place(window, p, k);
        if (!inside(at, space)) continue;
        for (let c = 0; c < channels; c++) {
          sum += x!.data[offset(x!.shape, [n!, first + c, ...at])]! * w!.data[offset(w!.shape, [o!, c, ...k])]!;
        }
      }
      return sum;
    }),
  ];
};

const convTranspose: Kernel = ([x, w, bias], attributes, [y]) => {
  const window = windowOf(transposedWindow, x!, w!, attributes);
  const group = attributes.group as number;
  const perGroup = w!.shape[1]!;
  const space = y!.shape.slice(2);
  const data = new Float64Array(sizeOf(y!.shape));
  for (const [n, c, ...p] of indices(x!.shape)) {
    const value = x!.data[offset(x!.shape, [n!, c!, ...p])]!;
    const first = Math.floor(c! / (x!.shape[1]! / group)) * perGroup;
    for (const k of indices(window.kernel)) {
      const at = place(window, p, k);
      if (!inside(at, space)) continue;
      for (let o = 0; o < perGroup; o++) {
        data[offset(y!.shape, [n!, first + o, ...at])]! += value * w!.data[offset(w!.shape, [c!, o, ...k])]!;
      }
    }
  }
  if (bias !== undefined) {
    for (const index of indices(y!.shape)) data[offset(y!.shape, index)]! += bias.data[index[1]!]!;
  }
  return [{ type: y!.type, shape: y!.shape, data }];
};

export const convolution: Readonly<Record<string, Kernel>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
};
