import { expect, test } from "vitest";
import { exp, log } from "./elementary.js";
import { normalCdf, normalDensity, normalQuantile } from "./normal.js";

/*
 * from mpmath import *; mp.dps = 40      # mpmath 1.2.1, /usr/bin/python3
 * for x in [...]: print(x, float(log(mpf(float(x)))))
 * for x in [...]: print(x, float(exp(mpf(float(x)))))
 * for z in [...]: print(z, float(erfc(-mpf(float(z)) / sqrt(mpf(2))) / 2))
 */
const LOGARITHMS: [number, number][] = [
  [5e-324, -744.4400719213812],
  [1e-310, -713.8013788281542],
  [1e-300, -690.7755278982137],
  [2.3283064365386963e-10, -22.18070977791825],
  [0.01, -4.605170185988091],
  [0.75, -0.2876820724517809],
  [0.7071067811865475, -0.34657359027997275],
  [0.7071067811865477, -0.3465735902799724],
  [0.999, -0.0010005003335835344],
  [0.9999999999999999, -1.1102230246251565e-16],
  [1.0000000000000002, 2.2204460492503128e-16],
  [1.4140625, 0.34646676734620857],
  [3, 1.0986122886681098],
  [11, 2.3978952727983707],
  [12345.678, 9.421061321291832],
  [1.7976931348623157e308, 709.782712893384],
];
const EXPONENTIALS: [number, number][] = [
  [-745, 5e-324],
  [-709.5, 7.38014831401258e-309],
  [-300.25, 4.009422364622857e-131],
  [-1, 0.36787944117144233],
  [-1e-10, 0.9999999999],
  [0.3, 1.3498588075760032],
  [88.7, 3.325986980250579e38],
  [709.5, 1.3549863193146328e308],
];
const CDF: [number, number][] = [
  [-38, 2.88542835e-316],
  [-20, 2.7536241186062337e-89],
  [-8.2, 1.2019351542735859e-16],
  [-6.34, 1.1488258115603014e-10],
  [-3, 0.0013498980316300946],
  [-2, 0.02275013194817921],
  [-1.5, 0.06680720126885807],
  [-1.4999, 0.0668201539998336],
  [-0.5, 0.3085375387259869],
  [1e-9, 0.5000000003989423],
  [0.3, 0.6179114221889527],
  [1, 0.8413447460685429],
  [1.6, 0.945200708300442],
  [3, 0.9986501019683699],
  [7, 0.9999999999987201],
];

/* from scipy.stats import norm           # SciPy 1.10.1, /usr/bin/python3
 * for p in [...]: print(p, float(norm.ppf(p))) */
const QUANTILES: [number, number][] = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965322],
  [1e-40, -13.31092137142517],
  [1e-20, -9.262340089798409],
  [1.4e-11, -6.656723091518184],
  [1.3e-11, -6.667611456510741],
  [2.3283064365386963e-10, -6.230260137989043],
  [1e-6, -4.753424308822899],
  [0.001, -3.090232306167813],
  [0.02275013194817921, -2.0000000000000004],
  [0.0749999, -1.439532177375901],
  [0.0750001, -1.4395307645017301],
  [0.1, -1.2815515655446004],
  [0.25, -0.6744897501960817],
  [0.49, -0.02506890825871106],
  [0.4999999999, -2.506628482030354e-10],
  [0.5, 0.0],
  [0.6, 0.2533471031357997],
  [0.75, 0.6744897501960817],
  [0.925, 1.4395314709384563],
  [0.9250001, 1.439532177375901],
  [0.99, 2.3263478740408408],
  [0.999999, 4.753424308817087],
];

const relative = (got: number, expected: number) => (got === expected ? 0 : Math.abs(got / expected - 1));

test.each(LOGARITHMS)("log %d", (x, expected) => {
  expect(relative(log(x), expected)).toBeLessThanOrEqual(5e-16);
});

test("log at its ends", () => {
  expect([log(1), log(0), log(-1), log(Number.NaN), log(Number.POSITIVE_INFINITY)]).toEqual([
    0,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ]);
});

test("log beside the engine's own, over the draws' range", () => {
  let worst = 0;
  for (let i = 0; i < 300_000; i++) {
    const x = (i + 0.5) / 300_000 / (1 + (i % 7) * 1000);
    worst = Math.max(worst, relative(log(x), Math.log(x)));
  }
  expect(worst).toBeLessThan(1e-15);
});

test.each(EXPONENTIALS)("exp %d", (x, expected) => {
  expect(relative(exp(x), expected)).toBeLessThanOrEqual(1e-15);
});

test("exp at its ends", () => {
  expect([exp(0), exp(-746), exp(710), exp(Number.NaN)]).toEqual([1, 0, Number.POSITIVE_INFINITY, Number.NaN]);
});

test.each(CDF)("normal cdf at %d", (z, expected) => {
  // At −38 the value is subnormal and has few digits itself.
  expect(relative(normalCdf(z), expected)).toBeLessThanOrEqual(expected < 1e-308 ? 1e-8 : 1e-14);
});

test.each(QUANTILES)("normal quantile at %d", (p, expected) => {
  expect(relative(normalQuantile(p), expected)).toBeLessThanOrEqual(1e-14);
});

test("quantile and cdf at their ends", () => {
  expect([0, 1, -0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
  expect([Number.NEGATIVE_INFINITY, -50, 50, Number.POSITIVE_INFINITY].map(normalCdf)).toEqual([0, 0, 1, 1]);
});

test("cdf undoes quantile, and the density is the cdf's slope", () => {
  for (let i = 1; i < 200; i++) {
    const z = (i - 100) / 25;
    expect(relative(normalCdf(normalQuantile(i / 200)), i / 200)).toBeLessThan(1e-14);
    expect((normalCdf(z + 1e-5) - normalCdf(z - 1e-5)) / 2e-5).toBeCloseTo(normalDensity(z), 9);
  }
});
