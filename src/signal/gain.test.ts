import { describe, expect, test } from "vitest";
import { InputError } from "../errors.js";
import { backwardFactor, gain, moments, pytorchGain, scalarActivations } from "./index.js";

/*
 * E φ, E φ², 1/√E φ², g* and g*² E φ′(g* z)². f is an activation, d its derivative, phi the normal
 * density. SciPy 1.10, /usr/bin/python3:
 *
 * parts = ((-13, -4), (-4, 0), (0, 4), (4, 13))
 * integral = lambda h, p, q: quad(h, p, q, epsabs=1e-15, epsrel=1e-13, limit=400)[0]
 * E = lambda f: sum(integral(lambda z: f(z) * phi(z), p, q) for p, q in parts)
 * second = lambda g: E(lambda z: f(g * z) ** 2)
 * g = brentq(lambda g: second(g) - 1, .5, 3, xtol=1e-14, rtol=1e-14)
 * print(E(f), second(1), 1 / sqrt(second(1)), g, g * g * E(lambda z: d(g * z) ** 2))
 */
const SCIPY: Record<string, [number, number, number, number | null, number | null]> = {
  relu: [0.398942280401, 0.5, Math.SQRT2, Math.SQRT2, 1.0],
  "leaky-relu": [0.394952857597, 0.50005, 1.414142856998, 1.414142856998, 1.0],
  tanh: [0.0, 0.394294490398, 1.592537419723, null, null],
  sigmoid: [0.5, 0.293379035858, 1.846228545339, null, null],
  elu: [0.160520572267, 0.644945417493, 1.245198300701, 1.277960075405, 1.043313560387],
  selu: [0.0, 1.0, 1.0, 1.0, 1.071574992456],
  gelu: [0.282094791774, 0.42522148257, 1.533530441196, 1.468011260547, 1.060406252964],
  silu: [0.206620964142, 0.355775519817, 1.676532470331, 1.558759930069, 1.067060328508],
  mish: [0.240403888375, 0.452342192376, 1.486847581273, 1.45149123996, 1.059045235497],
  softplus: [0.806059183347, 0.921245908859, 1.041866835535, 1.083121881508, 0.350247538186],
  sin: [0.0, 0.432332358382, 1.520866623179, null, null],
};

test.each(Object.entries(SCIPY))("gains of %s are SciPy's to 1e-11", (name, [mean, second, unit, fixed, backward]) => {
  const got = moments(name);
  expect(Math.abs(got.mean - mean)).toBeLessThan(1e-11);
  expect(Math.abs(got.second - second)).toBeLessThan(1e-11);
  expect(Math.abs(gain(name) - unit)).toBeLessThan(1e-11);
  if (fixed === null) {
    expect(() => gain(name, { kind: "fixed-point" })).toThrow(`${name} has no fixed-point gain`);
    return;
  }
  expect(Math.abs(gain(name, { kind: "fixed-point" }) - fixed)).toBeLessThan(1e-11);
  expect(Math.abs(backwardFactor(name) - backward!)).toBeLessThan(1e-11);
});

describe("closed forms", () => {
  const close = (got: number, expected: number) => expect(Math.abs(got / expected - 1)).toBeLessThan(1e-12);
  test("linear, ReLU, step, sin", () => {
    close(gain("linear"), 1);
    close(gain("relu"), Math.SQRT2);
    close(gain("step"), Math.SQRT2);
    // E sin² = (1 − e⁻²) / 2.
    close(gain("sin"), 1 / Math.sqrt((1 - Math.exp(-2)) / 2));
    close(backwardFactor("linear"), 1);
    close(backwardFactor("relu"), 1);
  });
  test("functions of the user, with a kink or a step anywhere", () => {
    close(
      gain((z) => z),
      1,
    );
    close(
      gain((z) => Math.max(z, 0) ** 2),
      1 / Math.sqrt(1.5),
    ); // E z⁴ / 2
    close(
      gain((z) => Math.abs(z - 0.7312)),
      1 / Math.sqrt(1 + 0.7312 ** 2),
    );
    close(
      gain((z) => z ** 3),
      1 / Math.sqrt(15),
    );
    // hard tanh: E = 2 (∫₀¹ z² φ + P(z > 1)) = 0.5160585509617394 (SciPy: norm.cdf(1) -
    // norm.cdf(-1) - 2 * norm.pdf(1) + 2 * norm.sf(1))
    close(
      gain((z) => Math.max(-1, Math.min(1, z))),
      1 / Math.sqrt(0.5160585509617394),
    );
    close(
      gain((z) => (z > 1 ? 1 : 0)),
      1 / Math.sqrt(0.15865525393145707),
    ); // norm.sf(1)
    const slope = (a: number) => (z: number) => (z > 0 ? z : a * z);
    close(gain(slope(0.2)), Math.sqrt(2 / 1.04));
    close(gain(slope(0.2), { kind: "fixed-point" }), Math.sqrt(2 / 1.04));
    // Finite differences give its derivative.
    expect(Math.abs(backwardFactor(slope(0.2)) - 1)).toBeLessThan(1e-9);
    expect(Math.abs(backwardFactor((z) => z / (1 + Math.exp(-z))) / backwardFactor("silu") - 1)).toBeLessThan(1e-9);
  });
});

test("the table of reference §1.7, at its digits", () => {
  const rows: [string, number, number | undefined, number | undefined][] = [
    ["relu", Math.SQRT2, Math.SQRT2, 1.0],
    ["leaky-relu", 1.4141, 1.4141, 1.0],
    ["tanh", 1.5925, undefined, undefined],
    ["sigmoid", 1.8462, undefined, undefined],
    ["elu", 1.2452, 1.278, 1.043],
    ["selu", 1.0, 1.0, 1.072],
    ["gelu", 1.5335, 1.468, 1.06],
    ["silu", 1.6765, 1.5588, 1.067],
    ["mish", 1.4868, 1.4515, 1.059],
    ["softplus", 1.0419, 1.0831, 0.35],
  ];
  for (const [name, unit, fixed, backward] of rows) {
    expect(Math.abs(gain(name) - unit)).toBeLessThan(5.1e-5);
    if (fixed === undefined) continue;
    expect(Math.abs(gain(name, { kind: "fixed-point" }) - fixed)).toBeLessThan(5.1e-5);
    expect(Math.abs(backwardFactor(name) - backward!)).toBeLessThan(5.1e-4);
  }
});

/*
 * torch 1.13, /usr/bin/python3:
 *
 * g = torch.nn.init.calculate_gain
 * names = ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu")
 * print([g(n) for n in names], g("leaky_relu", 0.2))
 * [1, 1, 1.6666666666666667, Math.SQRT2, 1.4141428569978354, 0.75] 1.3867504905630728
 */
test("PyTorch's table", () => {
  expect(["linear", "sigmoid", "tanh", "relu", "leaky-relu", "selu"].map((name) => pytorchGain(name))).toEqual([
    1,
    1,
    1.6666666666666667,
    Math.SQRT2,
    1.4141428569978354,
    0.75,
  ]);
  expect(pytorchGain("leaky-relu", 0.2)).toBeCloseTo(1.3867504905630728, 14);
  expect(() => pytorchGain("gelu")).toThrow("PyTorch's calculate_gain has no value for gelu");
  expect(() => pytorchGain("constructor")).toThrow(InputError);
});

test("what has no gain is refused with the reason", () => {
  expect(() => gain("rleu")).toThrow('Unknown activation "rleu"; did you mean "relu"?');
  expect(() => gain("softmax")).toThrow("softmax is no function of one number");
  expect(() => gain(() => 0)).toThrow("E φ(z)² is 0");
  expect(() => gain(() => Number.NaN)).toThrow(InputError);
  expect(() =>
    gain(
      function wave(z) {
        return Math.cos(z);
      },
      { kind: "fixed-point" },
    ),
  ).toThrow("wave has no fixed-point gain");
  expect(() => moments((z) => Math.exp(z * z))).toThrow(InputError);
  for (const name of Object.keys(scalarActivations)) expect(gain(name)).toBeGreaterThan(0);
});
