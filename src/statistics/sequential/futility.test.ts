/** Predicted decisions beside SciPy, and races that end where more seeds are futile. */
import { describe, expect, it } from "vitest";
import { normals, stream } from "../../random/index.js";
import { chanceOfDecision } from "./futility.js";
import { type RaceState, race } from "./race.js";

describe("chanceOfDecision", () => {
  // SciPy: n, m = 8, 12; at = sqrt(20) * d.mean() / d.std(ddof=1); sc = sqrt(m / n);
  // B = lambda x: t.cdf((x - at) / sc, 7); c = t.isf(.0073 / 2, 19);
  // w = sqrt(20) * .3 / d.std(ddof=1) - t.isf(.0073, 19);
  // B(-c) + 1 - B(c), and with the margin 0.3 that + B(w) - B(-w).
  const differences = [0.4, -0.1, 0.3, 0.2, -0.2, 0.1, 0.5, 0];
  it.each([
    [undefined, 0.41849525729720627],
    [0.3, 0.9334130715969606],
  ])("with the margin %s", (margin, chance) => {
    expect(chanceOfDecision(differences, { more: 12, level: 0.0073, margin })).toBeCloseTo(chance, 9);
  });

  it("is 0 where nothing is to come, and 1 where nothing varies", () => {
    expect(chanceOfDecision(differences, { more: 0, level: 0.01 })).toBe(0);
    expect(chanceOfDecision([0.1, 0.1, 0.1], { more: 5, level: 0.01 })).toBe(1);
  });
});

describe("a race with futility", () => {
  const [horizon, count] = [20, 150];
  const seeds = Array.from({ length: horizon }, (_, seed) => seed);
  const states = (effect: number, futility?: number): RaceState[] =>
    Array.from({ length: count }, (_, i) => {
      const draws = normals(stream(i, "futility test"), horizon);
      const bySeed = (shift: number) => new Map(seeds.map((seed) => [seed, shift === 0 ? 0 : shift + draws[seed]!]));
      const racers = [
        { name: "a", bySeed: bySeed(effect) },
        { name: "b", bySeed: bySeed(0) },
      ];
      return race(racers, { alpha: 0.05, horizon, seeds, futility });
    });

  it("decides nothing that the race without it does not decide, and ends sooner between equals", () => {
    for (const effect of [1e-9, 0.7]) {
      const [whole, short] = [states(effect), states(effect, 0.05)];
      short.forEach((state, i) => {
        expect(state.seeds).toBeLessThanOrEqual(whole[i]!.seeds);
        if (state.outcome === "winner") expect(state).toEqual(whole[i]);
        else expect(state.outcome).toBe("inconclusive");
      });
      const mean = (all: readonly RaceState[]) => all.reduce((sum, state) => sum + state.seeds, 0) / count;
      if (effect < 0.1) expect(mean(short)).toBeLessThan(0.75 * mean(whole));
    }
  });

  it("refuses a chance out of range", () => {
    expect(() => states(1, 1)).toThrow("futility");
    expect(() => states(1, -0.1)).toThrow("futility");
  });
});
