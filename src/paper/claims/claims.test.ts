import { describe, expect, it } from "vitest";
import { paperRuns, run } from "../../../test/study/paper-runs.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import type { Measurements, StepZeroMeasurement, SymmetryMeasurement } from "../measurements.js";
import { checkClaims } from "./check-claims.js";
import { together } from "./claim.js";
import { wayTo } from "./speed.js";

/**
 * Final accuracies in the paper's order, He ahead of Xavier by `lead`, with noise of seeds that
 * methods share in part.
 */
function asPaper(lead: number) {
  const level: Record<string, number> = { zero: 0.1, random: 0.9 - lead, "xavier-fan-in": 0.9, he: 0.9 + lead };
  const shifts: Record<string, readonly number[]> = {
    random: [0.001, -0.002, 0.0005, 0.001, -0.0005],
    "xavier-fan-in": [-0.001, 0.001, 0.0002, -0.0012, 0.001],
    he: [0.0005, 0.0002, -0.0014, 0.0011, 0.0004],
  };
  return (init: string, seed: number): readonly number[] => {
    if (init === "zero") return [0.098, 0.099, 0.0975 + 0.0001 * seed];
    const final = level[init]! + shifts[init]![seed]! + 0.003 * (seed - 2);
    return [final - 0.2, final - 0.1, final];
  };
}

const verdicts = (problems: readonly ProblemOutcome[], measurements?: Measurements) =>
  Object.fromEntries(checkClaims(problems, measurements).map(({ number, verdict }) => [number, verdict]));

describe("claims on runs", () => {
  it("hold where the paper's order is clear on every data set", () => {
    const claims = checkClaims(paperRuns(asPaper(0.02)));
    const verdictOf = Object.fromEntries(claims.map(({ number, verdict }) => [number, verdict]));
    expect([verdictOf[1], verdictOf[2], verdictOf[3], verdictOf[4]]).toEqual(["holds", "holds", "holds", "holds"]);
    expect(claims[1]!.parts.map(({ says }) => says)).toEqual([
      "He is first on MNIST.",
      "He is first on CIFAR-10.",
      "He is first on Fashion-MNIST.",
      "He is first on average over the data sets.",
    ]);
    expect(claims[1]!.byTest!.verdict).toBe("holds");
    // Six pairs on three data sets and on average are one family.
    expect(claims[1]!.parts[0]!.evidence[0]).toMatch(
      /^he beats xavier-fan-in by 2\.0\d points of running training accuracy on MNIST .*5 paired seeds, t test p .* after correction\.$/,
    );
    // The curves are shifted copies: He is at the lowest final accuracy sooner, and every epoch
    // takes ten seconds.
    expect(verdictOf[8]).toBe("holds");
  });

  it("cannot be told where He and Xavier are within noise, and do not hold where Xavier is ahead", () => {
    const close = verdicts(paperRuns(asPaper(0.0003)));
    expect([close[1], close[2], close[3]]).toEqual(["holds", "cannot be told", "cannot be told"]);
    const turned = verdicts(paperRuns(asPaper(-0.02)));
    expect([turned[1], turned[2], turned[3], turned[4], turned[8]]).toEqual([
      "holds",
      "does not hold",
      "does not hold",
      "does not hold",
      "does not hold",
    ]);
  });

  it("do not hold where one data set goes the other way", () => {
    const mixed = paperRuns((init, seed, data) => asPaper(data === "cifar10" ? -0.02 : 0.02)(init, seed));
    expect(verdicts(mixed)[2]).toBe("does not hold");
    const [, he] = checkClaims(mixed);
    expect(he!.parts.map(({ verdict }) => verdict)).toEqual(["holds", "does not hold", "holds", "holds"]);
  });

  it("say that zero learned where it did", () => {
    const learning = paperRuns((init, seed, data) =>
      init === "zero" && data === "mnist" && seed === 1 ? [0.1, 0.2, 0.5] : asPaper(0.02)(init, seed),
    );
    const [zero] = checkClaims(learning);
    expect(zero!.verdict).toBe("does not hold");
    expect(zero!.parts[0]).toMatchObject({
      verdict: "does not hold",
      evidence: [expect.stringMatching(/^4 of 5 runs/)],
    });
    expect(zero!.parts[1]!.verdict).toBe("holds");
  });

  it("cannot be told from two seeds, from one data set, or from nothing", () => {
    for (const problems of [
      paperRuns(asPaper(0.02), { seeds: [0, 1] }),
      paperRuns(asPaper(0.02), { data: ["mnist"] }),
      [],
    ]) {
      const verdictOf = verdicts(problems);
      expect([verdictOf[2], verdictOf[3], verdictOf[4], verdictOf[8]]).toEqual(new Array(4).fill("cannot be told"));
    }
    expect(checkClaims([])[1]!.parts).toEqual([
      {
        says: "He is first on MNIST, CIFAR-10, Fashion-MNIST, average.",
        verdict: "cannot be told",
        evidence: ["No runs there."],
      },
    ]);
  });

  it("rank stuck methods below the others, and cannot time them", () => {
    const stuck = paperRuns((init, seed) => (init === "random" ? [0.1, 0.1, 0.1] : asPaper(0.02)(init, seed)));
    const claims = checkClaims(stuck);
    expect(claims[1]!.verdict).toBe("holds");
    expect(claims[2]!.parts.filter(({ verdict }) => verdict !== "holds").map(({ says }) => says)).toContain(
      "Random is above zero on MNIST.",
    );
    expect(claims[7]!.verdict).toBe("cannot be told");
    expect(claims[7]!.parts[0]!.evidence).toContain("No run of random on MNIST learned anything within this budget.");
  });
});

it("epochs and seconds to a target are interpolated linearly between epochs", () => {
  const climbing = run([0.5, 0.7, 0.8]);
  expect(wayTo(climbing, 0.75)).toEqual({ epochs: expect.closeTo(2.5, 12), seconds: expect.closeTo(25, 12) });
  expect(wayTo(climbing, 0.7)).toEqual({ epochs: 2, seconds: 20 });
  expect(wayTo(climbing, 0.4)).toEqual({ epochs: 1, seconds: 10 });
  expect(wayTo(climbing, 0.81)).toBeNull();
});

it("several verdicts together hold only where all hold", () => {
  expect(together([])).toBe("cannot be told");
  expect(together(["holds", "holds"])).toBe("holds");
  expect(together(["holds", "cannot be told"])).toBe("cannot be told");
  expect(together(["cannot be told", "does not hold"])).toBe("does not hold");
});

describe("claims on measurements", () => {
  const symmetry: SymmetryMeasurement = {
    data: "mnist",
    model: "mnist_cnn",
    activation: "relu",
    steps: 10,
    layers: [{ name: "conv1", units: 32, distinct: 1 }],
    moved: false,
    answers: [0, 500, 0],
    samples: 500,
  };
  const stepZero = (
    method: string,
    activation: string,
    depth: number,
    saturated: readonly number[] | null,
    first: number | null,
  ): StepZeroMeasurement => ({
    data: "mnist",
    method,
    activation,
    depth,
    width: 128,
    seed: 0,
    saturated,
    gradientNorms: [first, 1],
  });
  const both = (
    method: string,
    activation: string,
    share: number | null,
    norms: readonly [number | null, number | null],
  ) => [
    stepZero(method, activation, 10, share === null ? null : [share, share], norms[0]),
    stepZero(method, activation, 100, share === null ? null : [share, share], norms[1]),
  ];
  const measured: Measurements = {
    symmetry: [symmetry],
    stepZero: [
      ...both("random", "relu", null, [1e-3, 0]),
      ...both("xavier-fan-in", "relu", null, [1, 1e-9]),
      ...both("he", "relu", null, [1, 40]),
      ...both("random", "tanh", 0, [1e-3, 1e-30]),
      ...both("xavier-fan-in", "tanh", 0, [1, 0.2]),
      ...both("he", "tanh", 0, [1, null]),
      ...both("standard-normal", "tanh", 0.7, [1, 1e9]),
      ...both("standard-normal", "sigmoid", 0.4, [1, 2]),
    ],
    runtime: "made up",
  };

  it("5: all units the same holds, a random answer does not", () => {
    const claim = checkClaims([], measured)[4]!;
    expect(claim.parts.map(({ verdict }) => verdict)).toEqual(["holds", "does not hold"]);
    expect(claim.verdict).toBe("does not hold");
    const broken = { ...measured, symmetry: [{ ...symmetry, layers: [{ name: "conv1", units: 32, distinct: 2 }] }] };
    expect(checkClaims([], broken)[4]!.parts[0]!.verdict).toBe("does not hold");
    const varied = { ...measured, symmetry: [{ ...symmetry, answers: [250, 250, 0] }] };
    expect(checkClaims([], varied)[4]!.parts[1]!.verdict).toBe("holds");
  });

  it("6: more than half of the answers must be flat", () => {
    expect(checkClaims([], measured)[5]!.parts.map(({ verdict }) => verdict)).toEqual(["does not hold", "holds"]);
  });

  it("7: the fate of each method's gradient, and a verdict per activation", () => {
    const claim = checkClaims([], measured)[6]!;
    expect(claim.parts.map(({ verdict }) => verdict)).toEqual(["holds", "holds"]);
    expect(claim.parts[0]!.evidence.map((text) => text.split(".")[0])).toEqual([
      "random: vanished",
      "xavier-fan-in: vanished",
      "he: tamed",
    ]);
    expect(claim.parts[1]!.evidence[2]).toBe(
      "he: exploded. The norm of the first kernel's gradient goes from 1 at depth 10 to overflow at depth 100 (median of 1 seeds).",
    );
    const wild = { ...measured, stepZero: measured.stepZero.filter(({ method }) => method !== "he") };
    expect(checkClaims([], wild)[6]!.verdict).toBe("cannot be told");
  });

  it("cannot be told without measurements", () => {
    const verdictOf = verdicts([]);
    expect([verdictOf[5], verdictOf[6], verdictOf[7]]).toEqual(new Array(3).fill("cannot be told"));
  });
});
