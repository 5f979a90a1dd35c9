import { describe, expect, it } from "vitest";
import { done, methodsOf, outcomeOf, records, study } from "../../../test/study/made-up.js";
import { analyse } from "./outcome.js";

describe("methods", () => {
  it("are ranked by failures, then by mean test accuracy; failures are counted apart, never averaged in", () => {
    const methods = methodsOf(
      { inits: ["zero", "random", "he", "glorot-uniform"] },
      {
        zero: [[0.1], [0.1], [0.1]],
        random: [[0.1], [0.8], "diverged"],
        he: [[0.9], [0.92], [0.94]],
        "glorot-uniform": [[0.93], [0.91], "crashed"],
      },
    );
    const brief = methods.map(({ label, rank, runs, failures, testAccuracy }) => [
      label,
      rank,
      runs.length,
      Object.values(failures),
      testAccuracy && [testAccuracy.mean, testAccuracy.n],
    ]);
    expect(brief).toEqual([
      ["he", 1, 3, [0, 0, 0, 0], [expect.closeTo(0.92, 12), 3]],
      ["glorot-uniform", 2, 3, [0, 1, 0, 0], [expect.closeTo(0.92, 12), 2]],
      ["random", 3, 3, [1, 0, 0, 1], [0.8, 1]],
      // All stuck: the figures are those of the stuck runs, and it has no rank.
      ["zero", null, 3, [0, 0, 0, 3], [expect.closeTo(0.1, 12), 3]],
    ]);
    expect(methods.map(({ learned, averaged }) => [learned.length, averaged.length])).toEqual([
      [3, 3],
      [2, 2],
      [1, 1],
      [0, 3],
    ]);
  });

  it("have the figures of the last epoch, and evaluated figures only where they were asked for", () => {
    const [method] = methodsOf({ inits: ["he"], seeds: [0] }, { he: [[0.5, 0.7, 0.6]] });
    expect(method).toMatchObject({
      testAccuracy: { mean: 0.6 },
      trainAccuracy: { mean: 0.61 },
      testLoss: { mean: 0.8 },
    });
    expect(method).not.toHaveProperty("evalTrainAccuracy");
  });

  it("have nothing to average where every run failed", () => {
    const [method] = methodsOf({ inits: ["he"] }, { he: ["diverged", "crashed", "diverged"] });
    expect(method).toMatchObject({ rank: null, testAccuracy: null, trainLoss: null });
    expect(method!.runs).toHaveLength(3);
    expect(method!.failures).toEqual({ diverged: 2, crashed: 1, refused: 0, stuck: 0 });
  });

  it("that have no run are left out, and what is missing is listed", () => {
    const [problem] = outcomeOf({}, { he: [[0.9]] }).problems;
    expect(problem!.methods.map(({ label, runs }) => [label, runs.length])).toEqual([["he", 1]]);
    expect(problem!.missing).toEqual([
      { method: "he", seed: 1 },
      { method: "he", seed: 2 },
      { method: "zero", seed: 0 },
      { method: "zero", seed: 1 },
      { method: "zero", seed: 2 },
    ]);
    expect(outcomeOf({}, {}).problems).toEqual([]);
  });

  it("of all recipes are compared within a problem, each with its complete recipe", () => {
    const of = study({
      inits: ["he", "zero"],
      batch: 64,
      training: [
        { optimizer: "sgd", learningRate: 0.05 },
        { optimizer: "adam", epochs: 3 },
      ],
    });
    const adam = "he [adam, 3 epochs]";
    const sgd = "he [sgd, lr 0.05]";
    const outcome = analyse(
      of,
      records(of, ({ method, init, seed }) => done([init === "zero" ? 0.1 : method === adam ? 0.9 : 0.7 + seed / 100])),
    );
    const [problem] = outcome.problems;
    expect(outcome.problems).toHaveLength(1);
    expect(problem!.methods.map(({ label, rank }) => [label, rank])).toEqual([
      [adam, 1],
      [sgd, 2],
      ["zero [sgd, lr 0.05]", null],
      ["zero [adam, 3 epochs]", null],
    ]);
    expect(problem!.methods[0]!.recipe).toMatchObject({
      optimizer: { kind: "adam", learningRate: 0.001 },
      epochs: 3,
      batch: 64,
    });
    expect(problem!.methods[1]!.recipe).toMatchObject({ optimizer: { kind: "sgd", learningRate: 0.05 }, batch: 64 });
    expect(problem!.verdicts).toMatchObject({ leader: adam, verdicts: [{ a: adam, b: sgd }] });
    expect(problem!.sentences[0]).toMatch(/^he \[adam, 3 epochs\] beats he \[sgd, lr 0\.05\] by 19\.00 points/);
  });
});

describe("curves", () => {
  it("are timed to the target over all runs, failures counting as never", () => {
    const [he, random] = methodsOf(
      { inits: ["he", "random"] },
      {
        he: [
          [0.5, 0.9, 0.9],
          [0.5, 0.5, 0.9],
          [0.9, 0.9, 0.9],
        ],
        random: [[0.5, 0.6, 0.88], "diverged", "diverged"],
      },
    );
    // 95 % of the best mean.
    expect(he!.epochsToTarget).toEqual({ target: expect.closeTo(0.855, 12), median: 2, reached: 3, n: 3 });
    expect(random!.epochsToTarget).toMatchObject({ median: null, reached: 1, n: 3 });
    // Trapezoids over two intervals: (0.25 + 0.9 + 0.45) / 2, (0.25 + 0.5 + 0.45) / 2, 0.9.
    expect(he!.areaUnderCurve!.mean).toBeCloseTo((0.8 + 0.6 + 0.9) / 3, 12);
    // Wilson (1927), in Python: z = 1.959963984540054; (2 + z²/2 ± z √(2·1/3 + z²/4)) / (3 + z²).
    expect(random!.failureRate).toEqual({
      rate: 2 / 3,
      low: expect.closeTo(0.207656, 5),
      high: expect.closeTo(0.938505, 5),
    });
    expect(methodsOf({ inits: ["he"], target: 0.5 }, { he: [[0.4, 0.6]] })[0]!.epochsToTarget).toMatchObject({
      target: 0.5,
      median: 2,
    });
  });
});
