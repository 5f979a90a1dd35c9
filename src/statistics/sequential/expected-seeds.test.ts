/** Expected seeds beside other simulations and whole races. */
import { describe, expect, it } from "vitest";
import { normals, stream } from "../../random/index.js";
import { expectedSeeds } from "./expected-seeds.js";
import { race } from "./race.js";
import { horizonFor, raceReach } from "./reach.js";

describe("expectedSeeds", () => {
  // NumPy 1.26, 200,000 races at 0.00725: x = default_rng(1).standard_normal((200000, 20)) + d;
  // n = arange(1, 21); s = x.cumsum(1); v = ((x**2).cumsum(1) - s**2/n) / maximum(n - 1, 1);
  // hit = (abs(s/n) >= t.isf(.003625, n - 1) * sqrt(v/n)) & (n >= 3).
  it.each([
    [0.5, 0.3684, 17.148],
    [1, 0.9385, 10.849],
    [1.5, 0.9997, 7.164],
    [2, 1, 5.658],
    [3, 1, 4.446],
  ])("a difference of %d standard deviations", (effect, power, mean) => {
    const result = expectedSeeds(effect, { alpha: 0.05, horizon: 20 }, 2, 10_000);
    expect(Math.abs(result.power - power)).toBeLessThan(0.015);
    expect(Math.abs(result.mean - mean)).toBeLessThan(0.15);
  });

  it("agrees with whole races of other draws, for a pair and at the level of six pairs", () => {
    const [horizon, races, effect] = [12, 400, 1.2];
    const draws = normals(stream(5, "expected seeds test"), races * horizon);
    const seeds = Array.from({ length: horizon }, (_, seed) => seed);
    for (const methods of [2, 4]) {
      let [total, power] = [0, 0];
      for (let i = 0; i < races; i++) {
        // Methods that never ran stand aside: alpha of one pair at the level of all.
        const alpha = 0.05 / ((methods * (methods - 1)) / 2);
        const racers = [
          { name: "a", bySeed: new Map(seeds.map((seed) => [seed, effect + draws[i * horizon + seed]!] as const)) },
          { name: "b", bySeed: new Map(seeds.map((seed) => [seed, 0] as const)) },
        ];
        const state = race(racers, { alpha, horizon, seeds });
        total += state.seeds;
        power += Number(state.standing.length === 1);
      }
      const expected = expectedSeeds(effect, { alpha: 0.05, horizon }, methods);
      // A race judges skewed differences by the sign test, which tells a little less.
      expect(Math.abs(total / races - expected.mean)).toBeLessThan(0.7);
      expect(Math.abs(power / races - expected.power)).toBeLessThan(0.1);
    }
  });

  it("equal methods are told apart with chance α / 2 at most in one direction", () => {
    const { power } = expectedSeeds(0, { alpha: 0.05, horizon: 20 }, 2, 20_000);
    expect(power).toBeLessThan(0.025 + 4 * Math.sqrt(0.025 / 20_000));
  });
});

it("raceReach and horizonFor are each other's inverse, and more methods tell less", () => {
  for (const methods of [2, 4, 12]) {
    const { effect } = raceReach({ alpha: 0.05, horizon: 10 }, methods);
    expect(horizonFor(effect * 1.0001, 0.05, methods)).toBe(10);
    expect(raceReach({ alpha: 0.05, horizon: 10 }, methods + 1).effect).toBeGreaterThan(effect);
  }
  expect(horizonFor(0.1, 0.05, 12)).toBeUndefined();
});
