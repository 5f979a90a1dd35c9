/** Reads all layers of a network at some weights: the cheap readings, which can be repeated. */
import type { GraphBuilder } from "../../graph/builder.js";
import type { Batch, Weights } from "../../initializers/network-access.js";
import type { NetworkGraph } from "../../network/layers/layer.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { Runtime } from "../../runtime/runtime.js";
import { instrument, loadInstrument, type PlacedPoint, type Point } from "../../training/instrument.js";
import type { Subject } from "../subject.js";
import { attentionMaps, attentionPoint } from "./attention.js";
import { histogramOf } from "./histogram.js";
import {
  type BackwardReadings,
  backwardPoint,
  type FirstStep,
  type ForwardReadings,
  forwardPoint,
} from "./layer-points.js";
import { type MeasuredLayer, measuredLayers } from "./layers.js";
import { list } from "./list.js";
import { outputPoint, sampleLosses, targetInputs } from "./output.js";
import type { AttentionReading, LayerReadings, NetworkReadings } from "./readings.js";
import { rowAxes } from "./row-axes.js";
import { distinctUnits, marksOfRows, type UnitMarks } from "./unit-marks.js";
import { kernelReading, rowsOf, weightReading } from "./weights.js";

/** Layers that were not measured, or only in part. */
export interface NotMeasured {
  readonly layers: readonly string[];
  /** What is missing, and why. */
  readonly reason: string;
}

/** What one run of the graph reads. */
interface Seen {
  readonly forward: readonly ForwardReadings[];
  readonly backward: readonly BackwardReadings[];
  readonly output: Pick<NetworkReadings, "objective" | "classes" | "loss" | "logitDeviation">;
  readonly attention: readonly AttentionReading[];
}

/** What can be read at any weights. */
export interface ReadLayers extends Pick<Seen, "output" | "attention"> {
  readonly layers: readonly LayerReadings[];
  readonly notMeasured: readonly NotMeasured[];
}

/** The readings of a network, loaded into a runtime. */
export interface LayerReader {
  /**
   * One pass, forward and backward.
   *
   * @param detailed whether to read `details`, which takes longer
   */
  read(weights: Weights, batch: Batch, detailed?: boolean): Promise<ReadLayers>;
  /** Frees the session. */
  release(): Promise<void>;
}

/**
 * Loads the graph with all readings of layers.
 *
 * @param step whose first update is read; none without
 * @throws ShapeError where the network does not fit the samples
 */
export async function loadLayerReader(runtime: Runtime, subject: Subject, step?: FirstStep): Promise<LayerReader> {
  const { point, built } = allReadings(subject, step);
  const instrumented = instrument(instrumentedNetwork(subject), { point });
  const { layers, network } = built();
  const { look, release } = await loadInstrument(runtime, instrumented);
  return {
    read: async (weights, batch, detailed = true) => {
      const { forward, backward, output, attention } = (await look(weights, batch, targetInputs(subject))).point;
      const readings: LayerReadings[] = [];
      for (const [i, layer] of layers.entries()) {
        readings.push(
          await layerReadings(layer, weights[layer.layer.kernel.name]!, forward[i]!, backward[i]!, detailed),
        );
      }
      return { layers: readings, output, attention, notMeasured: notMeasured(layers, backward, network) };
    },
    release,
  };
}

const instrumentedNetwork = ({ layers, shape, batch }: Subject) =>
  ({ layers, shape, rows: batch.rows, mode: "measure" }) as const;

/** The point that reads everything; `built` tells what it was placed in. */
function allReadings(subject: Subject, step: FirstStep | undefined) {
  let built: { readonly layers: readonly MeasuredLayer[]; readonly network: NetworkGraph } | undefined;
  const point: Point<Seen> = (context) => {
    const { g, network } = context;
    const maps = attentionMaps(g, dataOf(g));
    const layers = measuredLayers(g, network, subject.weights, rowAxes(g, instrumentedNetwork(subject)));
    built = { layers, network };
    const losses = sampleLosses(context, subject.loss);
    return together({
      output: outputPoint(context, losses, subject.loss),
      backward: backwardPoint(context, losses, layers, step),
      forward: list(layers.map((layer) => forwardPoint(g, layer))),
      attention: list(maps.map((map) => attentionPoint(g, map))),
    });
  };
  return { point, built: () => built! };
}

/** Several points as one, with their readings by name. */
function together<R extends object>(points: { readonly [N in keyof R]: PlacedPoint<R[N]> }): PlacedPoint<R> {
  const entries = Object.entries<PlacedPoint<unknown>>(points);
  const all = list(entries.map(([, point]) => point));
  return {
    outputs: all.outputs,
    read: (numbers) => {
      const readings = all.read(numbers);
      return Object.fromEntries(entries.map(([name], i) => [name, readings[i]])) as R;
    },
  };
}

const dataOf = (g: GraphBuilder) => g.build().inputs.find(({ name }) => name === "data")!;

async function layerReadings(
  { layer, activation, recurrent }: MeasuredLayer,
  numbers: Float32Array,
  { marks, samples, ...forward }: ForwardReadings,
  backward: BackwardReadings,
  detailed: boolean,
): Promise<LayerReadings> {
  const { name, kernel, bias } = layer;
  const none = { gradientSecondMoment: null, slopes: { gradient: null, update: null } };
  const { gradientSecondMoment, slopes } = "reason" in backward ? none : backward;
  const bySteps = "reason" in backward ? undefined : backward.gradientBySteps;
  return {
    name,
    kernel: kernel.name,
    bias: bias?.name ?? null,
    activation,
    ...(recurrent === undefined ? {} : { recurrent }),
    ...forward,
    distinctUnits: distinctUnits([marks, ...marksOfGradient(kernel, slopes.gradient, forward.before.units)]),
    gradientSecondMoment,
    ...(bySteps === undefined ? {} : { gradientBySteps: bySteps }),
    weights: weightReading(numbers, slopes),
    histograms: detailed
      ? {
          before: histogramOf(samples.before),
          after: histogramOf(samples.after),
          gradient: "reason" in backward ? null : histogramOf(backward.sample),
        }
      : null,
    details: detailed ? await kernelReading(kernel, numbers, slopes) : null,
  };
}

/** Of the gradient's rows, where the kernel has a row for each unit. */
function marksOfGradient(kernel: TensorSpecification, gradient: Float32Array | null, units: number): UnitMarks[] {
  if (gradient === null) return [];
  const rows = rowsOf(kernel, gradient);
  return rows.rows === units ? [marksOfRows(rows)] : [];
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
    if (problem !== undefined) note(problem, layer.name);
  }
  const measured = new Set(layers.map(({ layer }) => layer.kernel.name));
  for (const { name, role } of parameters) {
    if (role.kind !== "kernel" || measured.has(name)) continue;
    note("signals and gradients: no Conv, Gemm, MatMul or recurrent operator reads the kernel as a whole", name);
  }
  return [...byReason].map(([reason, names]) => ({ layers: names, reason }));
}
