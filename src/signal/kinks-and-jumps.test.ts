/** Functions of the user with kinks, jumps and narrow parts anywhere, against closed forms. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../errors.js";
import { normalCdf, normalDensity } from "../random/index.js";
import { correlationMap, criticalPoint, gain, moments, varianceMap, varianceSlope } from "./index.js";

/** φ(x) = intercept + slope · x above each start, the first from −∞. */
interface Segment {
  readonly start: number;
  readonly slope: number;
  readonly intercept: number;
}

const functionOf = (segments: readonly Segment[]) => (x: number) => {
  let i = segments.length - 1;
  while (i > 0 && x < segments[i]!.start) i--;
  return segments[i]!.intercept + segments[i]!.slope * x;
};

/** Slopes between breaks, joined so that φ is continuous. */
function continuous(breaks: readonly number[], slopes: readonly number[], level: number): Segment[] {
  const segments: Segment[] = [{ start: Number.NEGATIVE_INFINITY, slope: slopes[0]!, intercept: level }];
  breaks.forEach((start, i) => {
    const before = segments.at(-1)!;
    const slope = slopes[i + 1]!;
    segments.push({ start, slope, intercept: before.intercept + (before.slope - slope) * start });
  });
  return segments;
}

/** E φ, E φ² and E φ′² for N(0, s²), by ∫ n = Φ, ∫ z n = −n and ∫ z² n = Φ − z n. */
function exactMoments(segments: readonly Segment[], s: number) {
  let [mean, second, derivative] = [0, 0, 0];
  segments.forEach(({ start, slope, intercept }, i) => {
    const [a, b] = [start / s, (segments[i + 1]?.start ?? Number.POSITIVE_INFINITY) / s];
    const tail = (z: number) => (Number.isFinite(z) ? z * normalDensity(z) : 0);
    // From the nearer tail, so that nothing cancels.
    const p = a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a);
    const first = s * (normalDensity(a) - normalDensity(b));
    const square = s * s * (p + tail(a) - tail(b));
    mean += intercept * p + slope * first;
    second += intercept * intercept * p + 2 * intercept * slope * first + slope * slope * square;
    derivative += slope * slope * p;
  });
  return { mean, second, derivative };
}

/** ∫ f from 0 to end, by Simpson's rule on 20,000 intervals. */
function simpson(f: (x: number) => number, end: number): number {
  const n = 20_000;
  let sum = f(0) + f(end);
  for (let i = 1; i < n; i++) sum += (i % 2 === 1 ? 4 : 2) * f((end * i) / n);
  return (sum * end) / (3 * n);
}

/**
 * Price's theorem (1958): the mean product K(c) of normal x, y with correlation c has the slope q E
 * φ′φ′, so jumps J add q J J′ n(b, b′; c) to K′, and kinks Δ add q² Δ Δ′ n(b, b′; c) to K″. With c
 * = sin θ, n dc = exp(−(b² − 2 b b′ sin θ + b′²) / (2 q cos² θ)) / (2 π q) dθ.
 */
function byPrice(
  places: readonly number[],
  sizes: readonly number[],
  q: number,
  end: number,
  weight: (c: number) => number,
) {
  return simpson((theta) => {
    const [sine, cosine] = [Math.sin(theta), Math.cos(theta)];
    let sum = 0;
    places.forEach((b, i) => {
      places.forEach((other, j) => {
        sum += sizes[i]! * sizes[j]! * Math.exp(-distance(b, other, sine, cosine) / q);
      });
    });
    return (weight(sine) * sum) / (2 * Math.PI * q);
  }, Math.asin(end));
}

/** (b² − 2 b b′ sin θ + b′²) / (2 cos² θ), also where cos θ is 0. */
function distance(b: number, other: number, sine: number, cosine: number): number {
  if (b === 0 && other === 0) return 0;
  if (b === other) return (b * b) / (1 + sine);
  if (b === -other) return (b * b) / (1 - sine);
  return (b * b - 2 * b * other * sine + other * other) / (2 * cosine * cosine);
}

const close = (got: number, expected: number, within: number, size = 1) =>
  expect(Math.abs(got - expected), `${got} for ${expected}`).toBeLessThanOrEqual(
    within * Math.max(size, Math.abs(expected)),
  );

/** A multiple of 1/1000: numbers near 1e-300 would test rounding only. */
const number = (min: number, max: number) => fc.integer({ min: 1000 * min, max: 1000 * max }).map((n) => n / 1000);
const breaksOf = (count: number) =>
  fc
    .uniqueArray(number(-6, 6), { minLength: count, maxLength: count, comparator: (a, b) => Math.abs(a - b) < 0.02 })
    .map((breaks) => breaks.sort((a, b) => a - b));
const variance = fc.constantFrom(0.04, 1, 9);
const plain = { sigmaW: 1, sigmaB: 0 };

/**
 * Slopes of a thousandth beside values of 4 drown in rounding: they may be refused, and are not
 * compared.
 */
const hasClearSlopes = ({ second, derivative }: { second: number; derivative: number }, q: number) =>
  derivative > 1e-4 * Math.max(second / q, 0.01);

describe("continuous functions of straight lines with up to five kinks", () => {
  const lines = fc.integer({ min: 1, max: 5 }).chain((count) =>
    fc.record({
      breaks: breaksOf(count),
      slopes: fc.array(number(-2, 2), { minLength: count + 1, maxLength: count + 1 }),
      level: number(-1, 1),
    }),
  );
  test("moments within 1e-11, χ₁'s within 1e-8 though slopes are differences", () => {
    fc.assert(
      fc.property(lines, variance, ({ breaks, slopes, level }, q) => {
        const segments = continuous(breaks, slopes, level);
        const exact = exactMoments(segments, Math.sqrt(q));
        fc.pre(exact.second > 1e-6 && hasClearSlopes(exact, q));
        const got = moments(functionOf(segments), Math.sqrt(q));
        close(got.mean, exact.mean, 1e-11, Math.sqrt(exact.second));
        close(got.second, exact.second, 1e-11, 1e-300);
        close(got.derivative, exact.derivative, 1e-8);
      }),
      { numRuns: 40 },
    );
  });

  test("the critical point within 1e-7 where there is one", () => {
    fc.assert(
      fc.property(lines, variance, ({ breaks, slopes, level }, q) => {
        const segments = continuous(breaks, slopes, level);
        const { second, derivative } = exactMoments(segments, Math.sqrt(q));
        const biases = q - second / derivative;
        fc.pre(hasClearSlopes({ second, derivative }, q) && Math.abs(biases) > 1e-6);
        const point = () => criticalPoint(functionOf(segments), { qStar: q });
        if (biases < 0) expect(point).toThrow("has no edge of chaos at q* =");
        else {
          close(point().sigmaW, 1 / Math.sqrt(derivative), 1e-7, 1e-300);
          close(point().sigmaB ** 2, biases, 1e-7);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("slopes that are small beside the values are refused, not guessed", () => {
    const slight = continuous([-5.764, -2.882, 0.001, 0.137], [-0.691, 0.004, 0, 0.002, 0], 0);
    expect(() => criticalPoint(functionOf(slight), { qStar: 0.04 })).toThrow(InputError);
    expect(() => criticalPoint(functionOf(slight), { qStar: 9 })).toThrow("has no edge of chaos at q* =");
    const slighter = continuous([-4.35, -2.996, 0.008, 0.861], [-1.712, 0, 0.004, 0.001, 0], 0);
    expect(() => moments(functionOf(slighter), 0.2)).toThrow(InputError);
  });

  test("the correlation map within 1e-9 on the closed interval, by Price's theorem", () => {
    const correlation = fc.oneof(number(-1, 1), fc.constantFrom(-1, -0.9999999, -0.999, 0.999, 0.9999999, 1));
    fc.assert(
      fc.property(lines, variance, correlation, ({ breaks, slopes, level }, q, c) => {
        const segments = continuous(breaks, slopes, level);
        const { mean, second } = exactMoments(segments, Math.sqrt(q));
        fc.pre(second > 1e-3);
        const slope = segments.reduce((sum, { start, slope }, i) => {
          const end = segments[i + 1]?.start ?? Number.POSITIVE_INFINITY;
          return sum + slope * (normalCdf(end / Math.sqrt(q)) - normalCdf(start / Math.sqrt(q)));
        }, 0);
        const kinks = breaks.map((_, i) => slopes[i + 1]! - slopes[i]!);
        const bent = q * q * byPrice(breaks, kinks, q, c, (at) => c - at);
        close(
          correlationMap(functionOf(segments), plain, q, c) * second,
          mean * mean + q * slope * slope * c + bent,
          1e-9,
          second,
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("stairs with up to five jumps", () => {
  const stairs = fc.integer({ min: 1, max: 5 }).chain((count) =>
    fc.record({
      breaks: breaksOf(count),
      levels: fc.array(number(-2, 2), { minLength: count + 1, maxLength: count + 1 }),
    }),
  );
  const segmentsOf = (breaks: readonly number[], levels: readonly number[]) =>
    levels.map((intercept, i) => ({ start: i === 0 ? Number.NEGATIVE_INFINITY : breaks[i - 1]!, slope: 0, intercept }));
  test("variance and correlation map within 1e-9; what is infinite is refused", () => {
    fc.assert(
      fc.property(stairs, variance, number(-1, 1), ({ breaks, levels }, q, c) => {
        const segments = segmentsOf(breaks, levels);
        const { mean, second } = exactMoments(segments, Math.sqrt(q));
        fc.pre(second > 1e-3 && levels.every((level, i) => i === 0 || Math.abs(level - levels[i - 1]!) > 1e-3));
        close(varianceMap(functionOf(segments), plain, q), second, 1e-11, 1e-300);
        const jumps = breaks.map((_, i) => levels[i + 1]! - levels[i]!);
        const product = mean * mean + q * byPrice(breaks, jumps, q, c, () => 1);
        close(correlationMap(functionOf(segments), plain, q, c) * second, product, 1e-9, second);
        expect(() => criticalPoint(functionOf(segments), { qStar: 64 })).toThrow("E φ′(x)² is infinite");
      }),
      { numRuns: 25 },
    );
  });

  test("the slope of the variance map, by Price's theorem: ½ Σ J (φ(b−) + φ(b+)) b n(b) / q", () => {
    const [breaks, levels, q] = [[-0.7, 0.3, 1.9], [1, -0.5, 2, 0.25], 2.25];
    // d/dq E φ² = ½ E (φ²)″, and φ² jumps by φ(b+)² − φ(b−)² at b, where −n′ = b n / q.
    const exact = breaks.reduce((sum, b, i) => {
      const density = normalDensity(b / 1.5) / 1.5;
      return sum + ((levels[i + 1]! ** 2 - levels[i]! ** 2) * b * density) / q / 2;
    }, 0);
    close(varianceSlope(functionOf(segmentsOf(breaks, levels)), { sigmaW: 1, sigmaB: 0 }, q), exact, 1e-10);
  });
});

describe("narrow and distant parts", () => {
  const bump = (low: number, high: number) => (x: number) => (x >= low && x < high ? 1 : 0);
  const mass = (low: number, high: number) => normalCdf(-low) - normalCdf(-high);
  test("a spike of 0.04 at 1.37: the issue's 12.656", () => {
    close(
      gain((x) => (Math.abs(x - 1.37) < 0.02 ? 1 : 0)),
      1 / Math.sqrt(mass(1.35, 1.39)),
      1e-12,
    );
    expect(gain((x) => (Math.abs(x - 1.37) < 0.02 ? 1 : 0)).toFixed(3)).toBe("12.656");
  });

  test.each([
    [0.5, 0.501],
    [-0.003, -0.00299],
    [3, 3.005],
    [8.2, 8.9],
  ])("spikes from %f to %f", (low, high) => {
    const exact = low < 0 ? mass(-high, -low) : mass(low, high);
    close(varianceMap(bump(low, high), plain, 1), exact, 1e-9, 1e-300);
  });

  test("a smooth spike and a steep step", () => {
    const width = 0.003;
    // E exp(−((z − m)/w)²) = w / √(w² + 2) exp(−m² / (w² + 2)), twice as sharp for the square.
    const narrow = width / Math.SQRT2;
    const exact = (narrow / Math.sqrt(narrow ** 2 + 2)) * Math.exp(-(1.37 ** 2) / (narrow ** 2 + 2));
    close(
      varianceMap((x) => Math.exp(-(((x - 1.37) / width) ** 2)), plain, 1),
      exact,
      1e-11,
      1e-300,
    );
    const steep = (x: number) => normalCdf(1e4 * (x - 0.7));
    // E Φ(a (z − m)) = Φ(−a m / √(1 + a²)).
    close(moments(steep).mean, normalCdf((-1e4 * 0.7) / Math.sqrt(1 + 1e8)), 1e-11);
  });

  test("floor, by sums over its stairs, up to a variance of 10,000", () => {
    for (const q of [1e-30, 0.01, 1, 100, 1e4]) {
      const s = Math.sqrt(q);
      let exact = 0;
      for (let n = -1; n >= -14 * s - 1; n--) exact += n * n * (normalCdf((n + 1) / s) - normalCdf(n / s));
      for (let n = 1; n <= 14 * s + 1; n++) exact += n * n * (normalCdf(-n / s) - normalCdf(-(n + 1) / s));
      close(varianceMap(Math.floor, plain, q), exact, 1e-9, 1e-300);
    }
  });

  test("waves: E sin(a z)² = (1 − exp(−2 a²)) / 2", () => {
    for (const a of [0.1, 1, 30, 1000]) {
      close(
        varianceMap((x) => Math.sin(a * x), plain, 1),
        -Math.expm1(-2 * a * a) / 2,
        1e-11,
        1e-300,
      );
    }
  });
});
