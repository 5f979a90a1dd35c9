/** Activation functions, as one literal table. */
import { unknownName } from "../../errors.js";
import type { GraphBuilder } from "../../graph/builder.js";
import { cast, mul, scale, shift } from "../../graph/expressions.js";
import type { Value } from "../../graph/graph.js";
import type { Layer, Scope } from "../layers/layer.js";

export interface Activation {
  /** Elementwise (softmax: along the features); the result has the shape of `x`. */
  readonly apply: (g: GraphBuilder, x: Value) => Value;
  readonly formula: string;
  readonly reference: string;
  /** Where frameworks differ, or what its gradient is when that is not the derivative. */
  readonly note?: string;
}

const operator =
  (name: string, attributes: Readonly<Record<string, number>> = {}) =>
  (g: GraphBuilder, x: Value): Value =>
    g.apply(name, [x], attributes);

/** Every activation by name. */
export const activations: Readonly<Record<string, Activation>> = {
  linear: { apply: (_, x) => x, formula: "x", reference: "none" },
  relu: {
    apply: operator("Relu"),
    formula: "max(0, x)",
    reference: "Nair and Hinton 2010",
    note: "the derivative at 0 is taken as 0",
  },
  "leaky-relu": {
    apply: operator("LeakyRelu", { alpha: 0.01 }),
    formula: "x for x ≥ 0, else 0.01·x",
    reference: "Maas, Hannun and Ng 2013",
    note: "slope 0.01 as in PyTorch and JAX; Keras's LeakyReLU has 0.3",
  },
  elu: {
    apply: operator("Elu", { alpha: 1 }),
    formula: "x for x ≥ 0, else exp(x) − 1",
    reference: "Clevert, Unterthiner and Hochreiter 2015",
  },
  selu: {
    apply: operator("Selu"),
    formula: "1.0507·x for x ≥ 0, else 1.0507·1.6733·(exp(x) − 1)",
    reference: "Klambauer, Unterthiner, Mayr and Hochreiter 2017",
  },
  gelu: {
    apply: (g, x) => mul(g, x, scale(g, shift(g, g.apply("Erf", [scale(g, x, Math.SQRT1_2)]), 1), 0.5)),
    formula: "x·Φ(x) = x·½·(1 + erf(x / √2))",
    reference: "Hendrycks and Gimpel 2016",
    note: "exact, as PyTorch and Keras by default; JAX's default is the tanh approximation",
  },
  silu: {
    apply: (g, x) => mul(g, x, g.apply("Sigmoid", [x])),
    formula: "x·sigmoid(x)",
    reference: "Elfwing, Uchibe and Doya 2018; swish in Ramachandran, Zoph and Le 2017",
  },
  mish: {
    apply: (g, x) => mul(g, x, g.apply("Tanh", [g.apply("Softplus", [x])])),
    formula: "x·tanh(log(1 + exp(x)))",
    reference: "Misra 2019",
  },
  softplus: { apply: operator("Softplus"), formula: "log(1 + exp(x))", reference: "Dugas et al. 2001" },
  sigmoid: { apply: operator("Sigmoid"), formula: "1 / (1 + exp(−x))", reference: "the logistic function" },
  tanh: { apply: operator("Tanh"), formula: "tanh(x)", reference: "LeCun et al. 1998 for its use" },
  softmax: {
    apply: (g, x) => g.apply("Softmax", [x], { axis: x.shape.length === 4 ? 1 : -1 }),
    formula: "exp(xᵢ) / Σⱼ exp(xⱼ)",
    reference: "Bridle 1990",
    note: "along the channels of [N, C, H, W], else along the last axis",
  },
  sin: { apply: operator("Sin"), formula: "sin(x)", reference: "Sitzmann et al. 2020" },
  step: {
    apply: (g, x) => {
      const line = g.apply("Clip", [x, g.scalar(-1), g.scalar(1)]); // has the gradient: 1 inside [−1, 1], 0 outside
      const hard = cast(g, g.apply("Greater", [x, g.scalar(0)]), "float32");
      return g.apply("Identity", [hard], {}, { gradientTo: line, name: "step" });
    },
    formula: "1 for x > 0, else 0",
    reference: "McCulloch and Pitts 1943; gradient: Hubara et al. 2016, eq. 4",
    note: "saturated straight-through estimator: the gradient passes as if it were clip(x, −1, 1), since the true one is 0",
  },
};

/** The activation of that name. @throws InputError with "did you mean" */
export function findActivation(name: string): Activation {
  const found = Object.hasOwn(activations, name) ? activations[name] : undefined;
  if (found === undefined) throw unknownName("activation", name, Object.keys(activations));
  return found;
}

/** `x` through the named activation, noted in the roles of the kernels that made `x`. */
export function activate(scope: Scope, name: string, x: Value): Value {
  const y = findActivation(name).apply(scope.g, x);
  if (name !== "linear") scope.activated(x, name);
  return y;
}

/**
 * An activation as a layer of its own, for after a normalization: `conv(64, 3, { bias: false }), batchNorm(), activation("relu")`.
 * Any shape; the kernels before it get it as their role's activation.
 *
 * @throws InputError for an unknown name
 */
export function activation(name: string): Layer {
  findActivation(name);
  return { kind: "activation", apply: (x, scope) => activate(scope, name, x) };
}
