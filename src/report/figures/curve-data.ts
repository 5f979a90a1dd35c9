/** The points of learning curves, and the range of the axis that shows them. */
import { estimate } from "../../study/results/estimate.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import type { RunRecord } from "../../study/results/records.js";
import { MOST_POINTS } from "../bounds.js";
import { extent } from "./axes.js";
import { figureOf, type Measure } from "./measures.js";

/**
 * Losses of this many times that of equal odds have exploded: showing them would flatten all
 * others.
 */
const EXPLODED = 2;

/** Of methods that learned, losses of up to this many times equal odds are shown. */
const SHOWN = 10;

/** More crosses of runs that broke off than this would cover the curves. */
export const MOST_CROSSES = 500;

/** Losses from this ratio on are drawn on a logarithmic axis. */
const LOGARITHMIC_FROM = 30;

/** Bands of fewer seeds are so wide that they would cover everything. */
export const BANDS_FROM = 5;

/** Part of the axis that stays free at its ends, so that no marker touches its frame. */
const ROOM = 0.05;

/** A method's mean after an epoch, in the axis's unit. */
export interface CurvePoint {
  readonly method: string;
  readonly epoch: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** One run's figure after an epoch. */
export interface SeedPoint {
  readonly method: string;
  readonly run: string;
  readonly epoch: number;
  readonly value: number;
}

/** What learning curves show of a method. */
export type CurveMethod = Pick<MethodOutcome, "method" | "label" | "rank" | "runs" | "averaged">;

/** What learning curves show of a problem. */
export interface CurveProblem extends Pick<ProblemOutcome, "id" | "title" | "data" | "model"> {
  /** By rank. */
  readonly methods: readonly CurveMethod[];
}

/** How curves are looked at. */
export interface CurveView {
  /**
   * Whether losses have a logarithmic axis.
   *
   * @defaultValue where their range is wide
   */
  readonly logarithmic?: boolean | undefined;
  /**
   * The last epoch on the axis, for a study that goes on.
   *
   * @defaultValue the last one that a run reached
   */
  readonly lastEpoch?: number | undefined;
  /**
   * Number of runs among those of the methods that go on: they are lines of single seeds.
   *
   * @defaultValue 0
   */
  readonly running?: number | undefined;
}

/** All points of one measure. */
export interface CurveData {
  /** Over the runs that the method's figures are averages of. */
  readonly means: readonly CurvePoint[];
  /** Of all runs, in the study's order; empty where they are too many to be seen. */
  readonly seeds: readonly SeedPoint[];
  /** The last figures of runs that did not finish; empty where they are too many. */
  readonly brokenOff: readonly SeedPoint[];
  /** The number of those runs. */
  readonly broken: number;
  /** The means after the last epoch of each method. */
  readonly ends: readonly CurvePoint[];
  readonly lastEpoch: number;
  readonly axis: CurveAxis;
}

/** The range of an axis, and its kind. */
export interface CurveAxis {
  readonly domain: readonly [low: number, high: number];
  readonly logarithmic: boolean;
}

/**
 * The points of one measure.
 *
 * @returns undefined where no run has the figure
 */
export function curveData(problem: CurveProblem, measure: Measure, view: CurveView = {}): CurveData | undefined {
  const inStudyOrder = [...problem.methods].sort((a, b) => a.method - b.method);
  const range = rangeOf(problem, measure);
  if (range.count === 0) return undefined;
  const pointsOf = (select: (run: RunRecord) => boolean) =>
    inStudyOrder.flatMap(({ label, runs }) => runs.filter(select).map((run) => seedPoints(run, label, measure)));
  const hasBroken = ({ ending }: RunRecord) => ending !== "learned" && ending !== "stuck";
  const broken = problem.methods.reduce((sum, { runs }) => sum + runs.filter(hasBroken).length, 0);
  const curves = problem.methods.map((method) => ({ method, means: meansOf(method, measure) }));
  const ends = curves.flatMap(({ method, means }) => means.filter(({ epoch }) => epoch === lastEpochOf(method)));
  const means = curves.flatMap((curve) => curve.means);
  return {
    means,
    seeds: range.count > MOST_POINTS ? [] : pointsOf(() => true).flat(),
    brokenOff: broken > MOST_CROSSES ? [] : pointsOf(hasBroken).flatMap((points) => points.slice(-1)),
    broken,
    ends,
    lastEpoch: Math.max(range.lastEpoch, view.lastEpoch ?? 0),
    axis: axisOf(problem, measure, { means, ends, range, view }),
  };
}

/** The figures of all runs, without a list of them. */
interface Range {
  readonly count: number;
  readonly low: number;
  readonly high: number;
  readonly lastEpoch: number;
}

function rangeOf({ methods }: CurveProblem, measure: Measure): Range {
  let [count, lastEpoch, low, high] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { runs } of methods) {
    for (const { epochs } of runs) {
      for (const epoch of epochs) {
        const value = figureOf(epoch, measure);
        if (value === undefined) continue;
        count++;
        lastEpoch = Math.max(lastEpoch, epoch.epoch);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  return { count, low, high, lastEpoch };
}

function meansOf({ label, averaged }: CurveMethod, measure: Measure): CurvePoint[] {
  const byEpoch = new Map<number, number[]>();
  for (const { epochs } of averaged) {
    for (const epoch of epochs) {
      const value = figureOf(epoch, measure);
      if (value === undefined) continue;
      const values = byEpoch.get(epoch.epoch);
      if (values === undefined) byEpoch.set(epoch.epoch, [value]);
      else values.push(value);
    }
  }
  return [...byEpoch].flatMap(([epoch, values]): CurvePoint[] => {
    // An epoch that some runs did not reach would have the mean of other runs.
    const mean = values.length < averaged.length ? null : estimate(values);
    return mean === null ? [] : [{ method: label, epoch, ...mean }];
  });
}

function lastEpochOf({ averaged }: CurveMethod): number {
  return extent(averaged.map(({ epochs }) => epochs.at(-1)?.epoch ?? 0))[1];
}

function seedPoints({ seed, epochs }: RunRecord, method: string, measure: Measure): SeedPoint[] {
  return epochs.flatMap((epoch) => {
    const value = figureOf(epoch, measure);
    return value === undefined ? [] : [{ method, run: `${seed} ${method}`, epoch: epoch.epoch, value }];
  });
}

/** Whether a mean has a band that can be drawn. */
export function hasBand({ n, low, high }: CurvePoint): boolean {
  return n >= BANDS_FROM && low !== null && high !== null;
}

/** What an axis must show, and how it is looked at. */
interface AxisParts {
  readonly means: readonly CurvePoint[];
  readonly ends: readonly CurvePoint[];
  readonly range: Range;
  readonly view: CurveView;
}

/**
 * The axis of all lines and bands. Losses that exploded are cut off. Losses whose range is wide get
 * a logarithmic axis.
 */
function axisOf({ methods, data }: CurveProblem, measure: Measure, { means, ends, range, view }: AxisParts): CurveAxis {
  const { isLoss } = measure;
  const bands = means.filter(hasBand).flatMap((one) => [one.low!, one.high!]);
  // No accuracy lies beyond 0 and 100 %, and no loss below 0; an interval of them may.
  const possible = bands.filter((end) => end >= 0 && (isLoss || end <= 100));
  const [low, high] = extent([...means.map(({ mean }) => mean), range.low, range.high, ...possible]);
  const roomOf = (from: number, to: number) => (to > from ? ROOM * (to - from) : Math.max(0.05 * Math.abs(to), 0.01));
  if (measure.metric !== undefined) {
    const [least, most] = extent([low, high, ...bands]);
    const canBe = least > 0 && most > least;
    const logarithmic = canBe && (view.logarithmic ?? most > LOGARITHMIC_FROM * least);
    const room = roomOf(least, most);
    const bottom = logarithmic ? least * (least / most) ** ROOM : least - room;
    return { domain: [bottom, logarithmic ? most * (most / least) ** ROOM : most + room], logarithmic };
  }
  if (!isLoss) {
    const room = roomOf(low, high);
    return { domain: [Math.max(0, low - room), Math.min(100, high + room)], logarithmic: false };
  }
  const odds = Math.log(data.classes);
  const learners = new Set(methods.filter(({ rank }) => rank !== null).map(({ label }) => label));
  const losses = ends.filter(({ method }) => learners.has(method)).map(({ mean }) => mean);
  const least = Math.min(...losses);
  const shown = losses.filter((loss) => loss <= SHOWN * odds || loss === least).map((loss) => 1.2 * loss);
  const most = Math.max(EXPLODED * odds, ...shown);
  const top = high <= most ? Math.min(1.05 * high, most) : Math.min(most, 1.05 * highestUpTo(most, methods, measure));
  const bottom = Math.min(low, top);
  const isWide = top > LOGARITHMIC_FROM * bottom;
  const logarithmic = bottom > 0 && top > bottom && (view.logarithmic ?? isWide);
  const domain = [logarithmic ? bottom * (bottom / top) ** ROOM : bottom - roomOf(bottom, top), top] as const;
  return { domain, logarithmic };
}

/** The greatest figure of a run that is at most this; this where there is none. */
function highestUpTo(most: number, methods: readonly CurveMethod[], measure: Measure): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const { runs } of methods) {
    for (const { epochs } of runs) {
      for (const epoch of epochs) {
        const value = figureOf(epoch, measure) ?? Number.POSITIVE_INFINITY;
        if (value <= most) highest = Math.max(highest, value);
      }
    }
  }
  return highest === Number.NEGATIVE_INFINITY ? most : highest;
}

/** Where a value lies on an axis: 0 at its lower end, 1 at its upper end. */
export function placeOn({ domain: [low, high], logarithmic }: CurveAxis, value: number): number {
  if (logarithmic) return Math.log(value / low) / Math.log(high / low);
  return (value - low) / (high - low);
}
