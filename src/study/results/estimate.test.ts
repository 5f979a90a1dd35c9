import { describe, expect, it } from "vitest";
import { estimate } from "./estimate.js";

describe("estimates", () => {
  it("are the mean with its t interval", () => {
    // scipy.stats.t.interval(0.95, 2, loc=np.mean(x), scale=scipy.stats.sem(x)), x = [0.95, 0.96,
    // 0.985]
    const { mean, low, high, n } = estimate([0.95, 0.96, 0.985])!;
    expect([mean, n]).toEqual([0.965, 3]);
    expect(low).toBeCloseTo(0.9202166, 6);
    expect(high).toBeCloseTo(1.0097834, 6);
  });

  it("have no interval for one run, and do not exist for none", () => {
    expect(estimate([0.5])).toEqual({ mean: 0.5, low: null, high: null, n: 1 });
    expect(estimate([])).toBeNull();
  });
});
