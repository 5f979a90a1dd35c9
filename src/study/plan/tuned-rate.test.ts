/** The choice of a rate from tuning runs. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridSteps, LARGEST_RATE, latticeRate, nearestStep } from "./rate-tuning.js";
import { type TunedRate, type TuningRun, tunedRate } from "./tuned-rate.js";

const design = { seeds: [10, 11, 12], rates: 5, extension: 2 };
const BASE = 0.01;

/** A held-out figure by step and seed; null where the run fails. */
type Score = (step: number, seed: number) => { readonly accuracy: number; readonly loss: number } | null;

/** Runs what is asked for until nothing is; with the runs in the order in which they were asked. */
function tune(score: Score, middle = 0): TunedRate & { readonly runs: readonly TuningRun[] } {
  const runs: TuningRun[] = [];
  for (;;) {
    const state = tunedRate(design, BASE, middle, runs);
    if (state.next.length === 0) return { ...state, runs };
    runs.push(...state.next.map(({ step, seed }) => ({ step, seed, heldOut: score(step, seed) })));
  }
}

/** Best at a step, the same for every seed. */
const peakAt =
  (best: number): Score =>
  (step) => ({ accuracy: 0.9 - 0.01 * Math.abs(step - best), loss: 1 });

describe("the lattice", () => {
  it("has the recipe's rate at step 0 and two rates per factor of ten", () => {
    expect([-2, -1, 0, 1, 2].map((step) => latticeRate(0.01, step))).toEqual([
      0.001, 0.00316227766017, 0.01, 0.0316227766017, 0.1,
    ]);
    expect(nearestStep(0.01, 0.2)).toBe(3);
    expect(Object.is(nearestStep(0.01, 0.0099), 0)).toBe(true);
    expect([nearestStep(1, 1e-30), nearestStep(1, 1e30)]).toEqual([-12, 12]);
  });

  it("moves a grid down that would pass the largest rate, and adds none above", () => {
    const { grid, below, above } = gridSteps(design, 1, 6);
    expect(latticeRate(1, grid.at(-1)!)).toBe(LARGEST_RATE);
    expect([grid.length, below.length, above.length]).toEqual([5, 2, 0]);
  });
});

describe("tunedRate", () => {
  it("takes the best of the grid where it is inside, and gives each rate every seed", () => {
    const { runs, next, ...state } = tune(peakAt(1));
    expect(state).toMatchObject({ outcome: "tuned", step: 1, extended: null, edge: null });
    expect(state.rate).toBe(latticeRate(BASE, 1));
    expect(runs).toHaveLength(5 * 3);
    expect(state.scores.map(({ runs: count }) => count)).toEqual([3, 3, 3, 3, 3]);
  });

  it("extends once where the best is at the edge, and says where it still is", () => {
    expect(tune(peakAt(2))).toMatchObject({ step: 2, extended: "high", edge: null });
    expect(tune(peakAt(3))).toMatchObject({ step: 3, extended: "high", edge: null });
    expect(tune(peakAt(4))).toMatchObject({ step: 4, extended: "high", edge: "high" });
    expect(tune(peakAt(40))).toMatchObject({ step: 4, extended: "high", edge: "high" });
    expect(tune(peakAt(-40))).toMatchObject({ step: -4, extended: "low", edge: "low" });
    expect(tune(peakAt(40)).runs).toHaveLength(7 * 3);
  });

  it("a rate of which one run fails leaves, whatever its other runs say", () => {
    const failing: Score = (step, seed) => (step === 1 && seed === 11 ? null : peakAt(1)(step, seed));
    const { step, scores, runs } = tune(failing);
    expect(step).toBe(0);
    expect(scores.find((one) => one.step === 1)).toMatchObject({ failed: true, runs: 2 });
    expect(runs).toHaveLength(4 * 3 + 2);
  });

  it("a method that fails at every rate has none, after rates were added below", () => {
    const { outcome, rate, extended, edge, runs } = tune(() => null);
    expect({ outcome, rate, extended, edge }).toEqual({ outcome: "none", rate: null, extended: "low", edge: null });
    expect(runs).toHaveLength(7);
    expect(tune((step) => (step > -3 ? null : { accuracy: 0.5, loss: 1 }))).toMatchObject({ step: -4, edge: "low" });
  });

  it("of equal accuracies takes the lower loss, and of equals again the smaller rate", () => {
    expect(tune((step) => ({ accuracy: 0.5, loss: step === 1 ? 1 : 2 })).step).toBe(1);
    expect(tune((step) => ({ accuracy: 0.5, loss: Math.abs(step) > 1 ? 2 : 1 })).step).toBe(-1);
    expect(tune((step) => ({ accuracy: 0.5, loss: step === 0 ? Number.NaN : 1 })).scores[4]!.loss).toBeNull();
  });

  const scores = fc.func(
    fc.option(fc.record({ accuracy: fc.constantFrom(0.1, 0.5, 0.9), loss: fc.constantFrom(1, 2) }), { freq: 6 }),
  );

  it("goes on from any part of its runs with the same cells, whatever their order", () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: -12, max: 12 }), fc.infiniteStream(fc.nat()), (score, middle, picks) => {
        const { runs, ...whole } = tune(score, middle);
        expect(tunedRate(design, BASE, middle, [...runs].reverse())).toEqual(whole);
        const part: TuningRun[] = [];
        for (const run of runs) if (picks.next().value! % 2 === 0) part.push(run);
        const isLegal = new Set(runs.map(({ step, seed }) => `${step} ${seed}`));
        for (const { step, seed } of tunedRate(design, BASE, middle, part).next) {
          expect(isLegal.has(`${step} ${seed}`)).toBe(true);
        }
      }),
    );
  });

  it("gives every method the same budget, but for rates that fail and grids that are extended", () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: -12, max: 12 }), (score, middle) => {
        const { runs, scores: all, extended } = tune(score, middle);
        expect(all).toHaveLength(extended === null ? 5 : 7);
        const failed = all.filter((one) => one.failed);
        expect(runs).toHaveLength(all.length * 3 - failed.reduce((sum, one) => sum + 3 - one.runs, 0));
      }),
    );
  });
});
