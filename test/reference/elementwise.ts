import type { Kernel } from "./kernel.js";
import { broadcastAt, fill, folding, mapping } from "./numbers.js";

/**
 * erf by its series 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1)/(2n+1)!! (all terms of one sign: full double
 * precision).
 */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const geluTanh = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

function roundHalfEven(x: number): number {
  const down = Math.floor(x);
  const half = x - down;
  return half < 0.5 || (half === 0.5 && down % 2 === 0) ? down : down + 1;
}

const bool = (b: boolean): number => (b ? 1 : 0);

export const elementwise: Readonly<Record<string, Kernel>> = {
  Add: folding((a, b) => a + b),
  Sub: folding((a, b) => a - b),
  Mul: folding((a, b) => a * b),
  Div: ([a, b], _, [y]) => [
    fill(y!, (i) => {
      const quotient = broadcastAt(a!, i) / broadcastAt(b!, i);
      return y!.type.startsWith("float") ? quotient : Math.trunc(quotient);
    }),
  ],
  Pow: folding((a, b) => a ** b),
  Mod: (inputs, { fmod }, [y]) => [
    fill(y!, (i) => {
      const [a, b] = inputs.map((x) => broadcastAt(x!, i)) as [number, number];
      const sameSign = a % b; // of the dividend's sign
      return fmod === 1 || sameSign === 0 || sameSign < 0 === b < 0 ? sameSign : sameSign + b;
    }),
  ],
  Max: folding(Math.max),
  Min: folding(Math.min),
  Sum: folding((a, b) => a + b),
  Mean: (inputs, _, [y]) => [fill(y!, (i) => inputs.reduce((sum, x) => sum + broadcastAt(x!, i), 0) / inputs.length)],
  Equal: folding((a, b) => bool(a === b)),
  Greater: folding((a, b) => bool(a > b)),
  GreaterOrEqual: folding((a, b) => bool(a >= b)),
  Less: folding((a, b) => bool(a < b)),
  LessOrEqual: folding((a, b) => bool(a <= b)),
  And: folding((a, b) => a * b),
  Or: folding(Math.max),
  Xor: folding((a, b) => bool(a !== b)),
  Not: mapping((x) => 1 - x),
  Identity: mapping((x) => x),
  Neg: mapping((x) => -x),
  Abs: mapping(Math.abs),
  Sign: mapping(Math.sign),
  Exp: mapping(Math.exp),
  Log: mapping(Math.log),
  Sqrt: mapping(Math.sqrt),
  Reciprocal: mapping((x) => 1 / x),
  Erf: mapping(erf),
  Sin: mapping(Math.sin),
  Cos: mapping(Math.cos),
  Tan: mapping(Math.tan),
  Asin: mapping(Math.asin),
  Acos: mapping(Math.acos),
  Atan: mapping(Math.atan),
  Sinh: mapping(Math.sinh),
  Cosh: mapping(Math.cosh),
  Asinh: mapping(Math.asinh),
  Acosh: mapping(Math.acosh),
  Atanh: mapping(Math.atanh),
  Floor: mapping(Math.floor),
  Ceil: mapping(Math.ceil),
  Round: mapping(roundHalfEven),
  Relu: mapping((x) => Math.max(x, 0)),
  Sigmoid: mapping((x) => 1 / (1 + Math.exp(-x))),
  Tanh: mapping(Math.tanh),
  Softplus: mapping((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Softsign: mapping((x) => x / (1 + Math.abs(x))),
  LeakyRelu: mapping((x, { alpha }) => (x < 0 ? alpha * x : x)),
  Elu: mapping((x, { alpha }) => (x < 0 ? alpha * Math.expm1(x) : x)),
  Selu: mapping((x, { alpha, gamma }) => gamma * (x < 0 ? alpha * Math.expm1(x) : x)),
  HardSigmoid: mapping((x, { alpha, beta }) => Math.min(1, Math.max(0, alpha * x + beta))),
  Gelu: mapping((x, { approximate }) => (approximate === "tanh" ? geluTanh(x) : 0.5 * x * (1 + erf(x * Math.SQRT1_2)))),
  Clip: ([x, low, high], _, [y]) => {
    const [min, max] = [low?.data[0] ?? Number.NEGATIVE_INFINITY, high?.data[0] ?? Number.POSITIVE_INFINITY];
    return [{ type: y!.type, shape: y!.shape, data: x!.data.map((v) => Math.min(max, Math.max(min, v))) }];
  },
  Where: ([condition, a, b], _, [y]) => [fill(y!, (i) => broadcastAt(broadcastAt(condition!, i) ? a! : b!, i))],
};
