/** Levels, e-process and races beside simulation, exact sums and published numbers. */
import { describe, expect, it, test } from "vitest";
import { normals, stream } from "../../random/index.js";
import { pairedTTest, type Racer, race, tCdf } from "../index.js";
import { chanceOfHeads } from "../sign.js";
import { tMixture, tMixtureThreshold } from "./e-process.js";
import { nominalLevel } from "./nominal-level.js";
import { raceLevel } from "./race.js";

/** The exact chance that either method leaves for its failures, by sums over all counts. */
function chanceToLeave(rates: readonly [number, number], horizon: number, methods: number): readonly [number, number] {
  const level = raceLevel({ alpha: 0.05, horizon }, methods);
  const [first, second] = rates;
  const [onlyFirst, onlySecond] = [first * (1 - second), second * (1 - first)];
  /** By the seeds in which only the first failed, and only the second: those that are undecided. */
  let undecided = new Map<string, number>([["0,0", 1]]);
  let [firstLeft, secondLeft] = [0, 0];
  for (let look = 1; look <= horizon; look++) {
    const next = new Map<string, number>();
    for (const [key, chance] of undecided) {
      const [a, b] = key.split(",").map(Number) as [number, number];
      const steps = [
        [a + 1, b, onlyFirst],
        [a, b + 1, onlySecond],
        [a, b, 1 - onlyFirst - onlySecond],
      ] as const;
      for (const [x, y, p] of steps) next.set(`${x},${y}`, (next.get(`${x},${y}`) ?? 0) + chance * p);
    }
    undecided = new Map();
    for (const [key, chance] of next) {
      const [a, b] = key.split(",").map(Number) as [number, number];
      // The exact two-sided sign test, by the sum of its tail.
      const [n, most] = [a + b, Math.max(a, b)];
      let tail = 0;
      for (let k = most; k <= n; k++) tail += chooseOf(n, k) / 2 ** n;
      const leaves = look >= 3 && Math.min(1, 2 * tail) <= level;
      if (leaves && a > b) firstLeft += chance;
      else if (leaves) secondLeft += chance;
      else undecided.set(key, chance);
    }
  }
  return [firstLeft, secondLeft];
}

function chooseOf(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product *= (n - k + i) / i;
  return product;
}

describe("a method leaves for its failures", () => {
  it.each([3, 5, 8, 12, 20, 40])("with chance α at most where both fail alike, over %i looks, exactly", (horizon) => {
    for (const rate of [0.02, 0.1, 0.3, 0.5, 0.9]) {
      const [a, b] = chanceToLeave([rate, rate], horizon, 2);
      expect(a).toBeCloseTo(b, 12);
      expect(a + b).toBeLessThanOrEqual(0.05);
      // All pairs of twelve methods together (Bonferroni).
      const [c, d] = chanceToLeave([rate, rate], horizon, 12);
      expect(66 * (c + d)).toBeLessThanOrEqual(0.05);
    }
  });

  it("never for one failure, nor for two: the rate must be separable", () => {
    const figures = (failed: readonly number[]) =>
      new Map(Array.from({ length: 20 }, (_, seed) => [seed, failed.includes(seed) ? null : 0.9] as const));
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    for (const failed of [[0], [0, 1], [3, 9, 12]]) {
      const racers = [
        { name: "safe", bySeed: figures([]) },
        { name: "risky", bySeed: figures(failed) },
      ];
      const { left } = race(racers, { alpha: 0.05, horizon: 20, seeds });
      expect(left).toEqual([]);
    }
  });

  it("at the first look whose sign test can tell, where one always fails: 2 / 2ⁿ ≤ level", () => {
    for (const horizon of [12, 20, 40]) {
      const seeds = Array.from({ length: horizon }, (_, seed) => seed);
      const racers = [
        { name: "safe", bySeed: new Map(seeds.map((seed) => [seed, 0.9] as const)) },
        { name: "broken", bySeed: new Map(seeds.map((seed) => [seed, null] as const)) },
      ];
      const level = raceLevel({ alpha: 0.05, horizon }, 2);
      const look = Math.ceil(Math.log2(2 / level));
      expect(race(racers, { alpha: 0.05, horizon, seeds }).left).toEqual([{ name: "broken", beatenBy: "safe", look }]);
    }
  });
});

describe("nominalLevel", () => {
  test("one look may use the whole α", () => {
    for (const alpha of [0.2, 0.1, 0.05, 0.01]) {
      const level = nominalLevel(alpha, 3);
      expect(level).toBeLessThanOrEqual(alpha);
      expect(level).toBeGreaterThan(0.98 * alpha);
    }
  });

  // Simulated elsewhere, 12,000 repetitions: 0.0077 holds 5 % from the third to the twentieth look.
  it("is near what others found", () => {
    expect(Math.abs(nominalLevel(0.05, 20) / 0.0077 - 1)).toBeLessThan(0.05);
  });

  it("lies between Bonferroni over the looks and one look, and falls with the horizon", () => {
    for (const alpha of [0.2, 0.07, 0.05, 0.011, 0.05 / 66, 1e-4, 1e-6]) {
      for (let horizon = 4; horizon <= 40; horizon++) {
        const level = nominalLevel(alpha, horizon);
        // The tables are below the true level by three standard errors: 6 % where α is smallest.
        expect(level).toBeGreaterThan((0.94 * alpha) / (horizon - 2));
        expect(level).toBeLessThan(alpha);
        expect(level).toBeLessThanOrEqual(nominalLevel(alpha, horizon - 1) * 1.02);
      }
    }
  });

  it.each([
    [0.05, 10],
    [0.03, 20],
    [0.05 / 6, 16],
  ])("holds α = %d over the looks up to %i, by other draws", (alpha, horizon) => {
    const paths = 20_000;
    const level = nominalLevel(alpha, horizon);
    const critical = Array.from({ length: horizon + 1 }, (_, n) => n);
    const numbers = normals(stream(77, "sequential test", `${alpha} ${horizon}`), paths * horizon);
    let rejected = 0;
    for (let path = 0; path < paths; path++) {
      const differences = numbers.subarray(path * horizon, (path + 1) * horizon);
      let [sum, squares, hit] = [0, 0, false];
      for (const n of critical.slice(1)) {
        sum += differences[n - 1]!;
        squares += differences[n - 1]! ** 2;
        if (n < 3 || hit) continue;
        const t = sum / n / Math.sqrt((squares - (sum * sum) / n) / (n - 1) / n);
        hit = 2 * tCdf(-Math.abs(t), n - 1) <= level;
      }
      if (hit) rejected++;
    }
    const error = Math.sqrt((alpha * (1 - alpha)) / paths);
    expect(Math.abs(rejected / paths - alpha)).toBeLessThan(4 * error + 0.01 * alpha);
  });

  it("holds for the sign test, too: exact sums over all walks", () => {
    for (const alpha of [0.2, 0.05, 0.05 / 6, 0.05 / 66]) {
      for (const horizon of [5, 10, 20, 40]) {
        const level = nominalLevel(alpha, horizon);
        // alive[h]: the chance of h heads so far, never rejected.
        let alive = [1];
        let rejected = 0;
        for (let n = 1; n <= horizon; n++) {
          const next = Array.from({ length: n + 1 }, (_, h) => ((alive[h] ?? 0) + (alive[h - 1] ?? 0)) / 2);
          alive = next.map((chance, heads) => {
            const p = 2 * chanceOfHeads(Math.max(heads, n - heads), n);
            if (n < 3 || p > level) return chance;
            rejected += chance;
            return 0;
          });
        }
        expect(rejected, `${alpha} ${horizon}`).toBeLessThanOrEqual(alpha);
      }
    }
  });

  it.each([
    [0, 10, "alpha must be above 0"],
    [0.3, 10, "at most 0.2, got 0.3"],
    [0.05, 2, "from 3 to 40, got 2"],
    [0.05, 41, "from 3 to 40, got 41"],
    [0.05, 7.5, "got 7.5"],
  ])("refuses alpha %d, horizon %d", (alpha, horizon, message) => {
    expect(() => nominalLevel(alpha, horizon)).toThrow(message);
  });
});

describe("tMixture", () => {
  // Thresholds on |t| at α = 0.05, and at 0.05 / 6: computed elsewhere, to the digits printed.
  test.each([
    [0.1, 0.05, [13.2, 6.5, 5.4, 4.9, 4.4, 4.2, 3.8]],
    [0.3, 0.05, [Number.POSITIVE_INFINITY, 7.7, 5.4, 4.7, 4.2, 3.9, 3.6]],
    [1, 0.05, [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 8.5, 5.4, 4.3, 3.9, 3.4]],
    [0.1, 0.05 / 6, [Number.POSITIVE_INFINITY, 15.7, 8.9, 7.2, 6.0, 5.4, 4.6]],
  ])("scale %d, alpha %d: the thresholds", (scale, alpha, expected) => {
    const thresholds = [3, 4, 5, 6, 8, 10, 20].map((n) => tMixtureThreshold(n, alpha, scale));
    thresholds.forEach((t, i) => {
      if (expected[i] === Number.POSITIVE_INFINITY) expect(t).toBe(Number.POSITIVE_INFINITY);
      else expect(Math.abs(t - expected[i]!)).toBeLessThanOrEqual(0.0501);
    });
  });

  it("reaches 1 / α just where |t| reaches the threshold, whatever the unit", () => {
    for (let draw = 0; draw < 20; draw++) {
      const z = [...normals(stream(draw, "mixture", ""), 8)];
      const [centre] = [z.reduce((sum, x) => sum + x, 0) / z.length];
      const sd = Math.sqrt(z.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (z.length - 1));
      const shift = (tMixtureThreshold(8, 0.05) * sd) / Math.sqrt(8) - centre;
      for (const unit of [1e-6, 1, 1e6]) {
        const at = z.map((x) => (x + shift) * unit);
        expect(tMixture(at).p).toBeCloseTo(0.05, 9);
        expect(Math.abs(pairedTTest(at).t)).toBeCloseTo(tMixtureThreshold(8, 0.05), 6);
      }
    }
  });

  it("says nothing of differences that are zero", () => {
    expect(tMixture([0, 0, 0]).p).toBe(1);
  });
});

/** Figures of normal runs around a mean. */
function racer(name: string, mean: number, spread: number, count: number, failures: readonly number[] = []): Racer {
  const z = normals(stream(5, "race", name), count);
  return {
    name,
    bySeed: new Map([...z].map((x, seed) => [seed, failures.includes(seed) ? null : mean + spread * x])),
  };
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed);
const options = { alpha: 0.05, horizon: 20, seeds };

describe("race", () => {
  it("levels: Bonferroni over pairs, the table over looks", () => {
    expect(raceLevel(options, 4)).toBe(nominalLevel((0.95 * 0.05) / 6, 20));
  });

  it("ends where one stands, and says who left when, beaten by whom", () => {
    const state = race(
      [racer("a", 0.98, 0.001, 20), racer("b", 0.95, 0.001, 20), racer("c", 0.978, 0.001, 20)],
      options,
    );
    expect([state.outcome, state.standing]).toEqual(["winner", ["a"]]);
    expect(state.left.map(({ name, beatenBy }) => [name, beatenBy])).toEqual([
      ["b", "a"],
      ["c", "a"],
    ]);
    expect(state.left[0]!.look).toBeLessThan(state.left[1]!.look);
    expect(state.seeds).toBe(state.left[1]!.look);
  });

  it("calls methods within the margin equivalent, and nothing without one", () => {
    const racers = [racer("a", 0.98, 0.0003, 20), racer("b", 0.98, 0.0003, 20)];
    expect(race(racers, { ...options, margin: 0.002 }).outcome).toBe("equivalent");
    expect(race(racers, options)).toMatchObject({ outcome: "inconclusive", seeds: 20 });
  });

  it("a seed that has not ended stops the look; its figures are not seen", () => {
    const [a, b] = [racer("a", 0.9, 0.001, 20), racer("b", 0.8, 0.001, 2)];
    expect(race([a, b], options)).toMatchObject({ outcome: "running", seeds: 2 });
    // b's further runs are there, but its third is not.
    const gap = { ...b, bySeed: new Map([...racer("b", 0.8, 0.001, 20).bySeed].filter(([seed]) => seed !== 2)) };
    expect(race([a, gap], options)).toMatchObject({ outcome: "running", seeds: 2 });
  });

  it("one that fails in all seeds leaves by its failures, and one failed run decides nothing", () => {
    const broken = racer("b", 0.99, 0.001, 20, seeds);
    const state = race([racer("a", 0.9, 0.001, 20), broken], options);
    expect(state.pairs[0]).toMatchObject({ kind: "different", winner: "a", by: "failures" });
    const one = race([racer("a", 0.9, 0.01, 20), racer("b", 0.9, 0.01, 20, [4])], options);
    expect(one.pairs[0]!.by).not.toBe("failures");
  });

  it("what was decided stays: more seeds of those that left change nothing", () => {
    const racers = [racer("a", 0.98, 0.001, 20), racer("b", 0.95, 0.001, 20), racer("c", 0.9795, 0.001, 20)];
    const state = race(racers, options);
    const left = new Map(state.left.map(({ name, look }) => [name, look]));
    const turned = racers.map(({ name, bySeed }) => ({
      name,
      bySeed: new Map([...bySeed].map(([seed, x]) => [seed, seed >= (left.get(name) ?? 20) ? 1 : x])),
    }));
    expect(race(turned, options)).toEqual(state);
  });

  it("lower is better for a loss, and names or their order decide nothing", () => {
    const racers = [racer("a", 0.1, 0.001, 20), racer("b", 0.2, 0.001, 20)];
    expect(race(racers, { ...options, better: "lower" }).standing).toEqual(["a"]);
    expect(race([...racers].reverse(), { ...options, better: "lower" }).standing).toEqual(["a"]);
  });
});
