/**
 * A trainer that reports another figure than accuracy: real processes, beside the same by accuracy.
 */
import { describe, expect, it } from "vitest";
import type { StudyOptions } from "../../src/study/plan/options.js";
import { runStudy } from "../../src/study/run/node/run-study.js";
import { outcomeOf, studyOf } from "./trainer-study.js";

describe("a metric of the trainer's", () => {
  const error = { name: "testError", better: "lower" } as const;

  it("decides as the accuracy that it is the complement of", async () => {
    const accuracy = await outcomeOf(studyOf());
    const { outcome, results } = await outcomeOf(studyOf(["--report=testError"], { metric: error }));
    expect(results.map(({ status, epochs }) => [status, epochs.at(-1)!.testAccuracy])).toEqual(
      Array(6).fill(["done", Number.NaN]),
    );
    const [ours, theirs] = [outcome, accuracy.outcome].map(({ problems }) => problems[0]!);
    expect(ours!.methods.map(({ label }) => label)).toEqual(theirs!.methods.map(({ label }) => label));
    expect(ours!.methods[0]!.metric!.mean).toBeCloseTo(1 - theirs!.methods[0]!.testAccuracy!.mean, 12);
    expect(ours!.verdicts!.leader).toBe(theirs!.verdicts!.leader);
  });

  it("is the test loss where losses alone are reported", async () => {
    const { outcome } = await outcomeOf(studyOf(["--report=testLoss,trainLoss"]));
    expect(outcome.study.metric?.name).toBe("testLoss");
    expect(outcome.problems[0]!.advice.sentences[0]).toMatch(/^Use he\./);
  });

  it("tunes rates by the same figure of held-out samples, and races", async () => {
    const more = ["--lr={learningRate}", "--validation={validation}", "--report=testError,validationError"];
    const tuning = { learningRate: "auto", tuningSeeds: 1, metric: "testError" } as const;
    const study = studyOf(more, { ...tuning, seeds: undefined, untilDecided: true });
    const { outcome } = await outcomeOf(study, { jobs: 2 });
    const { rates, race } = outcome.problems[0]!;
    expect(rates!.methods.map(({ rate }) => rate)).toEqual([0.1, 0.1]);
    expect(race).toMatchObject({ outcome: "winner", standing: ["he"] });
  }, 60_000);

  const wrong: readonly (readonly [report: string, metric: StudyOptions["metric"], reason: RegExp])[] = [
    ["testLoss", error, /^epoch 1 of its metrics has no testError$/],
    ["testError", "testAccuracy", /^epoch 1 of its metrics has no testAccuracy$/],
    [
      "testError",
      undefined,
      /^epoch 1 of its metrics has neither testAccuracy nor testLoss\. .* as metric: \{ name: testError, better: lower \}$/,
    ],
  ];
  it.each(wrong)("that is missing is said: %s, not %j", async (report, metric, reason) => {
    const study = studyOf([`--report=${report}`], { inits: "he", seeds: 1, metric });
    const { results } = await runStudy(study);
    expect(results[0]).toMatchObject({ status: "crashed", reason: expect.stringMatching(reason) as unknown });
  });

  it("leaves the ids of cells without one as they were, and gives others to those with one", async () => {
    const ids = async (options: Partial<StudyOptions>) =>
      (await runStudy(studyOf([], { inits: "he", seeds: 1, ...options }))).results.map(({ cell }) => cell.id);
    const without = await ids({});
    expect(await ids({ metric: error })).not.toEqual(without);
    expect(await ids({ metric: { ...error, unit: "%", decimals: 1, chance: 0.9 } })).toEqual(
      await ids({ metric: error }),
    );
  });
});
