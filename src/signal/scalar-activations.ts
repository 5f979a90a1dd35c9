/** The activations as functions of one number, with their derivatives: what expectations are taken of. */
import { InputError, unknownName } from "../errors.js";
import { exp, log } from "../random/elementary.js";
import { normalCdf, normalDensity } from "../random/index.js";

export interface ScalarActivation {
  readonly value: (x: number) => number;
  /** The derivative; at a kink the one that the gradient graphs have. */
  readonly derivative: (x: number) => number;
}

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)));

const tanh = (x: number): number => {
  if (Math.abs(x) < 0.1) {
    // By its continued fraction, as (e^2x − 1) would lose digits: x / (1 + x²/(3 + x²/(5 + …))).
    let below = 15;
    for (let n = 13; n >= 1; n -= 2) below = n + (x * x) / below;
    return x / below;
  }
  const shrunk = exp(-2 * Math.abs(x));
  const size = (1 - shrunk) / (1 + shrunk);
  return x < 0 ? -size : size;
};

/** log(1 + e^x). */
const softplus = (x: number): number => {
  const small = exp(-Math.abs(x));
  return Math.max(x, 0) + logOnePlus(small);
};

/** log(1 + y) for 0 ≤ y ≤ 1, also where 1 + y rounds y away. */
function logOnePlus(y: number): number {
  const sum = 1 + y;
  return sum === 1 ? y : (log(sum) * y) / (sum - 1);
}

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/** e^x − 1 for x ≤ 0. */
function expMinusOne(x: number): number {
  const half = tanh(x / 2);
  return (2 * half) / (1 - half);
}

/**
 * By the names of `activations` in `src/network/activations/activations.ts`, without softmax, which has no scalar form. Built of + − × ÷ and the
 * random streams' own exp and log, so they are the same bits in every engine; but for sin, which is the engine's.
 */
export const scalarActivations: Readonly<Record<string, ScalarActivation>> = {
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
  // The derivative it trains by, that of clip(x, −1, 1): its own is 0.
  step: { value: (x) => (x > 0 ? 1 : 0), derivative: (x) => (Math.abs(x) <= 1 ? 1 : 0) },
};

/** A name of `scalarActivations`, or a function of the user's own. */
export type ActivationLike = string | ((z: number) => number) | ScalarActivation;

/**
 * The activation as a scalar function with its derivative; that of a bare function by differences of fourth order, which never
 * reach across 0, where kinks are.
 *
 * @throws InputError with "did you mean" for an unknown name, and for softmax
 */
export function scalarActivation(activation: ActivationLike): ScalarActivation {
  if (typeof activation === "object") return activation;
  if (typeof activation === "function") {
    const f = activation;
    return {
      value: f,
      derivative: (x) => {
        const h = Math.min(1e-3, Math.abs(x) / 4) || 1e-3;
        return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
      },
    };
  }
  const found = Object.hasOwn(scalarActivations, activation) ? scalarActivations[activation] : undefined;
  if (found !== undefined) return found;
  if (activation === "softmax") {
    throw new InputError(
      "softmax is no function of one number: it has no gain. Give the gain of what stands before it, or linear.",
    );
  }
  throw unknownName("activation", activation, Object.keys(scalarActivations));
}

/** What an activation is called in a message. */
export function nameOf(activation: ActivationLike): string {
  if (typeof activation === "string") return activation;
  return (typeof activation === "function" && activation.name) || "the activation";
}
