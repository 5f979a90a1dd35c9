import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { normalCdf } from "../random/index.js";
import { chiSquareTails } from "./chi-square.js";
import {
  chiSquareQuantile,
  noncentralTCdf,
  spreadInterval,
  studentizedRangeCdf,
  studentizedRangeQuantile,
  tCdf,
} from "./index.js";

// Written by /usr/bin/python3 src/statistics/distributions.golden.py (SciPy 1.10.1, mpmath 1.2.1).
type Rows = [number, number, number, number, number | null][];
const golden = JSON.parse(readFileSync(new URL("distributions.golden.json", import.meta.url), "utf8")) as Record<
  "nct" | "range" | "studentizedRange" | "studentizedRangeQuantile" | "chiSquare" | "chiSquareQuantile",
  Rows
>;
const off = (got: number, expected: number) => Math.abs(got - expected);

test("noncentral t: mpmath's integral within 1e-12, SciPy's value within 1e-8", () => {
  expect(golden.nct.length).toBe(42);
  for (const [t, df, delta, expected, scipy] of golden.nct) {
    expect(off(noncentralTCdf(t, df, delta), expected), `t ${t} df ${df} δ ${delta}`).toBeLessThan(1e-12);
    if (scipy !== null) expect(off(noncentralTCdf(t, df, delta), scipy)).toBeLessThan(1e-8);
  }
});

test("noncentral t: central at 0, normal at many degrees, mirrored, large noncentralities, ends", () => {
  for (const t of [-3, 0, 0.5, 2]) {
    expect(noncentralTCdf(t, 5, 0)).toBe(tCdf(t, 5));
    expect(noncentralTCdf(t, 5, 1e-9)).toBeCloseTo(tCdf(t, 5), 8);
    expect(noncentralTCdf(t, 1e7, 1)).toBeCloseTo(normalCdf(t - 1), 6);
    expect(noncentralTCdf(t, 5, 2) + noncentralTCdf(-t, 5, -2)).toBeCloseTo(1, 13);
    expect(noncentralTCdf(0, 5, t)).toBeCloseTo(normalCdf(-t), 13);
  }
  // e^(−δ²/2) underflows here, and the sum must still find its mass.
  expect(noncentralTCdf(100, 1e4, 100)).toBeGreaterThan(0.4);
  expect(noncentralTCdf(100, 1e4, 100)).toBeLessThan(0.6);
  // The series up to δ = 200 and the integral beyond meet, and neither takes for ever.
  for (const [t, df] of [
    [150, 3],
    [210, 40],
    [203, 5000],
  ] as const) {
    const step = noncentralTCdf(t, df, 200) - noncentralTCdf(t, df, 200 + 1e-9);
    expect(Math.abs(step), `${t} ${df}`).toBeLessThan(1e-9);
  }
  expect([noncentralTCdf(12.7, 1, 1e9), noncentralTCdf(-12.7, 1, 1e9), noncentralTCdf(12.7, 1, -1e9)]).toEqual([
    0, 0, 1,
  ]);
  expect([noncentralTCdf(Infinity, 3, 1), noncentralTCdf(-Infinity, 3, 1)]).toEqual([1, 0]);
  for (const bad of [() => noncentralTCdf(1, 0, 1), () => noncentralTCdf(1, 3, Infinity)])
    expect(bad).toThrow(RangeError);
});

test("range of normals: mpmath's integral within 1e-12", () => {
  for (const [q, k, expected] of golden.range)
    expect(off(studentizedRangeCdf(q, k), expected), `${q} ${k}`).toBeLessThan(1e-12);
});

test("studentized range: SciPy's within its own 1e-8; two means are a t test", () => {
  for (const [q, k, df, expected] of golden.studentizedRange) {
    expect(off(studentizedRangeCdf(q, k, df), expected!), `${q} ${k} ${df}`).toBeLessThan(1e-8);
    if (k === 2) expect(studentizedRangeCdf(q, 2, df)).toBeCloseTo(2 * tCdf(q / Math.SQRT2, df) - 1, 11);
  }
  for (const [p, k, df, expected] of golden.studentizedRangeQuantile) {
    expect(off(studentizedRangeQuantile(p, k, df), expected!), `${p} ${k} ${df}`).toBeLessThan(1e-6);
  }
  expect(studentizedRangeCdf(0, 3)).toBe(0);
  expect(() => studentizedRangeCdf(1, 1)).toThrow(RangeError);
});

test("Nemenyi's factors are Demšar's (2006, table 5)", () => {
  const table = [
    [0.95, [1.96, 2.343, 2.569, 2.728, 2.85, 2.949, 3.031, 3.102, 3.164]],
    [0.9, [1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.78, 2.855, 2.92]],
  ] as const;
  for (const [p, factors] of table) {
    for (const [i, factor] of factors.entries()) {
      // Demšar's table is cut or rounded in its last digit.
      expect(off(studentizedRangeQuantile(p, i + 2) / Math.SQRT2, factor)).toBeLessThan(1.1e-3);
    }
  }
});

test("chi-square: both tails relatively, quantiles, two degrees in closed form", () => {
  for (const [x, df, lower, upper] of golden.chiSquare) {
    const [p, q] = chiSquareTails(x, df);
    expect(off(p, lower) / lower, `${x} ${df}`).toBeLessThan(1e-10);
    expect(off(q, upper!) / upper!, `${x} ${df}`).toBeLessThan(1e-10);
  }
  for (const [p, df, expected] of golden.chiSquareQuantile) {
    expect(off(chiSquareQuantile(p, df), expected) / expected).toBeLessThan(1e-10);
  }
  for (const x of [0.1, 2, 30]) expect(chiSquareTails(x, 2)[1]).toBeCloseTo(Math.exp(-x / 2), 14);
  expect([chiSquareQuantile(0, 3), chiSquareQuantile(1, 3)]).toEqual([0, Infinity]);
});

test("five seeds determine a standard deviation within a factor of about five", () => {
  const { low, high, n } = spreadInterval(1, 5);
  // SciPy: sqrt(4 / chi2.ppf([0.975, 0.025], 4)) = 0.59913314, 2.87355563
  expect([low, high, n].map((x) => Number(x.toFixed(10)))).toEqual([0.5991331391, 2.8735556341, 5]);
});
