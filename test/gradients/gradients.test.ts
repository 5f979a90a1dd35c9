/**
 * What `gradients` promises whatever the operators: nothing unneeded, zeros, sums over uses, stops
 * and clear errors.
 */
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { add, matMul, mul, reduceSum } from "../../src/graph/expressions.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Value } from "../../src/graph/graph.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";

/** The operators that differentiating adds. */
function added(g: GraphBuilder, differentiate: () => unknown): string[] {
  const before = g.nodes.length;
  differentiate();
  return g.nodes.slice(before).map((node) => node.operator);
}

/** A network of two dense layers up to its logits. */
function mlp() {
  const g = new GraphBuilder("mlp");
  const x = g.input("x", "float32", [8, 5]);
  const w1 = g.input("w1", "float32", [5, 4]);
  const b1 = g.input("b1", "float32", [4]);
  const w2 = g.input("w2", "float32", [4, 3]);
  const h = g.apply("Relu", [g.apply("Gemm", [x, w1, b1])]);
  const logits = matMul(g, h, w2);
  return { g, x, w1, b1, w2, h, logits };
}

describe("only the requested gradients are computed", () => {
  it("the last layer's kernel takes one product and no activation's gradient", () => {
    const { g, w2, logits } = mlp();
    expect(added(g, () => gradients(g, [logits], [w2], [logits]))).toEqual(["Gemm"]);
  });

  it("the gradient of the first layer's input is left out: three products for two kernels", () => {
    const { g, w1, b1, w2, logits } = mlp();
    const operators = added(g, () => gradients(g, [logits], [w1, b1, w2], [logits]));
    expect(operators.sort()).toEqual(["Cast", "Gemm", "Gemm", "Gemm", "Greater", "Mul", "ReduceSum"].sort());
  });

  it("no Transpose is needed for two-dimensional products", () => {
    const { g, x, w1, w2, logits } = mlp();
    expect(added(g, () => gradients(g, [logits], [x, w1, w2]))).not.toContain("Transpose");
  });

  it("a branch that does not lead to wrt is not visited", () => {
    const { g, w2, h, logits } = mlp();
    const y = add(g, logits, g.apply("Expand", [reduceSum(g, g.apply("Exp", [h]), [1]), g.integers([8, 3])]));
    expect(added(g, () => gradients(g, [y], [w2], [logits]))).toEqual(["Gemm"]);
  });

  it("every binary rule honours `needs`", () => {
    const operators = ["Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "MatMul"];
    for (const operator of operators) {
      const count = (which: (a: Value, b: Value) => Value[]) => {
        const g = new GraphBuilder("needs");
        const a = g.input("a", "float32", [3, 3]);
        const b = g.input("b", "float32", operator === "MatMul" ? [3, 3] : [1, 3]);
        const y = g.apply(operator, [a, b]);
        return added(g, () => gradients(g, [y], which(a, b), [y])).length;
      };
      const both = count((a, b) => [a, b]);
      expect(
        count((a) => [a]),
        `${operator}, first input`,
      ).toBeLessThanOrEqual(both);
      expect(
        count((_, b) => [b]),
        `${operator}, second input`,
      ).toBeLessThanOrEqual(both);
      expect(
        Math.min(
          count((a) => [a]),
          count((_, b) => [b]),
        ),
        operator,
      ).toBeLessThan(both);
    }
  });
});

describe("values used often, seldom or never", () => {
  it("adds up the gradients of all uses", () => {
    const g = new GraphBuilder("uses");
    const x = g.input("x", "float32", [2]);
    const y = add(g, mul(g, x, x), mul(g, x, g.scalar(3)));
    g.output("dx", gradients(g, [y], [x])[0]!);
    const { dx } = evaluate(g.build(), { x: numbers("float32", [2], [1, -2]) });
    expect([...dx!.data]).toEqual([5, -1]); // 2x + 3
  });

  it("gives zeros for a value the output does not depend on", () => {
    const g = new GraphBuilder("unused");
    const x = g.input("x", "float32", [2]);
    const other = g.input("other", "float32", [3]);
    g.output("d", gradients(g, [mul(g, x, x)], [other])[0]!);
    const { d } = evaluate(g.build(), {
      x: numbers("float32", [2], [1, 2]),
      other: numbers("float32", [3], [1, 2, 3]),
    });
    expect([...d!.data]).toEqual([0, 0, 0]);
  });

  it("differentiates with respect to a result of a node", () => {
    const { g, h, w2, logits } = mlp();
    const [dh] = gradients(g, [logits], [h], [logits]);
    expect(dh!.shape).toEqual(h.shape);
    expect(g.producer(dh!)!.inputs).toContain(w2);
  });

  it("leaves alone what is piecewise constant", () => {
    const g = new GraphBuilder("steps");
    const x = g.input("x", "float32", [2]);
    const y = mul(g, x, g.apply("Sign", [x]));
    g.output("dx", gradients(g, [y], [x])[0]!);
    const { dx } = evaluate(g.build(), { x: numbers("float32", [2], [3, -4]) });
    expect([...dx!.data]).toEqual([1, -1]);
  });
});

describe("gradientTo", () => {
  function step(to: "x" | null) {
    const g = new GraphBuilder("straight-through");
    const x = g.input("x", "float32", [3]);
    const hard = g.apply("Sign", [x]);
    const y = g.apply("Identity", [hard], {}, { gradientTo: to === null ? null : x });
    g.output("dx", gradients(g, [mul(g, y, g.scalar(2))], [x])[0]!);
    return [...evaluate(g.build(), { x: numbers("float32", [3], [-1, 0, 5]) }).dx!.data];
  }

  it("sends the gradient to `gradientTo` (a straight-through estimator)", () => {
    expect(step("x")).toEqual([2, 2, 2]);
  });

  it("null stops it", () => {
    expect(step(null)).toEqual([0, 0, 0]);
  });

  it("holds for an operator that has no gradient itself", () => {
    const g = new GraphBuilder("sign");
    const x = g.input("x", "float32", [3]);
    const y = g.apply("Sign", [x], {}, { gradientTo: x });
    g.output("dx", gradients(g, [mul(g, y, g.scalar(2))], [x])[0]!);
    const { dx } = evaluate(g.build(), { x: numbers("float32", [3], [-1, 0, 5]) });
    expect([...dx!.data]).toEqual([2, 2, 2]);
  });
});

describe("an operator without a rule", () => {
  it("is an error that names the operator, its layer and the supported ones", () => {
    const g = new GraphBuilder("unsupported");
    const x = g.input("x", "float32", [4, 6]);
    const y = g.inLayer("block1", () =>
      g.inLayer("dense", () => g.apply("com.microsoft:FusedGemm", [x, x], { transB: 1, activation: "Relu" })),
    );
    const act = () => gradients(g, [y], [x]);
    expect(act).toThrow(InputError);
    expect(act).toThrow('No gradient for operator com.microsoft:FusedGemm in layer "block1/dense"');
    expect(act).toThrow(/Operators with gradients: .*Add, .*Conv.*MatMul, .*Relu/);
  });
});

describe("where gradients are filed", () => {
  it("a gradient's nodes belong to the layer they differentiate", () => {
    const g = new GraphBuilder("layers");
    const x = g.input("x", "float32", [2, 3]);
    const w = g.input("w", "float32", [3, 3]);
    const y = g.inLayer("dense1", () => g.apply("Tanh", [matMul(g, x, w)]));
    const before = g.nodes.length;
    gradients(g, [y], [w], [y]);
    expect(new Set(g.nodes.slice(before).map((node) => node.layer))).toEqual(new Set(["dense1"]));
  });
});
