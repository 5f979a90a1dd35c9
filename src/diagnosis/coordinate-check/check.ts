/** The coordinate check: a network at several widths and depths, trained for a few steps. */

import { InputError } from "../../errors.js";
import type { Batch, Weights } from "../../initializers/network-access.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { OptimizerSpecification } from "../../recipe.js";
import type { Runtime } from "../../runtime/runtime.js";
import type { LearningRateMultipliers } from "../../training/training.js";
import type { SubjectLoss } from "../loss/subject-loss.js";
import { type Conditions, type GroupReadings, readAtSize } from "./at-size.js";
import {
  type CoordinateCheck,
  type Dimension,
  dimensions,
  layerGroups,
  quantities,
  type Sweep,
} from "./coordinate-check.js";
import { type Family, type Member, membersOf, otherSize } from "./family.js";
import { judgeSweep } from "./judge.js";
import { slopeOver } from "./slope.js";

/** How a network is checked. */
export interface CoordinateCheckOptions {
  readonly runtime: Runtime;
  /** Two or more whole numbers; at least one of both lists. */
  readonly widths?: readonly number[] | undefined;
  readonly depths?: readonly number[] | undefined;
  /** Trained on and looked at. About 8 samples: the slopes of theory hold where width ≫ samples. */
  readonly batch: Batch;
  /**
   * What is trained, with the batch's labels as its targets.
   *
   * @defaultValue cross-entropy
   */
  readonly loss?: SubjectLoss | undefined;
  /** Its rate is constant. */
  readonly optimizer: OptimizerSpecification;
  /** From 1. */
  readonly steps: number;
  /** Of the weights; two or more. */
  readonly seeds: readonly number[];
  /** The method that draws the weights, as `--init` takes it. */
  readonly init: string;
  readonly draw: (parameters: readonly TensorSpecification[], seed: number) => Weights;
  /** The factor on the rate of each tensor; undefined where all train at one rate. */
  readonly multipliers: (parameters: readonly TensorSpecification[]) => LearningRateMultipliers | undefined;
  /** What to type to check the same by another method. */
  readonly recheck: (method: string) => string;
  /** Called before the first network is trained, with what it will take. */
  readonly onStart?: ((plan: CheckPlan) => void) | undefined;
  /** Called before each network is drawn and trained. */
  readonly onNetwork?: ((network: NetworkAtWork) => void) | undefined;
  readonly notes: readonly string[];
}

/** Which network comes next. */
export interface NetworkAtWork {
  /** From 1, over all sweeps. */
  readonly place: number;
  readonly dimension: Dimension;
  readonly size: number;
}

/** What a check is about to do. */
export interface CheckPlan {
  readonly networks: number;
  readonly draws: number;
  /** Of the largest network; an estimate. */
  readonly bytes: number;
}

/**
 * Builds the network at each size, draws and trains it once per seed, and judges whether a learning
 * rate transfers.
 *
 * @throws InputError where the network cannot be built at a size, would take more than 4 GB, or
 *   cannot be trained; and for fewer than two sizes or seeds
 */
export async function coordinateCheck(family: Family, options: CoordinateCheckOptions): Promise<CoordinateCheck> {
  const { batch, optimizer, steps, seeds, init, multipliers, onStart, notes } = options;
  if (seeds.length < 2) throw new InputError(`coordinateCheck: seeds must be two or more, got ${seeds.length}.`);
  const sizes = { width: options.widths, depth: options.depths };
  const plans = dimensions.flatMap((dimension) => {
    const list = sizes[dimension];
    if (list === undefined) return [];
    if (new Set(list).size < 2 || new Set(list).size < list.length) {
      throw new InputError(
        `coordinateCheck: ${dimension}s must be two or more different numbers, got ${list.join(", ")}.`,
      );
    }
    return [{ dimension, members: membersOf(family, dimension, list, batch.rows) }];
  });
  if (plans.length === 0) throw new InputError("coordinateCheck: give widths or depths, two or more numbers of one.");
  const all = plans.flatMap(({ members }) => members);
  onStart?.({
    networks: all.length,
    draws: seeds.length,
    bytes: Math.max(...all.map(({ bytes }) => bytes)),
  });
  const sweeps: Sweep[] = [];
  let place = 0;
  for (const { dimension, members } of plans) {
    const next = ({ size }: Member) => {
      place++;
      options.onNetwork?.({ place, dimension, size });
    };
    sweeps.push(await sweepOf(family, dimension, members, next, options));
  }
  return {
    optimizer: optimizer.kind,
    learningRate: optimizer.learningRate,
    steps,
    seeds: seeds.length,
    rows: batch.rows,
    init,
    ratesByTensor: all.some(({ parameters }) => multipliers(parameters) !== undefined),
    sweeps,
    notes,
  };
}

async function sweepOf(
  family: Family,
  dimension: Dimension,
  members: readonly Member[],
  next: (member: Member) => void,
  options: CoordinateCheckOptions,
): Promise<Sweep> {
  const { optimizer, steps, seeds, init, multipliers, recheck } = options;
  const conditions: Conditions = { ...options, problem: family.problem };
  const readings: (readonly GroupReadings[])[] = [];
  for (const member of members) {
    next(member);
    readings.push(await readAtSize(member, conditions));
  }
  const sizes = members.map(({ size }) => size);
  const series = layerGroups.flatMap((group) =>
    quantities.map((quantity) => {
      const values = readings.map((ofSeeds) => ofSeeds.map((reading) => reading[group][quantity]));
      return { group, quantity, values, slope: slopeOver(dimension, sizes, values) };
    }),
  );
  const { parameters } = members.at(-1)!;
  return judgeSweep({
    dimension,
    sizes,
    fixed: otherSize(family, dimension),
    series,
    optimizer: optimizer.kind,
    learningRate: optimizer.learningRate,
    steps,
    seeds: seeds.length,
    init,
    ratesByTensor: multipliers(parameters) !== undefined,
    parameters,
    recheck,
  });
}
