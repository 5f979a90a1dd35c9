/**
 * Operators on plain numbers against ONNX Runtime's, and their derivatives against the gradient
 * graph's.
 */
import { describe, expect, test } from "vitest";
import { runGraph } from "../../test/networks.js";
import { InputError } from "../errors.js";
import { GraphBuilder } from "../graph/builder.js";
import type { ElementwiseFunction } from "../graph/elementwise-function.js";
import { cast, mul, scale, shift } from "../graph/expressions.js";
import { gradients } from "../graph/gradients/gradients.js";
import { elementwise } from "../graph/operators/elementwise.js";
import { tensor } from "../graph/tensor.js";
import { scalarActivation } from "./index.js";
import { scalarFromGraph } from "./scalar-from-graph.js";
import { scalarOperators } from "./scalar-operators.js";

type Apply = ElementwiseFunction["apply"];

const unary =
  (operator: string, attributes: Readonly<Record<string, number | string>> = {}): Apply =>
  (g, x) =>
    g.apply(operator, [x], attributes);
/** x with a constant, on either side, and with a function of itself. */
const binary = (operator: string): readonly Apply[] => [
  (g, x) => g.apply(operator, [x, g.scalar(0.75)]),
  (g, x) => g.apply(operator, [g.scalar(1.5), x]),
  (g, x) => g.apply(operator, [x, shift(g, mul(g, x, x), 0.5)]),
];
/** A truth value as a factor: 1 where true. */
const truth =
  (operator: string): Apply =>
  (g, x) =>
    mul(g, x, cast(g, g.apply(operator, [x, g.scalar(1)]), "float32"));
const logical =
  (operator: string): Apply =>
  (g, x) => {
    const [above, below] = [g.apply("Greater", [x, g.scalar(-1)]), g.apply("Less", [x, g.scalar(0.5)])];
    return mul(g, x, cast(g, g.apply(operator, operator === "Not" ? [above] : [above, below]), "float32"));
  };
/** Of a function of positive numbers. */
const ofPositive =
  (operator: string): Apply =>
  (g, x) =>
    g.apply(operator, [shift(g, mul(g, x, x), 0.25)]);

/** Of a function between −0.9 and 0.9. */
const ofFractions =
  (operator: string): Apply =>
  (g, x) =>
    g.apply(operator, [scale(g, g.apply("Softsign", [x]), 0.9)]);

const cases: Readonly<Record<string, readonly Apply[]>> = {
  Add: binary("Add"),
  Sub: binary("Sub"),
  Mul: [...binary("Mul"), (g, x) => mul(g, x, x)],
  Div: [(g, x) => g.apply("Div", [x, g.scalar(0.75)]), (g, x) => g.apply("Div", [x, shift(g, mul(g, x, x), 0.5)])],
  Pow: [
    (g, x) => g.apply("Pow", [x, g.scalar(3)]),
    (g, x) => g.apply("Pow", [shift(g, mul(g, x, x), 0.5), g.scalar(0.7)]),
    (g, x) => g.apply("Pow", [g.scalar(1.5), x]),
  ],
  Sum: [(g, x) => g.apply("Sum", [x, g.scalar(2), mul(g, x, x)])],
  Mean: [(g, x) => g.apply("Mean", [x, g.scalar(2), mul(g, x, x)])],
  Max: [
    ...binary("Max"),
    (g, x) => g.apply("Max", [x, g.scalar(0)]),
    (g, x) => g.apply("Max", [x, g.scalar(1), mul(g, x, x)]),
  ],
  Min: [...binary("Min"), (g, x) => g.apply("Min", [x, g.scalar(0)])],
  Clip: [
    (g, x) => g.apply("Clip", [x, g.scalar(-1), g.scalar(1)]),
    (g, x) => g.apply("Clip", [x, undefined, g.scalar(0.5)]),
    (g, x) => g.apply("Clip", [x, g.scalar(0)]),
  ],
  Where: [(g, x) => g.apply("Where", [g.apply("Greater", [x, g.scalar(0.5)]), scale(g, x, 2), mul(g, x, x)])],
  Equal: [truth("Equal")],
  Greater: [truth("Greater")],
  GreaterOrEqual: [truth("GreaterOrEqual")],
  Less: [truth("Less")],
  LessOrEqual: [truth("LessOrEqual")],
  And: [logical("And")],
  Or: [logical("Or")],
  Xor: [logical("Xor")],
  Not: [logical("Not")],
  Sign: [(g, x) => mul(g, x, g.apply("Sign", [x]))],
  Floor: [(g, x) => mul(g, x, g.apply("Floor", [x]))],
  Ceil: [(g, x) => mul(g, x, g.apply("Ceil", [x]))],
  Round: [(g, x) => mul(g, x, g.apply("Round", [x]))],
  Identity: [
    unary("Identity"),
    (g, x) => g.apply("Identity", [g.apply("Sign", [x])], {}, { gradientTo: g.apply("Tanh", [x]) }),
    (g, x) => mul(g, x, g.apply("Identity", [x], {}, { gradientTo: null })),
  ],
  Mod: [
    (g, x) => g.apply("Mod", [x, g.scalar(0.8)], { fmod: 1 }),
    (g, x) => g.apply("Mod", [x, shift(g, mul(g, x, x), 0.55)], { fmod: 1 }),
  ],
  Acosh: [(g, x) => g.apply("Acosh", [shift(g, mul(g, x, x), 1.25)])],
  ...Object.fromEntries(["Tan", "Asin", "Acos", "Atanh"].map((operator) => [operator, [ofFractions(operator)]])),
  Log: [ofPositive("Log")],
  Sqrt: [ofPositive("Sqrt")],
  Reciprocal: [ofPositive("Reciprocal")],
  LeakyRelu: [unary("LeakyRelu"), unary("LeakyRelu", { alpha: 0.3 })],
  Elu: [unary("Elu"), unary("Elu", { alpha: 0.5 })],
  Selu: [unary("Selu")],
  HardSigmoid: [unary("HardSigmoid"), unary("HardSigmoid", { alpha: 0.3, beta: 0.4 })],
  Gelu: [unary("Gelu"), unary("Gelu", { approximate: "tanh" })],
  ...Object.fromEntries(
    [
      "Neg",
      "Abs",
      "Exp",
      "Erf",
      "Sin",
      "Cos",
      "Atan",
      "Sinh",
      "Cosh",
      "Asinh",
      "Relu",
      "Sigmoid",
      "Tanh",
      "Softplus",
      "Softsign",
    ].map((operator) => [operator, [unary(operator)]]),
  ),
};

/** Kinks and ties of the functions above are among them. */
const points = Float32Array.from([-7.5, -2.5, -1.25, -1, -0.5, -0.125, 0, 0.125, 0.5, 0.75, 1, 1.5, 2.5, 7.5]);

test("there is a scalar operator for every elementwise operator of graphs, and a case for each", () => {
  const names = elementwise.map(({ name }) => name);
  expect(Object.keys(scalarOperators).sort()).toEqual([...names, "Cast"].sort());
  expect(Object.keys(cases).sort()).toEqual(names.sort());
});

describe.each(Object.entries(cases))("%s", (_, applies) => {
  test.each(applies.map((apply, i) => [i, apply] as const))("case %d: value and derivative", async (_i, apply) => {
    const g = new GraphBuilder("case");
    const x = g.input("x", "float32", [points.length]);
    const y = apply(g, x);
    g.output("y", y);
    g.output("dx", gradients(g, [y], [x])[0]!);
    const out = await runGraph(g.build(), { x: { type: "float32", shape: [points.length], data: points } });
    const { value, derivative } = scalarFromGraph({ name: "case", apply });
    points.forEach((point, i) => {
      const [got, slope] = [Number(out.y!.data[i]), Number(out.dx!.data[i])];
      expect(Math.abs(value(point) - got), `at ${point}`).toBeLessThanOrEqual(2e-6 * (1 + Math.abs(got)));
      expect(Math.abs(derivative(point) - slope), `slope at ${point}`).toBeLessThanOrEqual(
        1e-5 * (1 + Math.abs(slope)),
      );
    });
  });
});

test("constants keep their digits: the function is evaluated in float64", () => {
  const { value, derivative } = scalarFromGraph({ name: "tenth", apply: (g, x) => scale(g, x, 0.1) });
  expect(value(3)).toBe(0.1 * 3);
  expect(derivative(3)).toBe(0.1);
});

test("a function whose gradient is redirected is said to have a surrogate derivative", () => {
  expect(scalarFromGraph({ name: "plain", apply: unary("Tanh") }).surrogate).toBe(false);
  const apply: Apply = (g, x) => g.apply("Identity", [g.apply("Sign", [x])], {}, { gradientTo: x });
  expect(scalarFromGraph({ name: "sign", apply }).surrogate).toBe(true);
});

describe("what is no function of one number is refused with the remedy", () => {
  test.each<[string, Apply, string]>([
    ["softmax", (g, x) => g.apply("Softmax", [x]), "uses the operator Softmax, which is not elementwise"],
    ["a mean", (g, x) => g.apply("ReduceMean", [x], { axes: [-1] }), "uses the operator ReduceMean"],
    [
      "several outputs",
      (g, x) => g.applyAll("Identity", [x], {}, { outputs: 2 })[0]!,
      "uses the operator Identity, which is not elementwise",
    ],
    ["a parameter", (g, x) => mul(g, x, g.input("a", "float32", [])), "cannot be applied to one number"],
    ["a vector", (g, x) => mul(g, x, g.constant(tensor("float32", [2], [1, 2]))), "uses a constant of 2 numbers"],
    [
      "another graph",
      (_, x) => {
        const other = new GraphBuilder("other");
        return other.apply("Relu", [other.input("x", x.type, x.shape)]);
      },
      "uses a value of another graph",
    ],
  ])("%s", (_, apply, message) => {
    const derive = () => scalarActivation({ name: "odd", apply });
    expect(derive).toThrow(InputError);
    expect(derive).toThrow(`The activation "odd" ${message}`);
    expect(derive).toThrow("Give that function too: { name, apply, scalar: (x) => … }.");
  });
});

describe("a scalar function beside the graph", () => {
  const softmaxed: Apply = (g, x) => g.apply("Softmax", [x]);
  test("stands in for a graph that cannot be read, its derivative by differences", () => {
    const { value, derivative } = scalarActivation({ name: "odd", apply: softmaxed, scalar: (x) => x * x });
    expect(value(3)).toBe(9);
    expect(derivative(3)).toBeCloseTo(6, 9);
  });
  test("is used for values, with the graph's derivative", () => {
    const { value, derivative } = scalarActivation({ name: "mine", apply: unary("Tanh"), scalar: Math.tanh });
    expect(value(0.3)).toBe(Math.tanh(0.3));
    expect(derivative(0.3)).toBeCloseTo(1 - Math.tanh(0.3) ** 2, 15);
  });
  test("that is another function is refused", () => {
    expect(() => scalarActivation({ name: "mine", apply: unary("Tanh"), scalar: Math.atan })).toThrow(
      'The activation "mine": at -5.3 its scalar function gives',
    );
  });
  test("with its derivative is used as it is", () => {
    const scalar = { value: Math.sin, derivative: Math.cos };
    expect(scalarActivation({ name: "mine", apply: softmaxed, scalar })).toBe(scalar);
  });
});
