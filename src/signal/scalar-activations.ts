/** The built-in activations as functions of one number: what expectations are taken of. */
import type { ScalarFunction } from "../graph/elementwise-function.js";
import { exp } from "../random/elementary.js";
import { normalCdf, normalDensity } from "../random/index.js";
import { expMinusOne, sigmoid, softplus, tanh } from "./scalar-functions.js";

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

const functions = {
  linear: { value: (x) => x, derivative: () => 1 },
  relu: { value: (x) => Math.max(x, 0), derivative: (x) => (x > 0 ? 1 : 0) },
  "leaky-relu": { value: (x) => (x >= 0 ? x : 0.01 * x), derivative: (x) => (x >= 0 ? 1 : 0.01) },
  elu: { value: (x) => (x >= 0 ? x : expMinusOne(x)), derivative: (x) => (x >= 0 ? 1 : exp(x)) },
  selu: {
    value: (x) => SELU_SCALE * (x >= 0 ? x : SELU_ALPHA * expMinusOne(x)),
    derivative: (x) => SELU_SCALE * (x >= 0 ? 1 : SELU_ALPHA * exp(x)),
  },
  gelu: { value: (x) => x * normalCdf(x), derivative: (x) => normalCdf(x) + x * normalDensity(x) },
  silu: {
    value: (x) => x * sigmoid(x),
    derivative: (x) => sigmoid(x) * (1 + x * sigmoid(-x)),
  },
  mish: {
    value: (x) => x * tanh(softplus(x)),
    derivative: (x) => {
      const t = tanh(softplus(x));
      return t + x * (1 - t * t) * sigmoid(x);
    },
  },
  softplus: { value: softplus, derivative: sigmoid },
  sigmoid: { value: sigmoid, derivative: (x) => sigmoid(x) * sigmoid(-x) },
  tanh: { value: tanh, derivative: (x) => 1 - tanh(x) * tanh(x) },
  sin: { value: Math.sin, derivative: Math.cos },
  // The derivative is that of clip(x, −1, 1), by which it trains: its true one is 0.
  step: { value: (x) => (x > 0 ? 1 : 0), derivative: (x) => (Math.abs(x) <= 1 ? 1 : 0), surrogate: true },
} satisfies Readonly<Record<string, ScalarFunction>>;

/** The name of a built-in activation that is a function of one number. */
export type ScalarActivationName = keyof typeof functions;

/**
 * The built-in activations by name, without softmax, which is no function of one number. The same
 * bits in every engine, but for sin, which is the engine's. What else there is to say of each
 * stands in the table `activations` (`src/network/activations/activations.ts`), which refers to
 * these.
 */
export const scalarActivations: Readonly<Record<string, ScalarFunction>> &
  Readonly<Record<ScalarActivationName, ScalarFunction>> = functions;
