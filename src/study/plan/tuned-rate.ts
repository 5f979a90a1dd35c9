/**
 * The rate of a method on a problem, chosen from its tuning runs. It sees figures of held-out
 * training samples and nothing of the test set, and is replayed from results: a study that goes on
 * after an interruption chooses the same.
 */
import type { Direction } from "./metric.js";
import { gridSteps, latticeRate, type RateTuning } from "./rate-tuning.js";

/** Figures of held-out samples: accuracy, or the metric of a study with another one. */
export interface HeldOut {
  readonly accuracy?: number | undefined;
  readonly metric?: number | undefined;
  readonly loss: number;
}

/** One tuning run of a method that ended. */
export interface TuningRun {
  /** Its learning rate, one of the lattice. */
  readonly rate: number;
  /** A tuning seed. */
  readonly seed: number;
  /**
   * Of the held-out samples after the last epoch; null where the run diverged, crashed or was
   * refused.
   */
  readonly heldOut: HeldOut | null;
}

/** What the tuning runs say of one rate. */
export interface RateScore {
  readonly step: number;
  readonly rate: number;
  /** Tuning runs that ended. */
  readonly runs: number;
  /** Whether one of them failed: the rate has left the tuning. */
  readonly failed: boolean;
  /**
   * Accuracy on the held-out samples over the seeds: mean, least and most; null where none ended
   * well.
   */
  readonly accuracy: Spread | null;
  /** The same of a study's metric, where that is not accuracy, which is then null. */
  readonly metric?: Spread | undefined;
  /** The mean loss there; null likewise, or where it is not finite. */
  readonly loss: number | null;
}

/** A figure over seeds: mean, least and most. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The figure by which a rate is chosen; null where no run ended well. */
export const chosenBy = ({ accuracy, metric }: Pick<RateScore, "accuracy" | "metric">): Spread | null =>
  accuracy ?? metric ?? null;

/** An end of a grid. */
export type GridSide = "low" | "high";

/** Where the tuning of a method on a problem stands. */
export interface TunedRate {
  /** "none": a run of every rate failed. */
  readonly outcome: "running" | "tuned" | "none";
  /** The step of the best rate; null while it runs, and where there is none. */
  readonly step: number | null;
  /** The best rate; null likewise. */
  readonly rate: number | null;
  /** The side on which rates were added, as the best was the last there; null for neither. */
  readonly extended: GridSide | null;
  /** The end of all rates at which the best still is, so that a better one may lie beyond. */
  readonly edge: GridSide | null;
  /** Every rate that was or is to be tried, from the smallest. */
  readonly scores: readonly RateScore[];
  /** The runs that it needs next, the smallest rates first. */
  readonly next: readonly { readonly step: number; readonly seed: number }[];
}

/**
 * Replays the tuning of one method on one problem.
 *
 * A rate gets its seeds one after another, and leaves with the first that fails. The best rate has
 * the best mean accuracy (or metric) on held-out samples; of equals, the one with the lower mean
 * loss; of equals again, the smaller one. Where it is the first or last of the grid, rates are
 * added once on that side; where every rate failed, below.
 *
 * @param design the study's
 * @param base the recipe's learning rate
 * @param middle the guess, a step of the lattice
 * @param runs in any order; those of other rates or seeds are not looked at
 * @param better which values of the figure are better
 */
export function tunedRate(
  design: Pick<RateTuning, "seeds" | "rates" | "extension">,
  base: number,
  middle: number,
  runs: readonly TuningRun[],
  better: Direction = "higher",
): TunedRate {
  const { grid, below, above } = gridSteps(design, base, middle);
  const scored = (steps: readonly number[]) => steps.map((step) => scoreOf(design.seeds, base, step, runs));
  const state = (parts: Partial<TunedRate>, all: readonly Scored[]): TunedRate => ({
    outcome: "running",
    step: null,
    rate: null,
    extended: null,
    edge: null,
    next: all.flatMap(({ score: { step }, next }) => (next === null ? [] : [{ step, seed: next }])),
    scores: all.map(({ score }) => score),
    ...parts,
  });
  const first = scored(grid);
  if (first.some(({ next }) => next !== null)) return state({}, first);
  const firstBest = bestOf(first, better);
  const side = sideOf(firstBest, first) ?? (firstBest === undefined ? "low" : null);
  const added = scored(side === "low" ? below : side === "high" ? above : []);
  const extended = added.length === 0 ? null : side;
  const all = side === "low" ? [...added, ...first] : [...first, ...added];
  if (all.some(({ next }) => next !== null)) return state({ extended }, all);
  const best = bestOf(all, better);
  if (best === undefined) return state({ outcome: "none", extended }, all);
  const { step, rate } = best.score;
  return state({ outcome: "tuned", step, rate, extended, edge: sideOf(best, all) }, all);
}

/** A rate, and the seed that it needs next; null where it needs none. */
interface Scored {
  readonly score: RateScore;
  readonly next: number | null;
}

function scoreOf(seeds: readonly number[], base: number, step: number, runs: readonly TuningRun[]): Scored {
  const rate = latticeRate(base, step);
  const bySeed = new Map(runs.filter((run) => run.rate === rate).map(({ seed, heldOut }) => [seed, heldOut]));
  // What runs of later seeds say does not count before those of earlier ones ended.
  const ended: (TuningRun["heldOut"] | undefined)[] = [];
  for (const seed of seeds) {
    const heldOut = bySeed.get(seed);
    if (heldOut === undefined) break;
    ended.push(heldOut);
    if (heldOut === null) break;
  }
  const failed = ended.includes(null);
  const well = ended.flatMap((heldOut) => heldOut ?? []);
  const values = well.map(({ accuracy, metric }) => accuracy ?? metric ?? Number.NaN);
  const spread = well.length === 0 ? null : { mean: mean(values), low: Math.min(...values), high: Math.max(...values) };
  const isAccuracy = well.every(({ metric }) => metric === undefined);
  const loss = mean(well.map((one) => one.loss));
  return {
    score: {
      step,
      rate,
      runs: ended.length,
      failed,
      accuracy: isAccuracy ? spread : null,
      ...(isAccuracy || spread === null ? {} : { metric: spread }),
      loss: Number.isFinite(loss) ? loss : null,
    },
    next: failed || ended.length === seeds.length ? null : seeds[ended.length]!,
  };
}

/** The best of the rates that did not fail, which come from the smallest. */
function bestOf(all: readonly Scored[], better: Direction): Scored | undefined {
  let best: Scored | undefined;
  for (const one of all) {
    if (!one.score.failed && (best === undefined || isBetter(one.score, best.score, better))) best = one;
  }
  return best;
}

/** Whether one did better on held-out samples: by accuracy or metric; of equals, by loss. */
export function isBetter(a: RateScore, b: RateScore, better: Direction = "higher"): boolean {
  const worst = better === "higher" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const [one, other] = [chosenBy(a)?.mean ?? worst, chosenBy(b)?.mean ?? worst];
  if (one !== other) return better === "higher" ? one > other : one < other;
  return (a.loss ?? Number.POSITIVE_INFINITY) < (b.loss ?? Number.POSITIVE_INFINITY);
}

function sideOf(best: Scored | undefined, all: readonly Scored[]): GridSide | null {
  if (best === undefined) return null;
  if (best === all[0]) return "low";
  return best === all.at(-1) ? "high" : null;
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
