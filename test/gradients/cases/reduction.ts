import type { Build, CheckTable } from "../check.js";
import type { FloatOptions } from "../inputs.js";

const reducing =
  (operator: string, options?: FloatOptions, mostAxes = 4): Build =>
  (g, x) => {
    const shape = x.shape(1, mostAxes);
    const axes = x.axes(shape.length, 1);
    const values = options === undefined ? x.distinct(shape)[0]! : x.float(shape, options);
    const keepdims = x.int(0, 1);
    return g.apply(operator, [values], x.int(0, 4) === 0 ? { keepdims } : { keepdims, axes });
  };

export const reduction: CheckTable = {
  ReduceSum: (g, x) => {
    const shape = x.shape(0);
    const axes = x.flip() ? [g.integers(x.axes(shape.length))] : [];
    return g.apply("ReduceSum", [x.float(shape), ...axes], {
      keepdims: x.int(0, 1),
      noop_with_empty_axes: x.int(0, 1),
    });
  },
  ReduceMean: reducing("ReduceMean"),
  ReduceMax: { build: reducing("ReduceMax"), options: { runs: 16 } },
  ReduceMin: reducing("ReduceMin"),
  ReduceProd: reducing("ReduceProd", { low: 0.5 }, 2),
  "ReduceProd with a zero": (g, x) => {
    const zero = g.scalar(0);
    const masked = g.apply("Where", [x.bools([2, 3]), x.float([2, 3]), zero]);
    return g.apply("ReduceProd", [masked], { axes: [x.int(0, 1)] });
  },
  ReduceL1: reducing("ReduceL1", { avoid: [0] }),
  ReduceL2: reducing("ReduceL2", { avoid: [0] }),
  ReduceSumSquare: reducing("ReduceSumSquare"),
};
