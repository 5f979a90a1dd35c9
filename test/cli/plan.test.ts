/** `stepzero plan` as a user types it: what it prints is its schema, and bad input is told. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { planSchema } from "../../src/study/results/plan-schema.js";
import { stepzero, temporaryFolder } from "./run.js";

const pilot = temporaryFolder();
beforeAll(() => {
  const words = `compare --init he,orthogonal --model mlp:depth=1,width=32 --limit 2000 --epochs 3 --seeds 4 --out ${pilot}`;
  expect(stepzero(words.split(" ")).code).toBe(0);
}, 120_000);

const plan = (words: string) => stepzero(["plan", ...words.split(" ").filter((word) => word !== "")]);
const output = (words: string) => {
  const { code, stdout, stderr } = plan(`${words} --json`);
  expect([code, stderr]).toEqual([0, ""]);
  const object: unknown = JSON.parse(stdout);
  const parsed = planSchema.parse(object);
  // Nothing is printed that the schema does not have.
  expect(parsed).toEqual(object);
  return parsed;
};

describe("stepzero plan", () => {
  it("plans from a pilot's folder, by the time that its runs took", () => {
    const { plans, methods } = output(`${pilot} --difference 0.02 --seeds 10`);
    expect(methods).toBe(2);
    const [one] = plans;
    expect([one!.pilot.source, one!.pilot.n, one!.pairs]).toEqual([pilot, 4, 1]);
    expect(one!.pilot.seconds).toBeGreaterThan(0);
    expect(one!.fixed.low).toBeLessThanOrEqual(one!.fixed.seeds);
    expect(one!.budget!.seeds).toBe(10);
  });

  it("shares one level among all pairs of --init", () => {
    expect(output(`${pilot} --init he,orthogonal,zero,random`).plans[0]!.alpha).toBeCloseTo(0.05 / 6, 12);
  });

  it("says at 80 and 120 columns what the JSON says", () => {
    for (const columns of ["80", "120"]) {
      const { stdout } = stepzero(["plan", pilot, "--difference", "0.02"], { COLUMNS: columns });
      expect(stdout).toContain(`${output(`${pilot} --difference 0.02`).plans[0]!.fixed.seeds} per method tell it`);
    }
  });

  it.each([
    ["nowhere", "nowhere"],
    ["--seeds 3 --budget 2h", "--seeds and --budget are two budgets. Leave out one of them."],
    ["--difference 0", "--difference must be a number above 0 and below 1"],
    ["--difference 2", "--difference must be a number above 0 and below 1"],
    ["--budget soon", "--budget"],
    ["--data glyphs --model lenet5", "No spread is on record of glyphs × lenet5. Run a pilot"],
  ])("%s is refused", (words, message) => {
    const { code, stdout, stderr } = plan(words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("at file:");
  });

  it("refuses data typed beside a pilot, which has its own", () => {
    const { code, stderr } = plan(`${pilot} --data glyphs`);
    expect([code, stderr.includes("Leave out one of the two.")]).toEqual([2, true]);
  });

  it("refuses a pilot without a spread, with the way to one", () => {
    const single = join(temporaryFolder(), "single");
    const words = `compare --init he --model mlp:depth=1,width=8 --limit 128 --epochs 1 --seeds 1 --out ${single}`;
    expect(stepzero(words.split(" ")).code).toBe(0);
    expect(plan(single).stderr).toContain("shows no spread: it needs two methods that learned");
  }, 60_000);
});
