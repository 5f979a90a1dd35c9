/** The figure of accuracy by learning rate draws what the tuning has. */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { methodLooks } from "../../src/report/colours.js";
import { rateSensitivity } from "../../src/report/figures/rate-sensitivity.js";
import { accuracyMetric } from "../../src/study/plan/metric.js";
import type { ProblemOutcome } from "../../src/study/results/outcome.js";

const score = (rate: number, mean: number | null) => ({
  step: 0,
  rate,
  runs: 2,
  failed: mean === null,
  accuracy: mean === null ? null : { mean, low: mean - 0.05, high: mean + 0.05 },
  loss: null,
});

const problem = {
  id: "problem-1",
  title: "glyphs × mlp",
  metric: accuracyMetric,
  methods: [{ label: "he" }, { label: "random" }],
  rates: {
    heldOut: 150,
    methods: [
      { method: "he", rate: 0.1, scores: [score(0.01, 0.3), score(0.1, 0.5), score(1, null)] },
      { method: "random", rate: null, scores: [score(1, null)] },
    ],
    same: { learningRate: 0.01 },
  },
} as unknown as ProblemOutcome;

const { document } = parseHTML("<!doctype html><html><body></body></html>");
const looks = methodLooks(["he", "random"]);
const drawn = rateSensitivity(problem, looks, { document })!;

describe("accuracy by learning rate", () => {
  it("has a marker per rate of a method, with its accuracy", () => {
    const titles = [...drawn.svg.querySelectorAll("title")].map((one) => one.textContent);
    expect(titles).toEqual(expect.arrayContaining(["he at 0.01: 30.00 %", "he at 0.1: 50.00 %"]));
    const signs = titles.filter((text) => text?.includes(" at "));
    expect(signs).toHaveLength(2);
  });

  it("says in words what it shows, and names each rate once", () => {
    expect(drawn.description).toBe("he: best at 0.1; random: every rate failed");
    expect(drawn.caption).toContain("150 held-out samples");
    expect(drawn.caption).toContain("× at the bottom: a rate at which a run failed.");
    const ticks = [...drawn.svg.querySelectorAll("text")]
      .map((one) => one.textContent)
      .filter((text) => ["0.01", "0.1", "1"].includes(text!));
    expect(ticks).toEqual(["0.01", "0.1", "1"]);
  });

  it("is left out where no rates were tuned", () => {
    expect(rateSensitivity({ ...problem, rates: undefined }, looks, { document })).toBeUndefined();
  });
});
