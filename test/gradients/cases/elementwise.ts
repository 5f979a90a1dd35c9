import type { Value } from "../../../src/graph/graph.js";
import type { Build, CheckTable } from "../check.js";
import type { FloatOptions, Inputs } from "../inputs.js";

/** One input of any shape, in a range where the function is smooth. */
const unary =
  (operator: string, options?: FloatOptions): Build =>
  (g, x) =>
    g.apply(operator, [x.float(x.shape(0), options)]);

/** Two inputs of which either or both are broadcast. */
function pair(x: Inputs, first?: FloatOptions, second = first): [Value, Value] {
  const shape = x.shape(0);
  const [a, b] = [x.broadcastable(shape), x.broadcastable(shape)];
  return x.flip() ? [x.float(shape, first), x.float(b, second)] : [x.float(a, first), x.float(b, second)];
}

const binary =
  (operator: string, first?: FloatOptions, second?: FloatOptions): Build =>
  (g, x) =>
    g.apply(operator, pair(x, first, second));

const variadic =
  (operator: string): Build =>
  (g, x) => {
    const shape = x.shape(0);
    const values = x.distinct(...Array.from({ length: x.int(1, 4) }, () => x.broadcastable(shape)));
    return g.apply(operator, values);
  };

export const elementwise: CheckTable = {
  Add: binary("Add"),
  Sub: binary("Sub"),
  Mul: binary("Mul"),
  "Mul of a value by itself": (g, x) => {
    const v = x.float(x.shape());
    return g.apply("Mul", [v, v]);
  },
  Div: binary("Div", undefined, { low: 0.4 }),
  "Div by negative numbers": binary("Div", undefined, { low: -2, high: -0.5 }),
  Pow: binary("Pow", { low: 0.5, high: 2 }, {}),
  "Pow to a constant": (g, x) => {
    const n = x.pick([0, 1, 2, 3, 4, -1, -2]);
    return g.apply("Pow", [x.float(x.shape(), { low: 0.5, high: 2 }), g.scalar(n)]);
  },
  "Pow of negative numbers": (g, x) =>
    g.apply("Pow", [x.float(x.shape(), { low: -2, high: -0.5 }), g.scalar(x.pick([2, 3]))]),
  Mod: (g, x) => {
    // Multiples of ⅛ on a grid that no divisor of 0.9 or 1.1 meets.
    const divisor = x.pick([0.9, -0.9, 1.1]);
    const [a, b] = [x.distinct([2, 3])[0]!, x.float([3], { low: divisor - 0.001, high: divisor + 0.001 })];
    const apart = g.apply("Mul", [g.apply("Round", [g.apply("Mul", [a, g.scalar(8)])]), g.scalar(0.125)]);
    return g.apply("Mod", [g.apply("Add", [apart, g.apply("Mul", [a, g.scalar(0.01)])]), b], { fmod: 1 });
  },
  Sum: variadic("Sum"),
  Mean: variadic("Mean"),
  Max: variadic("Max"),
  Min: variadic("Min"),
  Where: (g, x) => {
    const [a, b] = pair(x);
    return g.apply("Where", [x.bools(x.flip() ? a.shape : []), a, b]);
  },
  Clip: (g, x) => {
    const low = x.flip() ? g.scalar(-0.7) : undefined;
    const high = x.flip() ? g.scalar(0.9) : undefined;
    return g.apply("Clip", [x.float(x.shape(), { avoid: [-0.7, 0.9] }), low, high]);
  },
  "Clip at computed bounds": (g, x) =>
    g.apply("Clip", [
      x.float(x.shape(2), { avoid: [-0.6, 0.6] }),
      x.float([], { low: -0.62, high: -0.58 }),
      x.float([], { low: 0.58, high: 0.62 }),
    ]),
  Identity: unary("Identity"),
  Cast: (g, x) => g.apply("Cast", [g.apply("Cast", [x.float(x.shape())], { to: "float64" })], { to: "float32" }),
  Neg: unary("Neg"),
  Abs: unary("Abs", { avoid: [0] }),
  Exp: unary("Exp"),
  Log: unary("Log", { low: 0.3, high: 3 }),
  Sqrt: unary("Sqrt", { low: 0.3, high: 3 }),
  Reciprocal: unary("Reciprocal", { low: 0.4, high: 2 }),
  Sin: unary("Sin"),
  Cos: unary("Cos"),
  Tan: unary("Tan", { low: -1.2, high: 1.2 }),
  Asin: unary("Asin", { low: -0.9, high: 0.9 }),
  Acos: unary("Acos", { low: -0.9, high: 0.9 }),
  Atan: unary("Atan"),
  Sinh: unary("Sinh"),
  Cosh: unary("Cosh"),
  Asinh: unary("Asinh"),
  Acosh: unary("Acosh", { low: 1.2, high: 3 }),
  Atanh: unary("Atanh", { low: -0.9, high: 0.9 }),
  Erf: unary("Erf"),
};
