import { describe, expect, test } from "vitest";
import { InputError } from "../errors.js";
import { normals, stream } from "../random/index.js";
import {
  correlationMap,
  correlationSlope,
  criticalPoint,
  depthScale,
  fixedPointVariance,
  varianceMap,
  varianceSlope,
} from "./index.js";

describe("closed forms", () => {
  test("ReLU: the edge of chaos is the single point (√2, 0)", () => {
    for (const qStar of [0.01, 1, 50]) {
      const point = criticalPoint("relu", { qStar });
      expect(point.sigmaW).toBeCloseTo(Math.SQRT2, 12);
      expect(point.sigmaB).toBe(0);
      expect(correlationSlope("relu", point, qStar)).toBeCloseTo(1, 12);
      expect(varianceMap("relu", point, qStar)).toBeCloseTo(qStar, 10);
      expect(depthScale("relu", point, qStar)).toBe(Number.POSITIVE_INFINITY);
    }
    expect(criticalPoint("leaky-relu", { qStar: 1 }).sigmaW).toBeCloseTo(Math.sqrt(2 / 1.0001), 12);
    expect(criticalPoint("linear", { qStar: 3 })).toEqual({ sigmaW: 1, sigmaB: 0, qStar: 3 });
  });

  test("ReLU: the arc-cosine kernel (Cho and Saul 2009), c ↦ (√(1 − c²) + (π − arccos c) c) / π", () => {
    for (const c of [-0.9, -0.2, 0, 0.5, 0.99]) {
      const expected = (Math.sqrt(1 - c * c) + (Math.PI - Math.acos(c)) * c) / Math.PI;
      expect(correlationMap("relu", { sigmaW: Math.SQRT2, sigmaB: 0 }, 2.5, c)).toBeCloseTo(expected, 9);
    }
  });

  test("sin: E sin² and E cos² of N(0, q) are (1 ∓ e^−2q) / 2, so σ_w² = 2 / (1 + e^−2q)", () => {
    for (const qStar of [0.1, 1, 4]) {
      const { sigmaW, sigmaB } = criticalPoint("sin", { qStar });
      const shrunk = Math.exp(-2 * qStar);
      expect(sigmaW * sigmaW).toBeCloseTo(2 / (1 + shrunk), 11);
      expect(sigmaB * sigmaB).toBeCloseTo(qStar - (1 - shrunk) / (1 + shrunk), 11);
    }
  });
});

/*
 * f is an activation, d its derivative and phi the normal density. SciPy 1.10, /usr/bin/python3:
 *
 * integral = lambda h, a, b: quad(h, a, b, epsabs=1e-14, epsrel=1e-13, limit=400)[0]
 * E = lambda f: sum(integral(lambda z: f(z) * phi(z), a, b) for a, b in ((-12, 0), (0, 12)))
 * slope = lambda q: E(lambda z: d(sqrt(q) * z) ** 2)
 * gap = lambda q: q - E(lambda z: f(sqrt(q) * z) ** 2) / slope(q) - sigma_b ** 2
 * q = brentq(gap, low, high, xtol=1e-14); print(q, 1 / sqrt(slope(q)))
 *
 * The first is Schoenholz et al.'s (σ_w², σ_b²) = (1.76, 0.05).
 */
test.each([
  ["tanh", Math.sqrt(0.05), 0.5700478816407634, Math.sqrt(1.7609546396067375)],
  ["tanh", 0.2, 0.5120785042339008, 1.304145840056511],
  ["silu", 0.2, 0.689452502913769, 1.6795316006916456],
  ["elu", 0.2, 1.106930540346117, 1.2292511241372068],
])("%s with σ_b = %f: q* = %f, σ_w = %f as SciPy's", (name, sigmaB, qStar, sigmaW) => {
  const point = criticalPoint(name, { sigmaB });
  expect(Math.abs(point.qStar - qStar)).toBeLessThan(1e-9);
  expect(Math.abs(point.sigmaW - sigmaW)).toBeLessThan(1e-9);
  const again = criticalPoint(name, { qStar: point.qStar });
  expect(again.sigmaB).toBeCloseTo(sigmaB, 9);
  expect(Math.abs(correlationSlope(name, point, point.qStar) - 1)).toBeLessThan(1e-11);
});

test("tanh: phases, fixed points, and the slope of the correlation map at 1", () => {
  const chaotic = { sigmaW: 2, sigmaB: 0.2 };
  const q = fixedPointVariance("tanh", chaotic);
  expect(varianceMap("tanh", chaotic, q)).toBeCloseTo(q, 11);
  expect(correlationSlope("tanh", chaotic, q)).toBeGreaterThan(1);
  const step = 1e-4;
  const numeric = (1 - correlationMap("tanh", chaotic, q, 1 - step)) / step;
  // The map is convex with a finite second derivative at 1 for smooth activations: the secant is
  // within O(step).
  expect(Math.abs(numeric - correlationSlope("tanh", chaotic, q))).toBeLessThan(5e-4);
  expect(correlationMap("tanh", chaotic, q, 1)).toBeCloseTo(1, 12);
  const ordered = { sigmaW: 0.9, sigmaB: 0 };
  expect(fixedPointVariance("tanh", ordered)).toBe(0);
  expect(correlationSlope("tanh", ordered, 1e-9)).toBeCloseTo(0.81, 6);
  expect(depthScale("tanh", ordered, 1e-9)).toBeCloseTo(-1 / Math.log(0.81), 4);
  expect(fixedPointVariance("relu", { sigmaW: 1.5, sigmaB: 0 })).toBe(Number.POSITIVE_INFINITY);
  expect(fixedPointVariance("relu", { sigmaW: 1, sigmaB: 1 })).toBeCloseTo(2, 11);
});

test("the edge of chaos keeps its variance for tanh and ELU, not for GELU, SiLU and Mish", () => {
  for (const name of ["tanh", "sin", "elu", "selu", "gelu", "silu", "mish"]) {
    const point = criticalPoint(name, { qStar: 0.5 });
    const h = 1e-5;
    const secant = (varianceMap(name, point, 0.5 + h) - varianceMap(name, point, 0.5 - h)) / (2 * h);
    expect(Math.abs(varianceSlope(name, point, 0.5) - secant)).toBeLessThan(1e-6);
    expect(secant > 1).toBe(["gelu", "silu", "mish"].includes(name));
  }
  expect(varianceSlope("relu", criticalPoint("relu", { qStar: 2 }), 2)).toBeCloseTo(1, 12);
});

test("a wide random tanh network does what the maps say", () => {
  const width = 1500;
  const { sigmaW, sigmaB, qStar } = criticalPoint("tanh", { qStar: 0.5 });
  const draw = (name: string, n: number) => normals(stream(5, name), n);
  let [a, b] = [draw("a", width).map((x) => x * Math.sqrt(qStar)), draw("b", width)];
  b = a.map((x, i) => 0.6 * x + 0.8 * b[i]! * Math.sqrt(qStar));
  let [correlation, q] = [0.6, qStar];
  for (let layer = 0; layer < 3; layer++) {
    const w = draw(`w${layer}`, width * width);
    const bias = draw(`b${layer}`, width);
    const next = (x: Float64Array) => {
      const y = x.map(Math.tanh);
      return bias.map((z, i) => {
        let sum = 0;
        for (let j = 0; j < width; j++) sum += w[i * width + j]! * y[j]!;
        return (sigmaW / Math.sqrt(width)) * sum + sigmaB * z;
      });
    };
    [a, b] = [next(a), next(b)];
    correlation = correlationMap("tanh", { sigmaW, sigmaB }, q, correlation);
    q = varianceMap("tanh", { sigmaW, sigmaB }, q);
    const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, v, i) => sum + v * y[i]!, 0) / width;
    // Standard errors grow with depth: √(2 / width) = 0.037 relative in the variance per layer.
    expect(Math.abs(dot(a, a) / q - 1)).toBeLessThan(4 * 0.037 * Math.sqrt(layer + 2));
    expect(Math.abs(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)) - correlation)).toBeLessThan(
      4 * (1 - correlation * correlation) * Math.sqrt((layer + 2) / width),
    );
  }
});

test("what has no edge of chaos is refused with what works", () => {
  expect(() => criticalPoint("softplus", { qStar: 1 })).toThrow("softplus has no edge of chaos at q* = 1");
  expect(() => criticalPoint("step", { qStar: 1 })).toThrow(
    "step has no edge of chaos: its gradient is another function's",
  );
  expect(() => criticalPoint("relu", { sigmaB: 0.5 })).toThrow("Name q* instead");
  expect(() => criticalPoint("relu", { qStar: 0 })).toThrow(InputError);
  expect(() => criticalPoint("tnah", { qStar: 1 })).toThrow('did you mean "tanh"');
});
