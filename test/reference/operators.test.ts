/** Operators without gradients: the evaluator and ONNX Runtime agree on them, shapes included. */
import fc from "fast-check";
import { describe, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { notDifferentiable } from "../../src/graph/gradients/not-differentiable.js";
import { tensor } from "../../src/graph/tensor.js";
import type { Build } from "../gradients/check.js";
import { Inputs, randomFrom } from "../gradients/inputs.js";
import { compareWithRuntime } from "../gradients/run-onnx.js";

/** Small integers, so that ties and zeros are common. */
const tied = (x: Inputs, shape: readonly number[], type: "float32" | "int32" = "float32") =>
  x.input(
    type,
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.floor(x.random() * 4) - 2),
  );

const comparison =
  (operator: string): Build =>
  (g, x) => {
    const shape = x.shape(0);
    const type = x.pick(["float32", "int32"] as const);
    return g.apply(operator, [tied(x, shape, type), tied(x, x.broadcastable(shape), type)]);
  };

const logical =
  (operator: string): Build =>
  (g, x) => {
    const shape = x.shape(0);
    return g.apply(operator, [x.bools(shape), x.bools(x.broadcastable(shape))]);
  };

const rounding =
  (operator: string): Build =>
  (g, x) =>
    g.apply(operator, [g.apply("Mul", [tied(x, x.shape()), g.scalar(0.5)])]);

const checks: Readonly<Record<string, Build>> = {
  Equal: comparison("Equal"),
  Greater: comparison("Greater"),
  GreaterOrEqual: comparison("GreaterOrEqual"),
  Less: comparison("Less"),
  LessOrEqual: comparison("LessOrEqual"),
  And: logical("And"),
  Or: logical("Or"),
  Xor: logical("Xor"),
  Not: (g, x) => g.apply("Not", [x.bools(x.shape())]),
  Sign: rounding("Sign"),
  Floor: rounding("Floor"),
  Ceil: rounding("Ceil"),
  Round: rounding("Round"),
  ArgMax: (g, x) => {
    const shape = x.shape();
    const axis = x.int(-shape.length, shape.length - 1);
    return g.apply("ArgMax", [tied(x, shape)], { axis, keepdims: x.int(0, 1), select_last_index: x.int(0, 1) });
  },
  OneHot: (g, x) => {
    const shape = x.shape(1, 2);
    const values = g.constant(tensor("float32", [2], [0, 1]));
    return g.apply("OneHot", [x.indices(shape, 4, "int32", -4), g.scalar(4, "int32"), values], {
      axis: x.int(-shape.length - 1, shape.length),
    });
  },
  Shape: (g, x) => g.apply("Shape", [tied(x, x.shape(2))], x.flip() ? {} : { start: 1, end: -1 }),
  ConstantOfShape: (g, x) => {
    const value = x.flip() ? {} : { value: tensor("int64", [1], [7]) };
    return g.apply("ConstantOfShape", [g.integers(x.shape())], value);
  },
  Range: (g, x) => {
    const [start, delta] = [x.int(-3, 3), x.pick([1, 2, -1, -3])];
    const limit = start + Math.sign(delta) * x.int(1, 9);
    return g.apply(
      "Range",
      [start, limit, delta].map((n) => g.scalar(n, "int64")),
    );
  },
  "Cast between types": (g, x) => {
    const [from, to] = [x.pick(["float32", "int32"] as const), x.pick(["float32", "int32", "int64", "bool"] as const)];
    return g.apply("Cast", [tied(x, x.shape(), from)], { to });
  },
};

describe("operators without gradients", () => {
  it.each(Object.entries(checks))("%s", async (_, build) => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.integer(), async (gen, seed) => {
        const g = new GraphBuilder("operator");
        const x = new Inputs(g, gen, randomFrom(seed));
        const built = build(g, x);
        g.output("y", "name" in built ? built : built[0]!);
        await compareWithRuntime(g.build(), Object.fromEntries([...x.values].map(([v, n]) => [v.name, n])));
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  it("are all here", ({ expect }) => {
    expect([...notDifferentiable].filter((name) => !(name in checks))).toEqual([]);
  });
});
