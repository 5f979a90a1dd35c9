import type { Build, CheckTable } from "../check.js";
import type { Inputs } from "../inputs.js";

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Pads of up to `most` elements on either side of each axis of `shape`; the least is `fewest`. */
const drawPads = (x: Inputs, shape: readonly number[], fewest: number, most: (n: number) => number): number[] =>
  [...shape, ...shape].map((n) => x.int(fewest, most(n)));

const padding =
  (mode: string, most: (n: number) => number): Build =>
  (g, x) => {
    const shape = x.shape();
    return g.apply("Pad", [x.float(shape), g.integers(drawPads(x, shape, 0, most))], { mode });
  };

export const reshaping: CheckTable = {
  Reshape: (g, x) => {
    const shape = x.shape();
    const target = x.pick([[-1], [product(shape)], [0, -1], [1, ...shape, 1], [shape[0]!, 1, product(shape.slice(1))]]);
    return g.apply("Reshape", [x.float(shape), g.integers(target)]);
  },
  Flatten: (g, x) => {
    const shape = x.shape();
    return g.apply("Flatten", [x.float(shape)], { axis: x.int(-shape.length, shape.length) });
  },
  Squeeze: (g, x) => {
    const shape = x.shape(1, 4).map((n) => (n > 2 ? n : 1));
    const ones = shape.flatMap((n, i) => (n === 1 ? [x.flip() ? i : i - shape.length] : []));
    return g.apply("Squeeze", x.flip() ? [x.float(shape)] : [x.float(shape), g.integers(ones)]);
  },
  Unsqueeze: (g, x) => {
    const shape = x.shape(0);
    const extra = x.int(1, 2);
    const axes = x.permutation(shape.length + extra).slice(0, extra);
    return g.apply("Unsqueeze", [x.float(shape), g.integers(axes)]);
  },
  Transpose: (g, x) => {
    const shape = x.shape(1, 4);
    return g.apply("Transpose", [x.float(shape)], x.flip() ? {} : { perm: x.permutation(shape.length) });
  },
  Slice: {
    build: (g, x) => {
      const shape = [x.int(1, 7), x.int(1, 7), x.int(1, 3)];
      const axes = x.axes(shape.length, 1);
      const steps = axes.map(() => x.pick([1, 1, 2, 3, -1, -2]));
      // Bounds that leave at least one element, some counted from the end, some far beyond it.
      const bounds = axes.map((axis, i) => {
        const n = shape.at(axis)!;
        const first = x.int(0, n - 1);
        if (steps[i]! > 0) return [x.pick([first, first - n]), x.pick([n, x.int(first + 1, n), 2 ** 31])];
        return [x.pick([first, first - n]), x.pick([-n - 1, -(2 ** 31)])];
      });
      return g.apply("Slice", [
        x.float(shape),
        g.integers(bounds.map(([start]) => start!)),
        g.integers(bounds.map(([, end]) => end!)),
        g.integers(axes),
        g.integers(steps),
      ]);
    },
    options: { runs: 24 },
  },
  Concat: (g, x) => {
    const shape = x.shape();
    const axis = x.int(0, shape.length - 1);
    const parts = Array.from({ length: x.int(1, 3) }, () => {
      const part = shape.map((n, i) => (i === axis ? x.int(1, 3) : n));
      // A constant part needs no gradient: the others' come by slicing.
      return x.int(0, 3) > 0 ? x.float(part) : g.apply("Sign", [x.float(part, { avoid: [0] })]);
    });
    return g.apply("Concat", parts, { axis: x.flip() ? axis : axis - shape.length });
  },
  Split: (g, x) => {
    const shape = x.shape();
    const axis = x.int(0, shape.length - 1);
    const sizes = Array.from({ length: x.int(1, 3) }, () => x.int(1, 3));
    shape[axis] = sizes.reduce((a, b) => a + b);
    const options = { outputs: sizes.length };
    const parts = g.applyAll("Split", [x.float(shape), g.integers(sizes)], { axis }, options);
    return x.flip() ? parts : parts.slice(-1); // or one part alone
  },
  "Split, two parts of three used": (g, x) => {
    const sizes = [1, 2, 1];
    const parts = g.applyAll("Split", [x.float([4, 2]), g.integers(sizes)], {}, { outputs: 3 });
    return [parts[0]!, parts[2]!];
  },
  Pad: (g, x) => {
    const shape = x.shape().map((n) => n + 2);
    const pads = g.integers(drawPads(x, shape, -1, () => 2));
    return g.apply("Pad", x.flip() ? [x.float(shape), pads] : [x.float(shape), pads, x.float([])]);
  },
  "Pad edge": padding("edge", () => 3),
  "Pad reflect": padding("reflect", (n) => n - 1),
  Expand: (g, x) => {
    const shape = x.shape();
    return g.apply("Expand", [x.float(x.broadcastable(shape)), g.integers(shape)]);
  },
  Tile: (g, x) => {
    const shape = x.shape();
    return g.apply("Tile", [x.float(shape), g.integers(shape.map(() => x.int(1, 3)))]);
  },
};
