/** One size of a network: what its layers return before and after a few training steps. */
import type { Batch, Weights } from "../../initializers/network-access.js";
import type { Layer } from "../../network/layers/layer.js";
import type { ProblemShape } from "../../network/models/index.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { OptimizerSpecification } from "../../recipe.js";
import type { Runtime } from "../../runtime/runtime.js";
import { compileProblem } from "../../training/compile-problem.js";
import { runStreams } from "../../training/run-streams.js";
import { initialState } from "../../training/state.js";
import { stepByStep } from "../../training/step-by-step.js";
import type { CompiledProblem, LearningRateMultipliers } from "../../training/training.js";
import { type SubjectLoss, usualLoss } from "../loss/subject-loss.js";
import { trainedLoss } from "../measure/output.js";
import { type LayerGroup, layerGroups, type Quantity } from "./coordinate-check.js";
import { openViewer, rootMeanSquare, rootMeanSquareChange, type SeenLayer, type Viewer } from "./look.js";

/** A network of one size. */
export interface SizedNetwork {
  readonly layers: Layer;
  /** In the order of the forward pass. */
  readonly parameters: readonly TensorSpecification[];
}

/** What is trained on and looked at, and how. */
export interface Conditions {
  readonly runtime: Runtime;
  readonly problem: ProblemShape;
  readonly batch: Batch;
  /** @defaultValue cross-entropy */
  readonly loss?: SubjectLoss | undefined;
  readonly optimizer: OptimizerSpecification;
  readonly steps: number;
  /** One per draw of the weights, and of dropout. */
  readonly seeds: readonly number[];
  readonly draw: (parameters: readonly TensorSpecification[], seed: number) => Weights;
  /** The factor on the rate of each tensor; undefined where all train at one rate. */
  readonly multipliers: (parameters: readonly TensorSpecification[]) => LearningRateMultipliers | undefined;
}

/** Numbers of one draw; null where the network has no such layer, or no gradient by it. */
export type GroupReadings = Readonly<Record<LayerGroup, Readonly<Record<Quantity, number | null>>>>;

/**
 * Draws a network once per seed, and trains it.
 *
 * @throws InputError where the network cannot be trained: an operator without a gradient
 * @throws ShapeError where the network does not fit the samples
 */
export async function readAtSize(
  { layers, parameters }: SizedNetwork,
  conditions: Conditions,
): Promise<readonly GroupReadings[]> {
  const { runtime, problem: shapes, batch, seeds, draw, loss } = conditions;
  const drawn = (seed: number) => draw(parameters, seed);
  const labelled = false;
  const subject = {
    name: "",
    layers,
    shape: shapes.input,
    parameters,
    weights: drawn(seeds[0]!),
    batch,
    labelled,
    loss,
  };
  const viewer = await openViewer(runtime, subject);
  try {
    const problem = await problemOf({ layers, parameters }, conditions);
    try {
      const readings: GroupReadings[] = [];
      for (const seed of seeds) {
        const weights = drawn(seed);
        const trained = await weightsAfter(problem, weights, conditions.steps, seed);
        readings.push(await readingsOf(viewer, weights, trained));
      }
      return readings;
    } finally {
      await problem.release();
    }
  } finally {
    await viewer.release();
  }
}

/** Training on the one batch: constant rate, no augmentation. */
function problemOf({ layers, parameters }: SizedNetwork, conditions: Conditions): Promise<CompiledProblem> {
  const { runtime, problem, batch, loss, optimizer, steps, multipliers } = conditions;
  const { inputs, labels, rows } = batch;
  const samples = { inputs, labels, count: rows };
  const { input: shape, classes } = problem;
  const classNames = Array.from({ length: classes }, (_, i) => String(i));
  const dataset = { name: "batch", shape, classes, classNames, train: samples, test: samples, checksum: "" };
  const ofLoss = trainedLoss(loss ?? usualLoss(classes));
  const recipe = { loss: ofLoss, optimizer, batch: rows, epochs: steps };
  return compileProblem(runtime, dataset, layers, recipe, multipliers(parameters), { stepsAtOnce: 1 });
}

async function weightsAfter(problem: CompiledProblem, weights: Weights, steps: number, seed: number): Promise<Weights> {
  const training = stepByStep(problem, initialState(problem, weights), runStreams(seed));
  let after = weights;
  try {
    for (let step = 0; step < steps; step++) {
      const { value } = await training.next();
      const { tensors } = value!;
      after = Object.fromEntries(Object.keys(weights).map((name) => [name, tensors[name]!.data as Float32Array]));
    }
  } finally {
    await training.return();
  }
  return after;
}

const groupOf = ({ role }: SeenLayer): LayerGroup => (role.head ? "output" : role.first ? "input" : "hidden");

/**
 * What all layers before have done shows in the last layer of a group, and what all behind have
 * done to a gradient in its first.
 */
async function readingsOf(viewer: Viewer, weights: Weights, trained: Weights): Promise<GroupReadings> {
  const [before, after] = [await viewer.look(weights), await viewer.look(trained)];
  const readings = {} as Record<LayerGroup, GroupReadings[LayerGroup]>;
  for (const group of layerGroups) {
    const last = before.findLastIndex((layer) => groupOf(layer) === group);
    if (last < 0) {
      readings[group] = { activation: null, gradient: null, update: null, change: null };
      continue;
    }
    const { answers, kernel, bias } = before[last]!;
    const alone = { ...weights, ...entries(trained, bias === undefined ? [kernel] : [kernel, bias]) };
    readings[group] = {
      activation: rootMeanSquare(answers),
      gradient: before.find((layer) => groupOf(layer) === group)!.gradient,
      update: rootMeanSquareChange(answers, (await viewer.look(alone))[last]!.answers),
      change: rootMeanSquareChange(answers, after[last]!.answers),
    };
  }
  return readings;
}

const entries = (weights: Weights, names: readonly string[]): Weights =>
  Object.fromEntries(names.map((name) => [name, weights[name]!]));
