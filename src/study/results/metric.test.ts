/** Studies that compare by another figure than test accuracy, beside the same study by accuracy. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { study as planned, records } from "../../../test/study/made-up.js";
import type { StudyOptions } from "../plan/options.js";
import { raceOf } from "../plan/race-state.js";
import type { Study } from "../plan/study.js";
import { tunedRate } from "../plan/tuned-rate.js";
import { analyse, type Outcome } from "./outcome.js";
import { compareOutput } from "./output.js";
import { compareSchema } from "./schema.js";

const trainer = {
  command: ["train", "{weights}", "{seed}"],
  files: [],
  weights: "npz",
  folder: "/",
  environment: [],
  diskMegabytes: 1,
} as const;
const inits = ["he", "glorot-uniform", "orthogonal"] as const;
const options: StudyOptions = { inits, seeds: 5, epochs: 2 };

/** A study whose trainer reports one figure of each run, and what of it. */
function outcomeBy(
  study: Study,
  figures: Readonly<Record<string, readonly number[]>>,
  of: (x: number) => Readonly<Record<string, number>>,
): Outcome {
  const nothing = { trainAccuracy: Number.NaN, trainLoss: Number.NaN, testAccuracy: Number.NaN, testLoss: Number.NaN };
  return analyse(
    study,
    records(study, ({ init, seed }) => ({
      status: "done",
      epochs: [0.5, 1].map((part, i) => ({
        epoch: i + 1,
        ...nothing,
        ...of(part * figures[init]![seed]!),
        seconds: 1,
      })),
    })),
  );
}

const byAccuracy: Study = { ...planned(options), trainer };
const byError: Study = { ...byAccuracy, metric: { name: "testError", better: "lower", decimals: 4 } };
const byLoss: Study = { ...byAccuracy, metric: { name: "testLoss", better: "lower", decimals: 4 } };

/** Accuracies of a seed each, of three methods. */
const figuresOf = fc.record(
  Object.fromEntries(
    inits.map((init) => [
      init,
      fc.array(fc.double({ min: 0.3, max: 0.95, noNaN: true }), { minLength: 5, maxLength: 5 }),
    ]),
  ),
);

describe("a study by a figure of which the lower is better", () => {
  it("says of error rates what it says of accuracies", () => {
    fc.assert(
      fc.property(figuresOf, (figures) => {
        const [ours] = outcomeBy(byAccuracy, figures, (x) => ({ testAccuracy: x })).problems;
        const [theirs] = outcomeBy(byError, figures, (x) => ({ metric: 1 - x })).problems;
        expect(theirs!.methods.map(({ label, rank }) => [label, rank])).toEqual(
          ours!.methods.map(({ label, rank }) => [label, rank]),
        );
        expect(theirs!.advice).toMatchObject({ ground: ours!.advice.ground, use: ours!.advice.use });
        for (const [i, pair] of theirs!.verdicts!.verdicts.entries()) {
          const other = ours!.verdicts!.verdicts[i]!;
          expect([pair.a, pair.b, pair.kind, pair.winner]).toEqual([other.a, other.b, other.kind, other.winner]);
          expect(pair.mean!).toBeCloseTo(-other.mean!, 9);
          expect(pair.p!).toBeCloseTo(other.p!, 6);
          expect(pair.better).toBe("lower");
        }
        for (const [i, worse] of theirs!.advice.worse.entries()) {
          expect(worse.by).toBeCloseTo(ours!.advice.worse[i]!.by, 9);
          expect(worse.by).toBeGreaterThan(0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("races to the same end", () => {
    const race = { alpha: 0.05 };
    fc.assert(
      fc.property(figuresOf, (figures) => {
        const runs = (of: (x: number) => number) =>
          inits.flatMap((method) => figures[method]!.map((x, seed) => ({ method, seed, figure: of(x) })));
        const [problem] = byError.problems as readonly [Study["problems"][number]];
        const ours = raceOf(
          { ...byAccuracy, race },
          problem,
          runs((x) => x),
        )!;
        const theirs = raceOf(
          { ...byError, race },
          problem,
          runs((x) => -x),
        )!;
        expect(theirs).toEqual(ours);
      }),
      { numRuns: 30 },
    );
  });

  it("tunes to the same rate", () => {
    const design = { seeds: [0], rates: 5, extension: 2 };
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 0.9, noNaN: true }), { minLength: 9, maxLength: 9 }),
        (values) => {
          /** Plays the tuning to its end. */
          const tuned = (
            heldOut: (value: number) => { readonly accuracy?: number; readonly metric?: number },
            better: "higher" | "lower",
          ) => {
            const runs: { rate: number; seed: number; heldOut: { loss: number } }[] = [];
            for (;;) {
              const state = tunedRate(design, 0.1, 0, runs, better);
              if (state.next.length === 0) return state.step;
              for (const { step, seed } of state.next) {
                const { rate } = state.scores.find((one) => one.step === step)!;
                runs.push({ rate, seed, heldOut: { ...heldOut(values[step + 4]!), loss: 1 } });
              }
            }
          };
          expect(tuned((x) => ({ metric: -x }), "lower")).toBe(tuned((x) => ({ accuracy: x }), "higher"));
        },
      ),
      { numRuns: 50 },
    );
  });

  const perplexities = {
    he: [20.1, 20.4, 19.8, 20.2, 20.3],
    "glorot-uniform": [24.4, 24.9, 24.1, 24.6, 24.6],
    orthogonal: [99, 99.4, 99.2, 99.1, 99.9],
  };
  const metric = { name: "validationPerplexity", better: "lower", unit: "per token", decimals: 2, chance: 99 } as const;
  const outcome = outcomeBy({ ...byAccuracy, metric }, perplexities, (x) => ({ metric: x }));
  const [problem] = outcome.problems;

  it("puts values, distances and chance into words with the unit", () => {
    expect(problem!.advice.sentences.slice(0, 2)).toEqual([
      "Use he.",
      expect.stringMatching(/^glorot-uniform is worse by 4\.36 per token \[4\.\d\d, 4\.\d\d\]\.$/),
    ]);
    expect(problem!.sentences[0]).toMatch(
      /^he beats glorot-uniform by 4\.36 per token of validation perplexity \[4\.\d\d, 4\.\d\d\] in the mean and in 5 of 5 paired seeds/,
    );
    expect(problem!.sentences).toContain(
      "orthogonal: all 5 runs learned nothing: validation perplexity 99.00 per token to 99.90 per token, where an answer that does not look at the sample gives 99.00 per token.",
    );
    expect(problem!.methods.map(({ label, rank }) => [label, rank])).toEqual([
      ["he", 1],
      ["glorot-uniform", 2],
      ["orthogonal", null],
    ]);
  });

  it("counts epochs down to a target 5 % from the best mean", () => {
    const [first] = problem!.methods;
    expect(first!.epochsToTarget.target).toBeCloseTo(20.16 * 1.05, 9);
    // Each run begins at half of its last figure.
    expect(first!.epochsToTarget.median).toBe(1);
  });

  it("has its metric in the JSON, which the schema takes", () => {
    const output = JSON.parse(JSON.stringify(compareOutput(outcome))) as unknown;
    expect(compareSchema.parse(output)).toMatchObject({
      study: { metric },
      summary: [{ method: "he", testAccuracy: null, metric: { mean: expect.closeTo(20.16, 9) as number } }, {}, {}],
    });
  });
});

describe("a trainer that reports losses only", () => {
  const losses = {
    he: [0.2, 0.25, 0.22, 0.21, 0.24],
    "glorot-uniform": [0.4, 0.42, 0.45, 0.41, 0.44],
    orthogonal: [2.31, 2.3, 2.4, Math.LN10, 2.35],
  };
  const outcome = outcomeBy(byAccuracy, losses, (x) => ({ testLoss: x }));

  it("is compared by test loss, and the study then says so", () => {
    expect(outcome.study.metric).toEqual({ name: "testLoss", better: "lower", decimals: 4 });
    expect(outcome.problems).toEqual(outcomeBy(byLoss, losses, (x) => ({ testLoss: x })).problems);
    expect(outcome.problems[0]!.advice.sentences[0]).toBe("Use he.");
  });

  it("has learned nothing where no loss is below the entropy of the classes", () => {
    const stuck = (all: Outcome) => all.problems[0]!.methods.map(({ label, failures }) => [label, failures.stuck]);
    expect(stuck(outcome)).toEqual([
      ["he", 0],
      ["glorot-uniform", 0],
      ["orthogonal", 5],
    ]);
    // ln 10 = 2.302585: half a per cent below it, 2.2911, is no rounding.
    const lower = { ...losses, orthogonal: [2.29, 2.292, 2.28, 2.31, 2.2] };
    expect(stuck(outcomeBy(byAccuracy, lower, (x) => ({ testLoss: x }))).at(-1)).toEqual(["orthogonal", 2]);
  });

  it("fails where a run lacks the figure that the others have", () => {
    const study = { ...byAccuracy, seeds: [0, 1] };
    const mixed = records(study, ({ init, seed }) => ({
      status: "done",
      epochs: [
        {
          epoch: 1,
          trainAccuracy: Number.NaN,
          trainLoss: Number.NaN,
          testAccuracy: init === "he" ? 0.5 + 0.1 * seed : Number.NaN,
          testLoss: 1,
          seconds: 1,
        },
      ],
    }));
    const [problem] = analyse(study, mixed).problems;
    expect(problem!.methods.map(({ label, failures }) => [label, failures.crashed])).toEqual([
      ["he", 0],
      ["glorot-uniform", 2],
      ["orthogonal", 2],
    ]);
    expect(problem!.methods[1]!.runs[0]!.reason).toBe(
      "its last epoch has no testAccuracy, by which methods are compared",
    );
  });
});
