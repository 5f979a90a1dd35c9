/** Plans beside SciPy's noncentral t, and pilots beside sums by hand. */
import { describe, expect, it } from "vitest";
import { planned } from "../../../test/study/planned.js";
import type { CellResult } from "../plan/cell.js";
import { analyse } from "./outcome.js";
import type { Pilot } from "./plan-schema.js";
import { recordedPilot, recordedSpreads } from "./recorded-spreads.js";
import { recordsOf } from "./records.js";
import { pilotsOf, planOutput, seedPlan } from "./seed-plan.js";

const pilot = (sd: number, n: number, seconds: number | null = null): Pilot => ({
  data: "glyphs",
  model: "mlp",
  source: "a test",
  sd,
  range: [sd, sd],
  n,
  methods: 2,
  seconds,
});

describe("seedPlan", () => {
  // SciPy 1.10: power(n, d, a): c = t.ppf(1 - a/2, n - 1); x = d * n**.5;
  //   nct.sf(c, n - 1, x) + nct.cdf(-c, n - 1, x)
  // seeds(d, a) = the first n from 2 on with power(n, d, a) >= .8, at a = .05 / pairs, for
  // sd * sqrt((n - 1) / chi2.ppf(q, n - 1)) with q = .95 (low) and .05 (high); and
  // brentq(lambda d: power(10, d / sd, a) - .8, 1e-6, 1).
  it.each([
    [0.005, 0.005, 5, 2, [10, 6, 47], 0.00498000685718302],
    [0.005, 0.005, 5, 12, [24, 13, 106], 0.009685595707990616],
    [0.002, 0.0014, 3, 4, [10, 6, 120], 0.0019200173661273138],
    [0.003, 0.009, 20, 6, [133, 86, 246], 0.014185054901258118],
  ])("%d at sd %d of %i seeds, %i methods", (difference, sd, n, methods, seeds, smallest) => {
    const { fixed, budget } = seedPlan(pilot(sd, n), { difference, methods, seeds: 10 });
    expect([fixed.seeds, fixed.low, fixed.high]).toEqual(seeds);
    expect(budget!.difference! / smallest).toBeCloseTo(1, 8);
  });

  it("counts time over the processes, and turns a budget of time into seeds", () => {
    const { seconds, budget } = seedPlan(pilot(0.005, 5, 6), { difference: 0.005, methods: 2, jobs: 2, budget: 60 });
    expect(seconds).toEqual({ at: 60, low: 36, high: 282 });
    expect([budget!.seeds, budget!.seconds]).toEqual([10, 60]);
    const none = seedPlan(pilot(0.005, 5, 6), { difference: 0.005, methods: 2, budget: 10 });
    expect([none.budget!.seeds, none.budget!.difference]).toEqual([0, null]);
  });

  it("a wider spread needs more seeds of a race, too", () => {
    const { race } = seedPlan(pilot(0.005, 5), { difference: 0.01, methods: 3 });
    expect(race.low.mean).toBeLessThan(race.at.mean);
    expect(race.at.mean).toBeLessThan(race.high.mean);
    expect(race.high.power).toBeLessThan(race.at.power);
  });
});

describe("pilotsOf", () => {
  const figures: Readonly<Record<string, readonly number[]>> = {
    he: [0.9, 0.92, 0.94],
    orthogonal: [0.8, 0.8, 0.8],
    "glorot-uniform": [0.91, 0.9, 0.92],
  };
  const { study, cells } = planned({ inits: Object.keys(figures), seeds: 3, epochs: 1 });
  const results = cells.map((cell): CellResult => {
    const testAccuracy = figures[cell.method.label]![cell.seed]!;
    const epoch = { epoch: 1, trainAccuracy: 0.9, trainLoss: 0.3, testAccuracy, testLoss: 0.3, seconds: 2 };
    return { cell, status: "done", epochs: [epoch] };
  });

  it("pools the spread of all pairs, and takes the time of a run", () => {
    const [one] = pilotsOf(analyse(study, recordsOf(study, results)), "here");
    // he − orthogonal: .1, .12, .14 (variance 4e-4); he − glorot: −.01, .02, .02 (3e-4);
    // orthogonal − glorot: −.11, −.1, −.12 (1e-4).
    expect(one!.sd).toBeCloseTo(Math.sqrt((4e-4 + 3e-4 + 1e-4) / 3), 12);
    expect(one!.range[0]).toBeCloseTo(0.01, 12);
    expect(one!.range[1]).toBeCloseTo(0.02, 12);
    expect([one!.n, one!.methods, one!.seconds]).toEqual([3, 3, 2]);
    const output = planOutput([one!], { difference: 0.005 });
    expect([output.methods, output.plans[0]!.pairs]).toEqual([3, 3]);
  });
});

it("the spread on record is found by problem, and what is not there is refused with the remedy", () => {
  for (const { data, model, epochs, limit } of recordedSpreads) {
    expect(recordedPilot({ data, model, epochs, limit }).source).not.toBe("");
  }
  expect(() => recordedPilot({ data: "mnist", model: "lenet5" })).toThrow(
    "No spread is on record of mnist × lenet5. Run a pilot",
  );
});
