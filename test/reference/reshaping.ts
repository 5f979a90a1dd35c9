import type { Tensor } from "../../src/graph/tensor.js";
import type { Kernel, Numbers } from "./kernel.js";
import { broadcastAt, fill, normalAxis, offset } from "./numbers.js";

/** The same numbers in the output's shape. */
const relabel: Kernel = ([x], _, [y]) => [{ type: y!.type, shape: y!.shape, data: x!.data }];

const at = (x: Numbers, index: readonly number[]): number => x.data[offset(x.shape, index)]!;

const transpose: Kernel = ([x], { perm }, [y]) => {
  const order = (perm as readonly number[] | undefined) ?? x!.shape.map((_, i) => x!.shape.length - 1 - i);
  return [
    fill(y!, (index) =>
      at(
        x!,
        x!.shape.map((_, axis) => index[order.indexOf(axis)]!),
      ),
    ),
  ];
};

const slice: Kernel = ([x, starts, ends, axes, steps], _, [y]) => {
  const first = x!.shape.map(() => 0);
  const step = x!.shape.map(() => 1);
  starts!.data.forEach((start, i) => {
    const axis = normalAxis(axes?.data[i] ?? i, x!.shape.length);
    const n = x!.shape[axis]!;
    step[axis] = steps?.data[i] ?? 1;
    const from = start < 0 ? start + n : start;
    first[axis] = Math.min(Math.max(from, 0), step[axis]! > 0 ? n : n - 1);
  });
  void ends; // how many elements there are is the output's shape
  return [
    fill(y!, (index) =>
      at(
        x!,
        index.map((i, axis) => first[axis]! + i * step[axis]!),
      ),
    ),
  ];
};

const concat: Kernel = (inputs, { axis }, [y]) => {
  const along = normalAxis(axis as number, y!.shape.length);
  return [
    fill(y!, (index) => {
      const place = index.slice();
      let k = 0;
      while (place[along]! >= inputs[k]!.shape[along]!) place[along]! -= inputs[k++]!.shape[along]!;
      return at(inputs[k]!, place);
    }),
  ];
};

const split: Kernel = ([x], { axis }, outputs) => {
  const along = normalAxis(axis as number, x!.shape.length);
  let start = 0;
  return outputs.map((y) => {
    const part = fill(y, (index) =>
      at(
        x!,
        index.map((i, k) => (k === along ? i + start : i)),
      ),
    );
    start += y.shape[along]!;
    return part;
  });
};

const pad: Kernel = ([x, pads, value], { mode }, [y]) => [
  fill(y!, (index) => {
    const place = index.map((i, axis) => i - pads!.data[axis]!);
    const inside = place.every((i, axis) => i >= 0 && i < x!.shape[axis]!);
    if (mode === "constant") return inside ? at(x!, place) : (value?.data[0] ?? 0);
    return at(
      x!,
      place.map((i, axis) => {
        const last = x!.shape[axis]! - 1;
        if (mode === "edge") return Math.min(Math.max(i, 0), last);
        return i < 0 ? -i : i > last ? 2 * last - i : i;
      }),
    );
  }),
];

const cast: Kernel = ([x], _, [y]) => {
  const convert =
    y!.type === "bool" ? (v: number) => (v === 0 ? 0 : 1) : y!.type.startsWith("float") ? (v: number) => v : Math.trunc;
  return [{ type: y!.type, shape: y!.shape, data: x!.data.map(convert) }];
};

export const reshaping: Readonly<Record<string, Kernel>> = {
  Reshape: relabel,
  Flatten: relabel,
  Squeeze: relabel,
  Unsqueeze: relabel,
  Transpose: transpose,
  Slice: slice,
  Concat: concat,
  Split: split,
  Pad: pad,
  Expand: ([x], _, [y]) => [fill(y!, (index) => broadcastAt(x!, index))],
  Tile: ([x], _, [y]) => [
    fill(y!, (index) =>
      at(
        x!,
        index.map((i, axis) => i % x!.shape[axis]!),
      ),
    ),
  ],
  Cast: cast,
  Shape: ([x], { start, end }, [y]) => [
    {
      type: y!.type,
      shape: y!.shape,
      data: Float64Array.from(x!.shape.slice(start as number, end as number | undefined)),
    },
  ],
  ConstantOfShape: (_, { value }, [y]) => {
    const element = value === undefined ? 0 : Number((value as Tensor).data[0]);
    return [fill(y!, () => element)];
  },
  Range: ([start, , delta], _, [y]) => [fill(y!, ([i]) => start!.data[0]! + i! * delta!.data[0]!)],
};
