import type { Attributes } from "../../src/graph/graph.js";
import type { Kernel, Numbers } from "./kernel.js";
import { fill, indices, normalAxis, offset } from "./numbers.js";

/**
 * Which axes a reduction removes: from its second input or its attribute; all when neither names
 * any.
 */
function axesOf(x: Numbers, axes: Numbers | undefined, attributes: Attributes): number[] {
  const signedAxes = axes === undefined ? ((attributes.axes ?? []) as readonly number[]) : [...axes.data];
  if (signedAxes.length === 0) return attributes.noop_with_empty_axes === 1 ? [] : x.shape.map((_, i) => i);
  return signedAxes.map((axis) => normalAxis(axis, x.shape.length));
}

/** A reduction by a function of the list of elements that fall together. */
function reducing(f: (values: readonly number[]) => number): Kernel {
  return ([x, axesInput], attributes, [y]) => {
    const axes = axesOf(x!, axesInput, attributes);
    const reduced = x!.shape.map((n, i) => (axes.includes(i) ? 1 : n));
    const groups = Array.from({ length: y!.shape.reduce((a, b) => a * b, 1) }, () => [] as number[]);
    let n = 0;
    for (const index of indices(x!.shape)) {
      groups[
        offset(
          reduced,
          index.map((i, axis) => (axes.includes(axis) ? 0 : i)),
        )
      ]!.push(x!.data[n++]!);
    }
    return [{ type: y!.type, shape: y!.shape, data: Float64Array.from(groups, (group) => f(group)) }];
  };
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

const argMax: Kernel = ([x], { axis, keepdims, select_last_index: last }, [y]) => {
  const at = normalAxis(axis as number, x!.shape.length);
  return [
    fill(y!, (index) => {
      const place = index.slice();
      if (keepdims === 0) place.splice(at, 0, 0);
      let best = 0;
      let bestValue = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < x!.shape[at]!; k++) {
        place[at] = k;
        const value = x!.data[offset(x!.shape, place)]!;
        if (value > bestValue || (last === 1 && value === bestValue)) [best, bestValue] = [k, value];
      }
      return best;
    }),
  ];
};

export const reduction: Readonly<Record<string, Kernel>> = {
  ReduceSum: reducing(sum),
  ReduceMean: reducing((values) => sum(values) / values.length),
  ReduceMax: reducing((values) => Math.max(...values)),
  ReduceMin: reducing((values) => Math.min(...values)),
  ReduceProd: reducing((values) => values.reduce((a, b) => a * b, 1)),
  ReduceL1: reducing((values) => sum(values.map(Math.abs))),
  ReduceL2: reducing((values) => Math.sqrt(sum(values.map((v) => v * v)))),
  ReduceSumSquare: reducing((values) => sum(values.map((v) => v * v))),
  ArgMax: argMax,
};
