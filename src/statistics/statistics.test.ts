import { expect, test } from "vitest";
import { normalCdf } from "../random/index.js";
import { incompleteBeta, logGamma } from "./gamma.js";
import { mean, median, sampleStd, tCdf, tInterval, tQuantile } from "./index.js";

/* mpmath 1.2.1, /usr/bin/python3 (SciPy 1.10's own t.ppf is off by up to 2e-9 relative):
 * mp.dps = 30
 * def cdf(x, df):
 *   h = betainc(df / 2, mpf(1) / 2, 0, df / (df + x * x), regularized=True) / 2
 *   return h if x < 0 else 1 - h
 * def ppf(p, df):
 *   start = mpf(float(scipy.stats.t.ppf(p, df)))
 *   return findroot(lambda x: cdf(x, mpf(df)) - mpf(p), start)
 * for df in [...]: print(df, [float(ppf(p, df)) for p in (0.6, 0.9, 0.975, 0.995, 0.0005)]) */
const QUANTILES: [number, number[]][] = [
  [1, [0.32491969623290623, 3.077683537175254, 12.706204736174694, 63.656741162871526, -636.6192487687196]],
  [2, [0.2886751345948128, 1.885618083164127, 4.302652729749462, 9.92484320091829, -31.59905457644362]],
  [3, [0.27667066233268983, 1.6377443536962104, 3.1824463052837086, 5.840909309733355, -12.923978636687483]],
  [4, [0.27072229470759734, 1.533206274058944, 2.7764451051977934, 4.604094871349992, -8.610301581379275]],
  [5, [0.26718086570414507, 1.4758840488244813, 2.5705818356363146, 4.032142983555227, -6.86882662588111]],
  [9, [0.26095533647391095, 1.3830287383966324, 2.262157162798205, 3.249835541592126, -4.780912585931139]],
  [29, [0.2556836345712561, 1.311433647301551, 2.045229642132704, 2.7563859036706053, -3.659405019466333]],
  [100, [0.2540221824582278, 1.290074761346516, 1.9839715185235518, 2.6258905214380177, -3.39049131116423]],
  [10000, [0.2533538434457268, 1.2816362297304777, 1.960201239890626, 2.5763210466685287, -3.291499965941605]],
];
/* SciPy 1.10.1, /usr/bin/python3; from scipy.stats import t
 * for df in [...]: print(df, [float(t.cdf(x, df)) for x in (-40, -3, -0.5, 0.01, 1, 2.5, 12)]) */
const CDF: [number, number[]][] = [
  [
    1,
    [
      0.007956089912025812, 0.10241638234956672, 0.3524163823495668, 0.5031829927649083, 0.7500000000000002,
      0.8788810584091566, 0.9735353239404101,
    ],
  ],
  [
    2.5,
    [
      7.097817145246693e-5, 0.036288047774515914, 0.3288489599348574, 0.5036180028210459, 0.7979694863608633,
      0.9477150184609223, 0.9985818924849609,
    ],
  ],
  [
    4,
    [
      1.1670081613006347e-6, 0.019970984035859413, 0.32166498159093165, 0.5037499218770507, 0.8130495168499705,
      0.966616727594006, 0.9998617857257486,
    ],
  ],
  [
    9,
    [
      9.491499224669917e-12, 0.007478181955207101, 0.3145356499130132, 0.5038802772318374, 0.8282818019310432,
      0.9830690861585071, 0.9999996150056888,
    ],
  ],
  [
    29,
    [
      3.1734386648646587e-27, 0.0027495960669517033, 0.3104240420968907, 0.5039551175983875, 0.8372090059919032,
      0.9908373278307869, 0.999999999999547,
    ],
  ],
  [
    1000,
    [
      5.239426077586736e-210, 0.0013833545221190939, 0.3085925404169375, 0.5039883590339064, 0.8412237909576636,
      0.9937107160994546, 1.0,
    ],
  ],
];
/* from scipy.special import gammaln, betainc */
const LOG_GAMMA: [number, number][] = [
  [0.001, 6.907178885383853],
  [0.5, 0.5723649429247],
  [1, 0.0],
  [1.5, -0.12078223763524526],
  [2, 0.0],
  [3.7, 1.428072326665388],
  [10, 12.801827480081469],
  [12, 17.502307845873887],
  [50.5, 146.51925549072064],
  [5000, 37582.62631568535],
];
const BETA: [number, number, number, number][] = [
  [0.1, 0.5, 2, 0.458530260724415],
  [0.5, 2, 3, 0.6875],
  [0.9, 5, 0.5, 0.316642915020012],
  [0.999, 40, 0.5, 0.7779198676356881],
  [0.2, 100, 300, 0.00799453086687687],
  [0.3, 100, 300, 0.9874001969717782],
  [0.01, 3, 8, 0.00011384911790577964],
];
/*
 * mpmath as above:
 *
 * v = [mpf(y) for y in x]; m = sum(v) / n
 * s = sqrt(sum((y - m)**2 for y in v) / (n - 1) / n)
 * print(m - ppf(0.5 + confidence / 2, n - 1) * s, m + ...)
 */
const INTERVALS: [number[], number, [number, number]][] = [
  [[0.982, 0.985, 0.987], 0.95, [0.9784150571872908, 0.9909182761460424]],
  [[3, 1, 4, 1, 5, 9, 2, 6], 0.9, [2.0340423187893477, 5.715957681210652]],
];

const relative = (got: number, expected: number) => Math.abs(got - expected) / Math.max(Math.abs(expected), 1e-300);

test.each(QUANTILES)("t quantiles at %d degrees of freedom", (df, expected) => {
  for (const [i, p] of [0.6, 0.9, 0.975, 0.995, 0.0005].entries()) {
    expect(relative(tQuantile(p, df), expected[i]!)).toBeLessThan(1e-10);
    expect(tCdf(tQuantile(p, df), df)).toBeCloseTo(p, 12);
  }
});

test.each(CDF)("t cdf at %d degrees of freedom", (df, expected) => {
  for (const [i, x] of [-40, -3, -0.5, 0.01, 1, 2.5, 12].entries()) {
    expect(relative(tCdf(x, df), expected[i]!)).toBeLessThan(1e-10);
  }
});

test.each(LOG_GAMMA)("ln Γ(%d)", (x, expected) => {
  expect(Math.abs(logGamma(x) - expected)).toBeLessThan(1e-14 * Math.max(1, Math.abs(expected)));
});

test.each(BETA)("I_%d(%d, %d)", (x, a, b, expected) => {
  expect(relative(incompleteBeta(x, a, b), expected)).toBeLessThan(1e-10);
});

test.each(INTERVALS)("interval of %j at confidence %d", (values, confidence, [low, high]) => {
  const got = tInterval(values, confidence);
  expect(relative(got.low, low)).toBeLessThan(1e-12);
  expect(relative(got.high, high)).toBeLessThan(1e-12);
  expect(got).toMatchObject({ mean: mean(values), n: values.length });
});

test("closed forms: Cauchy at one degree, normal at very many, symmetry, ends", () => {
  for (const t of [-30, -1, 0, 0.3, 2, 500]) {
    expect(tCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 13);
    expect(tCdf(t, 7) + tCdf(-t, 7)).toBeCloseTo(1, 14);
    expect(tCdf(t, 1e8)).toBeCloseTo(normalCdf(t), 7);
  }
  expect([tQuantile(0, 3), tQuantile(0.5, 3), tQuantile(1, 3)]).toEqual([-Infinity, 0, Infinity]);
  // Here x and 1 − x both round to the far side of the mean. scipy.stats.t.cdf:
  for (const [df, t, expected] of [
    [26, 1.6690459207925605, 0.9464462298496685],
    [39, 1.6892775191144191, 0.9504265622392797],
    [55, 1.7013926184468016, 0.9527416059340469],
    [58, 1.7029386365926404, 0.9530333132950483],
  ] as const) {
    expect(tCdf(t, df)).toBeCloseTo(expected, 13);
  }
  expect([tCdf(-Infinity, 3), tCdf(0, 3), tCdf(Infinity, 3)]).toEqual([0, 0.5, 1]);
});

test("summaries of small samples", () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([5]), mean([1, 2, 6])]).toEqual([2, 2.5, 5, 3]);
  expect(sampleStd([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 14);
  const values = Object.freeze([3, 1, 2]);
  expect(median(values)).toBe(2);
  expect(tInterval([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5, n: 3 });
});

test("what has no answer is refused", () => {
  for (const bad of [
    () => mean([]),
    () => median([]),
    () => sampleStd([1]),
    () => tInterval([1]),
    () => tInterval([]),
  ]) {
    expect(bad).toThrow(RangeError);
  }
  for (const c of [0, 1, -1, Number.NaN]) expect(() => tInterval([1, 2], c)).toThrow(RangeError);
  for (const df of [0, -1, Number.NaN, Infinity]) expect(() => tQuantile(0.9, df)).toThrow(RangeError);
  for (const p of [-0.1, 1.1, Number.NaN]) expect(() => tQuantile(p, 3)).toThrow(RangeError);
});
