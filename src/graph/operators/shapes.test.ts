/**
 * Shape rules of reductions, reshaping, indexing and softmax: what they give, and what they say
 * when shapes do not fit.
 */
import { describe, expect, it } from "vitest";
import { ShapeError } from "../../errors.js";
import { GraphBuilder } from "../builder.js";
import type { Value } from "../graph.js";
import type { Shape } from "../tensor.js";
import { sliceRange } from "./slicing.js";

type Apply = (g: GraphBuilder, x: (...shape: number[]) => Value, i: (...shape: number[]) => Value) => Value;

function build(apply: Apply): Value {
  const g = new GraphBuilder("shapes");
  return g.inLayer("layer1", () =>
    apply(
      g,
      (...shape) => g.input("x", "float32", shape),
      (...shape) => g.input("i", "int32", shape),
    ),
  );
}

const good: readonly (readonly [string, Apply, Shape])[] = [
  ["ReduceSum over an axis", (g, x) => g.apply("ReduceSum", [x(2, 3, 4), g.integers([-2])], { keepdims: 0 }), [2, 4]],
  ["ReduceSum over all axes", (g, x) => g.apply("ReduceSum", [x(2, 3)]), [1, 1]],
  ["ReduceMean keeping axes", (g, x) => g.apply("ReduceMean", [x(2, 3, 4)], { axes: [0, 2] }), [1, 3, 1]],
  ["ArgMax", (g, x) => g.apply("ArgMax", [x(2, 3)], { axis: -1, keepdims: 0 }), [2]],
  ["Reshape with 0 and -1", (g, x) => g.apply("Reshape", [x(2, 3, 4), g.integers([0, -1])]), [2, 12]],
  ["Flatten", (g, x) => g.apply("Flatten", [x(2, 3, 4)]), [2, 12]],
  ["Flatten at the end", (g, x) => g.apply("Flatten", [x(2, 3)], { axis: 2 }), [6, 1]],
  ["Squeeze", (g, x) => g.apply("Squeeze", [x(1, 3, 1), g.integers([-1])]), [1, 3]],
  ["Unsqueeze", (g, x) => g.apply("Unsqueeze", [x(3, 4), g.integers([0, -1])]), [1, 3, 4, 1]],
  ["Transpose by default", (g, x) => g.apply("Transpose", [x(2, 3, 4)]), [4, 3, 2]],
  ["Gather by a scalar", (g, x, i) => g.apply("Gather", [x(2, 3, 4), i()], { axis: 1 }), [2, 4]],
  ["Gather by a matrix", (g, x, i) => g.apply("Gather", [x(9, 4), i(2, 3)]), [2, 3, 4]],
  ["Concat", (g, x) => g.apply("Concat", [x(2, 3), x(2, 1)], { axis: -1 }), [2, 4]],
  ["Pad and crop", (g, x) => g.apply("Pad", [x(4, 4), g.integers([1, -1, 2, 0])]), [7, 3]],
  ["Expand both ways", (g, x) => g.apply("Expand", [x(3, 1), g.integers([2, 1, 4])]), [2, 3, 4]],
  ["Tile", (g, x) => g.apply("Tile", [x(2, 3), g.integers([2, 1])]), [4, 3]],
];

const bad: readonly (readonly [string, Apply, string])[] = [
  [
    "an axis that is not there",
    (g, x) => g.apply("ReduceMean", [x(2, 3)], { axes: [2] }),
    'layer "layer1": ReduceMean(float32 [2, 3]): axis 2 is outside the 2 axes of the input (legal: -2 to 1)',
  ],
  ["an axis named twice", (g, x) => g.apply("ReduceSum", [x(2, 3), g.integers([1, -1])]), "named twice"],
  ["sizes that do not fit", (g, x) => g.apply("Reshape", [x(2, 3), g.integers([4, -1])]), "6 elements do not fit"],
  ["two free sizes", (g, x) => g.apply("Reshape", [x(2, 3), g.integers([-1, -1])]), "more than one -1"],
  [
    "a shape that is computed",
    (g, x) => g.apply("Reshape", [x(2, 3), g.input("shape", "int64", [1])]),
    "the shape must be a constant",
  ],
  ["squeezing a wide axis", (g, x) => g.apply("Squeeze", [x(2, 3), g.integers([0])]), "axis 0 has size 2, not 1"],
  ["no permutation", (g, x) => g.apply("Transpose", [x(2, 3)], { perm: [0, 0] }), "not a permutation"],
  ["joining unlike shapes", (g, x) => g.apply("Concat", [x(2, 3), x(3, 3)], { axis: 1 }), "may differ on axis 1 only"],
  [
    "parts that do not add up",
    (g, x) => g.applyAll("Split", [x(5), g.integers([2, 2])], {}, { outputs: 2 })[0]!,
    "do not add up to the 5 of axis 0",
  ],
  ["mirroring a short axis", (g, x) => g.apply("Pad", [x(2), g.integers([2, 0])], { mode: "reflect" }), "axis 0 has 2"],
  [
    "an unknown mode",
    (g, x) => g.apply("Pad", [x(2), g.integers([1, 0])], { mode: "wrap" }),
    "constant, reflect, edge",
  ],
  ["a step of 0", (g, x) => g.apply("Slice", [x(2), ...[0, 1, 0, 0].map((n) => g.integers([n]))]), "a step is 0"],
  ["an unknown element type", (g, x) => g.apply("Cast", [x(2)], { to: "float16" }), 'cannot cast to "float16"; legal:'],
  ["indices that are no integers", (g, x) => g.apply("Gather", [x(2), x(2)]), "must be int32 or int64, not float32"],
  [
    "scattering beyond other axes",
    (g, x, i) => g.apply("ScatterElements", [x(2, 2), i(3, 1), x(3, 1)], { axis: 1 }),
    "beyond the data on axis 1 only",
  ],
  ["softmax of integers", (g, _, i) => g.apply("Softmax", [i(2, 2)]), "takes floating-point numbers"],
];

describe("shape rules", () => {
  it.each(good)("%s", (_, apply, shape) => {
    expect(build(apply).shape).toEqual(shape);
  });

  it.each(bad)("refuse %s", (_, apply, message) => {
    expect(() => build(apply)).toThrow(ShapeError);
    expect(() => build(apply)).toThrow(message);
  });
});

describe("sliceRange", () => {
  const elements = (n: number, start: number, end: number, step: number) => {
    const range = sliceRange(n, start, end, step);
    return Array.from({ length: range.count }, (_, i) => range.start + i * range.step);
  };

  it.each([
    // python3 -c 'print(list(range(7))[1:5:2])' and so on; "to the end, backwards" is None in
    // Python
    [1, 5, 2, [1, 3]],
    [-3, 2 ** 40, 1, [4, 5, 6]],
    [-1, -(2 ** 40), -1, [6, 5, 4, 3, 2, 1, 0]],
    [5, 0, -2, [5, 3, 1]],
    [100, -100, -3, [6, 3, 0]],
    [3, 3, 1, []],
    [5, 2, 1, []],
    [-100, 2, 1, [0, 1]],
  ])("of 7 elements [%i:%i:%i]", (start, end, step, expected) => {
    expect(elements(7, start, end, step)).toEqual(expected);
  });
});
