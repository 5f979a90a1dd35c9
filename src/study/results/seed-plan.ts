/**
 * What a study needs before it is run: seeds for a difference, time, and what a budget can tell.
 * From the spread of paired differences that a pilot, or a study on record, showed.
 */

import { InputError } from "../../errors.js";
import { bisectUp } from "../../statistics/bisect.js";
import {
  expectedSeeds,
  horizonFor,
  mean,
  pairBySeed,
  pairedPower,
  seedsNeededFromPilot,
  spreadInterval,
} from "../../statistics/index.js";
import { isAccuracy, metricWords } from "../plan/metric.js";
import { finalBySeed } from "./figures.js";
import type { Outcome } from "./outcome.js";
import { type Pilot, type PlanOutput, planFormat, type SeedPlan } from "./plan-schema.js";

/**
 * The pilot that each problem of a study is. Problems on which fewer than two methods have two
 * paired seeds that learned are left out.
 *
 * @param source where the outcome is from, in words
 * @throws InputError for a study that compares by another metric than test accuracy
 */
export function pilotsOf({ problems }: Outcome, source: string): Pilot[] {
  const other = problems.find(({ metric }) => !isAccuracy(metric));
  if (other !== undefined) {
    throw new InputError(
      `${source} compares methods by ${metricWords(other.metric)}, and a plan is about differences in test accuracy. Name the results of a study that measures accuracy.`,
    );
  }
  return problems.flatMap(({ data, model, methods, runs }): Pilot[] => {
    const learners = methods.filter(({ rank, sameAs }) => rank !== null && sameAs === null);
    const pairs = learners.flatMap((a, i) =>
      learners.slice(i + 1).flatMap((b): { sd: number; n: number }[] => {
        const { differences } = pairBySeed(
          finalBySeed(a.learned, "testAccuracy"),
          finalBySeed(b.learned, "testAccuracy"),
        );
        const n = differences.length;
        if (n < 2) return [];
        const middle = mean(differences);
        return [{ sd: Math.sqrt(differences.reduce((sum, d) => sum + (d - middle) ** 2, 0) / (n - 1)), n }];
      }),
    );
    const sds = pairs.map(({ sd }) => sd);
    const sd = pairs.length === 0 ? 0 : Math.sqrt(mean(sds.map((one) => one * one)));
    if (sd === 0) return [];
    const times = runs.flatMap(({ ending, epochs }) =>
      ending === "learned" || ending === "stuck" ? [epochs.reduce((sum, { seconds }) => sum + seconds, 0)] : [],
    );
    const seconds = times.length === 0 ? 0 : mean(times);
    return [
      {
        data: data.name,
        model: model.label,
        source,
        sd,
        range: [Math.min(...sds), Math.max(...sds)],
        n: Math.min(...pairs.map(({ n }) => n)),
        methods: learners.length,
        seconds: seconds > 0 ? seconds : null,
      },
    ];
  });
}

/** What is planned. */
export interface SeedPlanRequest {
  /** The true difference in test accuracy to tell, a fraction. */
  readonly difference: number;
  /** The chance to tell it. @defaultValue 0.8 */
  readonly power?: number | undefined;
  /** The chance of a wrong verdict, over all pairs. @defaultValue 0.05 */
  readonly alpha?: number | undefined;
  /** Methods that will be compared. */
  readonly methods: number;
  /** The most seeds of a race. @defaultValue 20 */
  readonly horizon?: number | undefined;
  /** Processes that train at once. @defaultValue 1 */
  readonly jobs?: number | undefined;
  /** Seeds that there is a budget for. */
  readonly seeds?: number | undefined;
  /** Seconds that there is a budget for. */
  readonly budget?: number | undefined;
}

/**
 * A plan for a problem: seeds needed for a difference by the paired t test at Holm's first level,
 * by a race, and what a budget can tell. It holds for normal differences.
 *
 * @throws InputError for a number out of range
 * @example
 * import { seedPlan } from "stepzero/study";
 *
 * const spread = { sd: 0.005, range: [0.004, 0.006], n: 5, methods: 2, seconds: 3 } as const;
 * const pilot = { data: "glyphs", model: "mlp", source: "a pilot", ...spread };
 * const { fixed } = seedPlan(pilot, { difference: 0.005, methods: 2 });
 * [fixed.seeds, fixed.low, fixed.high]; // → [10, 6, 47]
 */
export function seedPlan(pilot: Pilot, request: SeedPlanRequest): SeedPlan {
  const { difference, power = 0.8, alpha = 0.05, methods, horizon = 20, jobs = 1, seeds, budget } = request;
  const { sd, n, seconds } = pilot;
  const pairs = Math.max(1, (methods * (methods - 1)) / 2);
  const level = alpha / pairs;
  const { low, high, level: coverage } = spreadInterval(sd, n, 0.9);
  const fixed = seedsNeededFromPilot(difference, { sd, n }, { alpha: level, power });
  const timeOf = (count: number) =>
    seconds === null ? null : (count * methods * seconds) / Math.min(jobs, count * methods);
  const raceAt = (spread: number) => expectedSeeds(Math.abs(difference) / spread, { alpha, horizon }, methods);
  const affordable =
    seeds ?? (budget === undefined || seconds === null ? undefined : Math.floor((budget * jobs) / (methods * seconds)));
  return {
    pilot,
    spread: { low, high, level: coverage },
    alpha: level,
    pairs,
    fixed,
    seconds: seconds === null ? null : { at: timeOf(fixed.seeds)!, low: timeOf(fixed.low)!, high: timeOf(fixed.high)! },
    race: {
      horizon,
      at: raceAt(sd),
      low: raceAt(low),
      high: raceAt(high),
      horizonNeeded: horizonFor(Math.abs(difference) / sd, alpha, methods, power) ?? null,
    },
    budget:
      affordable === undefined
        ? undefined
        : {
            seeds: affordable,
            seconds: timeOf(affordable),
            difference: smallest(affordable, sd, level, power),
            differenceHigh: smallest(affordable, high, level, power),
          },
  };
}

/** Plans of several problems. @throws InputError for a number out of range */
export function planOutput(
  pilots: readonly Pilot[],
  { methods: count, ...request }: Omit<SeedPlanRequest, "methods"> & { readonly methods?: number | undefined },
): PlanOutput {
  const methods = Math.max(2, count ?? Math.max(...pilots.map((one) => one.methods)));
  return {
    format: planFormat,
    difference: request.difference,
    power: request.power ?? 0.8,
    methods,
    jobs: request.jobs ?? 1,
    plans: pilots.map((pilot) => seedPlan(pilot, { ...request, methods })),
  };
}

/** The smallest difference that so many seeds tell. */
function smallest(seeds: number, sd: number, alpha: number, power: number): number | null {
  if (seeds < 2) return null;
  return bisectUp(0, sd, (difference) => difference > 0 && pairedPower(seeds, difference, sd, alpha) >= power);
}
