/** One call asks for a bounded number of values, and refuses what it cannot tell. */
import { expect, test } from "vitest";
import { InputError } from "../errors.js";
import { correlationMap, correlationSlope, criticalPoint, fixedPointVariance, gain, moments } from "./index.js";

const levels = { sigmaW: 1.3, sigmaB: 0.2 };
const MOST_VALUES = 2_000_000;

test.each<[string, (x: number) => number, string]>([
  ["tangent", Math.tan, "tan "],
  ["1 / x", (x) => 1 / x, "cannot be integrated"],
  ["fast wave", (x) => Math.sin(1e6 * x), "varies too fast"],
  ["float32 values", (x) => Math.fround(Math.tanh(x)), "varies too fast"],
  ["square root of negative numbers", Math.sqrt, "is NaN at x = "],
  ["exp(x²)", (x) => Math.exp(x * x), "E φ(z)² is Infinity"],
])("%s: refused after at most 2,000,000 values", (_name, f, message) => {
  let values = 0;
  const counting = (x: number) => {
    values++;
    return f(x);
  };
  Object.defineProperty(counting, "name", { value: f.name });
  const compute = () => gain(counting);
  expect(compute).toThrow(InputError);
  expect(compute).toThrow(message);
  expect(values).toBeLessThanOrEqual(2 * (MOST_VALUES + 1));
});

test("the correlation map of an ordinary function takes at most 60,000 values, wherever c is", () => {
  for (const c of [-1, -0.9999999, 0, 0.5, 1 - 1e-15]) {
    let values = 0;
    const counting = (x: number) => {
      values++;
      return Math.abs(x - 1.37);
    };
    correlationMap(counting, levels, 1, c);
    expect(values).toBeLessThan(60_000);
  }
});

test("what is infinite, does not exist or lies outside is refused with the reason", () => {
  expect(() => criticalPoint(Math.floor, { qStar: 1 })).toThrow("floor jumps at x = -13, so that E φ′(x)² is infinite");
  expect(() => moments((x) => (x > 1 ? 1 : 0))).toThrow("E φ′(x)² is infinite");
  expect(() => criticalPoint(() => 1, { qStar: 1 })).toThrow("it is constant there, E φ′² is 0");
  expect(() => correlationSlope("step", levels, 1)).toThrow("straight-through estimator");
  for (const c of [1.001, -2, Number.NaN]) expect(() => correlationMap("relu", levels, 1, c)).toThrow(InputError);
  expect(correlationMap("relu", levels, 1, 1 + 1e-12)).toBe(1);
  expect(() => correlationMap("relu", { sigmaW: 1, sigmaB: 0 }, 0, 0.5)).toThrow("there is no correlation");
  expect(() => correlationMap("relu", levels, -1, 0.5)).toThrow("variance of pre-activations");
  expect(fixedPointVariance("tanh", { sigmaW: 1, sigmaB: 0 })).toBe(0);
});
