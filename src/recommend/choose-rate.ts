/**
 * The rate of one candidate, from three and one more at the edge: the tuning of `compare --lr auto`
 * with one seed.
 */
import { gridSteps, latticeRate } from "../study/plan/rate-tuning.js";
import { tunedRate } from "../study/plan/tuned-rate.js";

const design = { seeds: [0], rates: 3, extension: 1 } as const;

/** Every rate that may be tried, from the smallest. */
export function rateCandidates(base: number): readonly { readonly step: number; readonly rate: number }[] {
  const { grid, below, above } = gridSteps(design, base, 0);
  return [...below, ...grid, ...above].map((step) => ({ step, rate: latticeRate(base, step) }));
}

/** A run of a rate that ended; null where it diverged. */
export interface RateRun {
  readonly rate: number;
  readonly heldOut: { readonly accuracy: number; readonly loss: number } | null;
}

/** What the runs say. */
export interface RateChoice {
  /** The best so far; the recipe's where no run ended well. */
  readonly rate: number;
  /** Whether every rate failed. */
  readonly failed: boolean;
  /** Rates that are to be tried next; empty where the choice is made. */
  readonly next: readonly number[];
  /** Held-out accuracy at the rate; null where no run ended well. */
  readonly accuracy: number | null;
  /** Rates that were tried. */
  readonly tried: number;
}

/** The best of the rates by accuracy on held-out samples, then by loss. It sees no test figure. */
export function chooseRate(base: number, runs: readonly RateRun[]): RateChoice {
  const state = tunedRate(
    design,
    base,
    0,
    runs.map(({ rate, heldOut }) => ({ rate, seed: 0, heldOut })),
  );
  const best = state.scores
    .filter(({ accuracy, failed }) => accuracy !== null && !failed)
    .sort((a, b) => b.accuracy!.mean - a.accuracy!.mean || (a.loss ?? Infinity) - (b.loss ?? Infinity))[0];
  return {
    rate: state.rate ?? best?.rate ?? base,
    failed: state.outcome === "none",
    next: state.next.map(({ step }) => latticeRate(base, step)),
    accuracy: best?.accuracy?.mean ?? null,
    tried: runs.length,
  };
}
