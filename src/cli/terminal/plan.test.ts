/** A plan in words: where its numbers are from. */
import { describe, expect, it } from "vitest";
import type { Pilot } from "../../study/results/plan-schema.js";
import { seedPlan } from "../../study/results/seed-plan.js";
import { renderPlans } from "./plan.js";

const pilot: Pilot = {
  data: "glyphs",
  model: "mlp",
  source: "pilot",
  sd: 0.0206,
  range: [0.0139, 0.0286],
  n: 20,
  methods: 4,
  seconds: 1.8,
};

function textOf(methods: number, of: Pilot = pilot): string {
  const plan = seedPlan(of, { difference: 0.01, methods });
  return renderPlans(
    { format: "stepzero/plan/1", difference: 0.01, power: 0.8, methods, jobs: 1, plans: [plan] },
    80,
  ).replaceAll(/\s+/g, " ");
}

describe("the spread of a plan", () => {
  it.each([2, 3])("is that of the pilot's pairs, also for %i methods to come", (methods) => {
    expect(textOf(methods)).toContain("(standard deviation; 1.4 points to 2.9 points by pair), 20 paired seeds");
  });

  it("is of one pair where the pilot has two methods", () => {
    expect(textOf(3, { ...pilot, methods: 2 })).toContain("(standard deviation; one pair)");
  });

  it("stays within the width", () => {
    const plan = seedPlan(pilot, { difference: 0.01, methods: 3, seeds: 5 });
    const output = {
      format: "stepzero/plan/1",
      difference: 0.01,
      power: 0.8,
      methods: 3,
      jobs: 1,
      plans: [plan],
    } as const;
    for (const line of renderPlans(output, 60).split("\n")) expect(line.length).toBeLessThanOrEqual(60);
  });
});
