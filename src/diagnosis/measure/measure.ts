/** Measures a network at some weights, layer by layer, on one batch. */

import { InputError } from "../../errors.js";
import type { GraphBuilder } from "../../graph/builder.js";
import type { Weights } from "../../initializers/network-access.js";
import type { NetworkGraph } from "../../network/layers/layer.js";
import type { Runtime } from "../../runtime/runtime.js";
import { instrument, loadInstrument, type Point } from "../../training/instrument.js";
import { optimizerOf } from "../../training/optimizers.js";
import type { TrainingRecipe } from "../../training/training-recipe.js";
import type { Subject } from "../subject.js";
import { attentionMaps, attentionPoint } from "./attention.js";
import { largestCurvature, quotientOf } from "./curvature.js";
import { jacobianSingularValues } from "./jacobian.js";
import {
  type BackwardReadings,
  backwardPoint,
  type FirstStep,
  type ForwardReadings,
  forwardPoint,
} from "./layer-points.js";
import { type MeasuredLayer, measuredLayers } from "./layers.js";
import { classLoss, outputPoint, sampleLosses } from "./output.js";
import type { AttentionReading, LayerReadings, NetworkReadings } from "./readings.js";
import { rowAxes } from "./row-axes.js";
import { weightReading } from "./weights.js";

/** Where to measure, and what beside the layers. */
export interface MeasureOptions {
  readonly runtime: Runtime;
  /**
   * Its first update is measured.
   *
   * @defaultValue none
   */
  readonly optimizer?: TrainingRecipe["optimizer"] | undefined;
  /**
   * η of the first step.
   *
   * @defaultValue that of the optimizer
   */
  readonly learningRate?: number | undefined;
  /**
   * Whether to compute the Jacobian's singular values: as many backward passes of 8 samples as
   * there are classes.
   *
   * @defaultValue false
   */
  readonly jacobian?: boolean | undefined;
  /**
   * Whether to compute the Hessian's largest eigenvalue: 10 to 60 gradients of gradients.
   *
   * @defaultValue false
   */
  readonly curvature?: boolean | undefined;
  /**
   * Whether to compute MetaInit's gradient quotient: one gradient of a gradient.
   *
   * @defaultValue false
   */
  readonly gradientQuotient?: boolean | undefined;
}

/** Layers that were not measured, or only in part. */
export interface NotMeasured {
  readonly layers: readonly string[];
  /** What is missing, and why. */
  readonly reason: string;
}

/** What was measured of a network. */
export interface Measurement {
  /** In the order of the forward pass. */
  readonly layers: readonly LayerReadings[];
  readonly network: NetworkReadings;
  readonly notMeasured: readonly NotMeasured[];
}

/** What one run of the graph reads. */
interface Seen {
  readonly forward: readonly ForwardReadings[];
  readonly backward: readonly BackwardReadings[];
  readonly output: Pick<NetworkReadings, "loss" | "logitDeviation">;
  readonly attention: readonly AttentionReading[];
}

/**
 * Measures a subject. Batch normalization uses the batch; dropout is off; the loss is the mean
 * cross-entropy. Numbers that are not finite come out as NaN.
 *
 * @throws ShapeError where the network does not fit the samples
 * @throws InputError for an unknown optimizer
 */
export async function measure(subject: Subject, options: MeasureOptions): Promise<Measurement> {
  const { weights, batch } = subject;
  const { look, layers, network, release } = await loadReadings(subject, options);
  try {
    const { forward, backward, output, attention } = (await look(weights, batch)).all;
    const readings: LayerReadings[] = [];
    for (const [i, measured] of layers.entries()) {
      readings.push(await layerReadings(measured, weights, forward[i]!, backward[i]!));
    }
    const whole = await wholeNetwork(subject, options);
    return {
      layers: readings,
      network: {
        rows: batch.rows,
        labelled: subject.labelled,
        ...output,
        classLoss: classLoss(batch),
        ...whole.values,
        attention,
      },
      notMeasured: [...notMeasured(layers, backward, network), ...whole.notMeasured],
    };
  } finally {
    await release();
  }
}

/** What differentiates the whole network; null with a reason where an operator has no gradient. */
async function wholeNetwork(subject: Subject, { runtime, ...options }: MeasureOptions) {
  const reasons: NotMeasured[] = [];
  const attempt = async <R>(name: string, isWanted: boolean | undefined, compute: () => Promise<R>) => {
    if (isWanted !== true) return null;
    try {
      return await compute();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      reasons.push({ layers: [], reason: `${name}: ${error.message}` });
      return null;
    }
  };
  const values = {
    jacobian: await attempt("Jacobian", options.jacobian, () => jacobianSingularValues(runtime, subject)),
    curvature: await attempt("curvature", options.curvature, () => largestCurvature(runtime, subject)),
    gradientQuotient: await attempt("gradient quotient", options.gradientQuotient, () => quotientOf(runtime, subject)),
  };
  return { values, notMeasured: reasons };
}

/** The graph with all readings of layers, loaded. */
async function loadReadings({ layers: network, shape, batch, weights }: Subject, options: MeasureOptions) {
  const instrumented = { layers: network, shape, rows: batch.rows, mode: "measure" } as const;
  const step = firstStep(options);
  let layers: readonly MeasuredLayer[] = [];
  let built: NetworkGraph | undefined;
  const all: Point<Seen> = (context) => {
    const { g } = context;
    const maps = attentionMaps(g, dataOf(g));
    built = context.network;
    layers = measuredLayers(g, built, weights, rowAxes(g, instrumented));
    const losses = sampleLosses(context);
    const parts = {
      output: [outputPoint(context, losses)],
      backward: [backwardPoint(context, losses, layers, step)],
      forward: layers.map((layer) => forwardPoint(g, layer)),
      attention: maps.map((map) => attentionPoint(g, map)),
    };
    const points = [...parts.output, ...parts.backward, ...parts.forward, ...parts.attention];
    return {
      outputs: points.flatMap(({ outputs }) => outputs),
      read: (numbers) => {
        let at = 0;
        const take = (count: number) => {
          at += count;
          return numbers.slice(at - count, at);
        };
        const readAll = <R>(
          list: readonly { outputs: readonly unknown[]; read: (n: readonly Float32Array[]) => R }[],
        ) => list.map(({ outputs, read }) => read(take(outputs.length)));
        const [output] = readAll(parts.output);
        const [backward] = readAll(parts.backward);
        return {
          output: output!,
          backward: backward!,
          forward: readAll(parts.forward),
          attention: readAll(parts.attention),
        };
      },
    };
  };
  const instrumentedGraph = instrument(instrumented, { all });
  return { ...(await loadInstrument(options.runtime, instrumentedGraph)), layers, network: built! };
}

const dataOf = (g: GraphBuilder) => g.build().inputs.find(({ name }) => name === "data")!;

function firstStep({ optimizer, learningRate }: MeasureOptions): FirstStep | undefined {
  if (optimizer === undefined) return undefined;
  const complete = optimizerOf(optimizer);
  return { optimizer: complete, learningRate: learningRate ?? complete.hyperparameters.learningRate };
}

async function layerReadings(
  { layer, activation }: MeasuredLayer,
  weights: Weights,
  forward: ForwardReadings,
  backward: BackwardReadings,
): Promise<LayerReadings> {
  const { name, kernel, bias } = layer;
  const none = { gradientSecondMoment: null, slopes: { gradient: null, update: null } };
  const { gradientSecondMoment, slopes } = "reason" in backward ? none : backward;
  return {
    name,
    kernel: kernel.name,
    bias: bias?.name ?? null,
    activation,
    ...forward,
    gradientSecondMoment,
    weights: await weightReading(kernel, weights[kernel.name]!, slopes),
  };
}

/** What could not be measured, one entry per reason. */
function notMeasured(
  layers: readonly MeasuredLayer[],
  backward: readonly BackwardReadings[],
  { parameters }: NetworkGraph,
): NotMeasured[] {
  const byReason = new Map<string, string[]>();
  const note = (reason: string, layer: string) => byReason.set(reason, [...(byReason.get(reason) ?? []), layer]);
  for (const [i, { layer, problem }] of layers.entries()) {
    const slopes = backward[i]!;
    if ("reason" in slopes) note(`gradients: ${slopes.reason}`, layer.name);
    if (problem !== undefined) note(`signals: ${problem}`, layer.name);
  }
  const measured = new Set(layers.map(({ layer }) => layer.kernel.name));
  for (const { name, role } of parameters) {
    if (role.kind !== "kernel" || measured.has(name)) continue;
    note("signals and gradients: no Conv, Gemm, MatMul or recurrent operator reads the kernel as a whole", name);
  }
  return [...byReason].map(([reason, names]) => ({ layers: names, reason }));
}
