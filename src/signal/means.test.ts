/** Means and correlation maps of all built-in activations against mpmath, NumPy and SciPy. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correlationMap, correlationSlope, moments, scalarActivations, scalarOperators } from "./index.js";

/** Written by means.golden.py. */
interface Golden {
  /** [q, E φ, E φ², E φ′²]. */
  readonly moments: Readonly<Record<string, readonly [number, number, number, number][]>>;
  /** A row for each of `variances`, a number for each of `correlations`. */
  readonly correlations: Readonly<Record<string, readonly number[][]>>;
}
const golden = JSON.parse(readFileSync("src/signal/means.golden.json", "utf8")) as Golden;
const variances = [0.04, 1, 25];
const correlations = [-1, -0.9999999, -0.9, -0.3, 0, 0.5, 0.99, 0.9999999];
const plain = { sigmaW: 1, sigmaB: 0 };
const names = Object.keys(scalarActivations);

test("every built-in activation is there", () => {
  expect(Object.keys(golden.moments)).toEqual(names);
  expect(Object.keys(golden.correlations)).toEqual(names);
});

/** As it is, and known by its values alone. */
const forms = names.flatMap((name) => [
  [name, "built in", name] as const,
  [name, "as a bare function", (x: number) => scalarActivations[name]!.value(x)] as const,
]);

describe.each(forms)("%s %s", (name, form, activation) => {
  test("moments from q = 1e-30 to 1e30 are mpmath's within 1e-11", () => {
    for (const [q, mean, second, derivative] of golden.moments[name]!) {
      const size = Math.sqrt(q);
      if (name === "step" && form !== "built in") {
        expect(() => moments(activation, size)).toThrow("jumps at x = ");
        continue;
      }
      const got = moments(activation, size);
      expect(Math.abs(got.mean - mean), `mean at ${q}`).toBeLessThanOrEqual(1e-11 * Math.sqrt(second));
      expect(Math.abs(got.second / second - 1), `second at ${q}`).toBeLessThanOrEqual(1e-11);
      // The derivative of a bare function is a difference.
      const within = form === "built in" ? 1e-11 : 1e-8;
      expect(Math.abs(got.derivative / derivative - 1), `derivative at ${q}`).toBeLessThanOrEqual(within);
    }
  });

  test("the correlation map from c = −1 to 1 is NumPy's within 1e-10", () => {
    variances.forEach((q, i) => {
      correlations.forEach((c, j) => {
        const expected = golden.correlations[name]![i]![j]!;
        expect(Math.abs(correlationMap(activation, plain, q, c) - expected), `at q ${q}, c ${c}`).toBeLessThan(1e-10);
      });
      expect(correlationMap(activation, plain, q, 1)).toBe(1);
    });
  });
});

describe("closed forms", () => {
  test("the issue's: step at −0.9999999 is 1.42e-4, to 10 digits of asin(√(1 − c²)) / π", () => {
    const c = -0.9999999;
    const exact = Math.asin(Math.sqrt((1 - c) * (1 + c))) / Math.PI;
    expect(Math.abs(correlationMap("step", plain, 1, c) / exact - 1)).toBeLessThan(1e-10);
    expect(exact).toBeCloseTo(1.42e-4, 6);
    // (2 / 3π) t³ + O(t⁵) of the angle t that is left.
    const angle = Math.asin(Math.sqrt((1 - 0.999999) * (1 + 0.999999)));
    const relu = correlationMap("relu", plain, 3, -0.999999);
    expect(Math.abs(relu / (angle ** 3 / (3 * Math.PI)) - 1)).toBeLessThan(1e-6);
  });

  test("erf of a bare function: Williams' kernel (1997), (2/π) asin(2 q c / (1 + 2 q))", () => {
    const erf = (x: number) => scalarOperators.Erf!.value([x], {});
    const kernel = (q: number, c: number) => Math.asin((2 * q * c) / (1 + 2 * q));
    for (const q of [1e-30, 0.01, 1, 100, 1e6]) {
      for (const c of [...correlations, 0.999999999]) {
        const got = correlationMap(erf, plain, q, c);
        expect(Math.abs(got - kernel(q, c) / kernel(q, 1)), `at q ${q}, c ${c}`).toBeLessThan(q > 100 ? 1e-9 : 1e-12);
      }
    }
  });

  test("leaky ReLU of any slope a: (a c + (1 − a)² k(c)) / (a + (1 − a)² / 2), k the arc-cosine kernel", () => {
    const kernel = (c: number) => (Math.sqrt(1 - c * c) + (Math.PI - Math.acos(c)) * c) / (2 * Math.PI);
    for (const a of [-1, -0.3, 0.2, 0.9]) {
      for (const c of correlations) {
        const exact = (a * c + (1 - a) ** 2 * kernel(c)) / (a + (1 - a) ** 2 / 2);
        const got = correlationMap((x) => (x > 0 ? x : a * x), plain, 2, c);
        expect(Math.abs(got - exact), `at a ${a}, c ${c}`).toBeLessThan(1e-9);
      }
    }
  });
});

describe("properties of the correlation map", () => {
  const activation = fc.constantFrom(...names);
  const variance = fc.constantFrom(1e-6, 0.3, 1, 7, 1e3);
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  const map = (name: string, q: number, c: number) => correlationMap(name, { sigmaW: 1.3, sigmaB: 0.4 }, q, c);

  test("E φ φ is a power series in c without negative terms: it rises on [0, 1], and |K(−c)| ≤ K(c)", () => {
    fc.assert(
      fc.property(activation, variance, fraction, fraction, (name, q, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const product = (c: number) => correlationMap(name, plain, q, c);
        expect(product(low)).toBeLessThanOrEqual(product(high) + 1e-10);
        expect(Math.abs(product(-high))).toBeLessThanOrEqual(product(high) + 1e-10);
      }),
      { numRuns: 60 },
    );
  });

  test("bounded by 1, fixed at 1, continuous at both ends, and the same for φ(−x)", () => {
    fc.assert(
      fc.property(activation, variance, fc.double({ min: -1, max: 1, noNaN: true }), (name, q, c) => {
        expect(Math.abs(map(name, q, c))).toBeLessThanOrEqual(1);
        expect(map(name, q, 1)).toBe(1);
        // Jumps change by √(1 − c²), 1.4e-7 here.
        for (const end of [-1, 1]) {
          expect(Math.abs(map(name, q, end) - map(name, q, end * (1 - 1e-14)))).toBeLessThan(1e-7);
        }
        const mirrored = (x: number) => scalarActivations[name]!.value(-x);
        expect(Math.abs(correlationMap(mirrored, { sigmaW: 1.3, sigmaB: 0.4 }, q, c) - map(name, q, c))).toBeLessThan(
          1e-9,
        );
      }),
      { numRuns: 40 },
    );
  });

  test("its slope at 1 is χ₁, by secants, for activations with kinks and without", () => {
    for (const name of names.filter((one) => one !== "step")) {
      const levels = { sigmaW: 1.3, sigmaB: 0 };
      const step = 1e-6;
      const secant = (1 - correlationMap(name, levels, 1, 1 - step)) / step;
      const slope = correlationSlope(name, levels, 1) / levels.sigmaW ** 2;
      const second = moments(name).second;
      // Kinks bend it by √step.
      expect(Math.abs(secant - slope / second), name).toBeLessThan(2e-3);
    }
  });
});
