/** The points at which layers are read: signals forward, slopes backward. */
import type { GraphBuilder } from "../../graph/builder.js";
import { cast, div, mul, reduceMean, reduceSum, reshape, scale } from "../../graph/expressions.js";
import type { Node, Value } from "../../graph/graph.js";
import type { PlacedPoint, PointContext } from "../../training/instrument.js";
import type { Optimizer } from "../../training/optimizers.js";
import type { ActivationFacts } from "./activation-facts.js";
import { firstUpdate } from "./first-update.js";
import { slopesOfGroups } from "./gradient-paths.js";
import { sampled } from "./histogram.js";
import type { MeasuredLayer } from "./layers.js";
import { list } from "./list.js";
import type { LayerReadings } from "./readings.js";
import { formed, peaks, type Signal, type SignalAndPeaks, signalPoint, TINY } from "./signal.js";
import type { UnitMarks } from "./unit-marks.js";
import type { KernelSlopes } from "./weights.js";

/** What is read forward of one layer. */
export interface ForwardReadings extends Pick<LayerReadings, "before" | "after" | "dead" | "saturated"> {
  /** Of the units' answers before normalization and activation. */
  readonly marks: UnitMarks;
  /** Samples of the numbers before and after. */
  readonly samples: { readonly before: Float32Array; readonly after: Float32Array };
}

/** The signals of one layer, its dead and its saturated units. */
export function forwardPoint(g: GraphBuilder, layer: MeasuredLayer): PlacedPoint<ForwardReadings> {
  const { before, input, after, facts } = layer;
  const beforePoint = signalPoint(g, formed(g, before));
  const afterPoint = after === undefined ? undefined : signalPoint(g, formed(g, after));
  const saturation = input === undefined ? undefined : saturatedShares(g, input, facts);
  const counts = [beforePoint.outputs.length, afterPoint?.outputs.length ?? 0];
  const samples = [before, ...(after === undefined ? [] : [after])].map(({ value }) => sampled(g, value));
  return {
    outputs: [
      ...beforePoint.outputs,
      ...(afterPoint?.outputs ?? []),
      ...samples,
      ...(saturation === undefined ? [] : [saturation]),
    ],
    read: (numbers) => {
      const first = beforePoint.read(numbers.slice(0, counts[0]));
      const second = afterPoint?.read(numbers.slice(counts[0], counts[0]! + counts[1]!)) ?? first;
      const [ofBefore, ofAfter = ofBefore] = numbers.slice(
        counts[0]! + counts[1]!,
        counts[0]! + counts[1]! + samples.length,
      );
      const shares = saturation === undefined ? undefined : numbers.at(-1)!;
      const areNumbers = Number.isFinite(second.reading.mean);
      return {
        before: first.reading,
        marks: first.marks,
        after: second.reading,
        samples: { before: ofBefore!, after: ofAfter! },
        dead: facts?.isZeroOnInterval && after !== undefined ? deadShare(second, areNumbers) : null,
        saturated: shares === undefined ? null : areNumbers ? shareOf(shares, (share) => share > 0.5) : Number.NaN,
      };
    },
  };
}

const shareOf = (numbers: Float32Array, holds: (x: number) => boolean): number =>
  numbers.reduce((count, x) => count + Number(holds(x)), 0) / numbers.length;

const deadShare = (signal: SignalAndPeaks, areNumbers: boolean): number =>
  areNumbers ? shareOf(signal.peaks, (peak) => peak === 0) : Number.NaN;

/** The share of each unit's samples and places at which it is saturated: `[units]`. */
function saturatedShares(g: GraphBuilder, input: Signal, facts: ActivationFacts | undefined): Value | undefined {
  if (!facts?.saturation) return undefined;
  const { low, high } = facts.saturation;
  const { x, units } = formed(g, input);
  const below = g.apply("Less", [x, g.scalar(low)]);
  const above = g.apply("Greater", [x, g.scalar(high)]);
  return reshape(g, reduceMean(g, cast(g, g.apply("Or", [below, above]), "float32"), [0, 2]), [units]);
}

/** What is read backward of one layer; a reason where it has no gradient. */
export type BackwardReadings =
  | {
      readonly gradientSecondMoment: number;
      readonly slopes: KernelSlopes;
      readonly sample: Float32Array;
      readonly gradientBySteps?: readonly number[] | undefined;
    }
  | { readonly reason: string };

/** The optimizer of the first update, and its rate. */
export interface FirstStep {
  readonly optimizer: Optimizer;
  readonly learningRate: number;
}

/** Slopes of the sum of the samples' losses by what layers return, and by their kernels. */
export function backwardPoint(
  { g, network }: PointContext,
  losses: Value,
  layers: readonly MeasuredLayer[],
  step: FirstStep | undefined,
): PlacedPoint<readonly BackwardReadings[]> {
  const parameters = new Map(network.parameters.map((parameter) => [parameter.name, parameter.value]));
  const total = reduceSum(g, losses, [0], false);
  const rows = losses.shape[0]!;
  const groups = layers.map(({ layer, output, product }) => [
    output,
    parameters.get(layer.kernel.name)!,
    ...stepsOf(product),
  ]);
  const points = slopesOfGroups(g, total, groups).map((slopes, i): PlacedPoint<BackwardReadings> => {
    if ("reason" in slopes) return { outputs: [], read: () => slopes };
    const [byOutput, ofSum, bySteps] = slopes.values as readonly [Value, Value, Value?];
    const gradient = scale(g, ofSum, 1 / rows);
    const parameter = groups[i]![1]!;
    const update = step && firstUpdate(g, step.optimizer, { parameter, gradient, learningRate: step.learningRate });
    return {
      outputs: [
        ...meanSquare(g, byOutput),
        sampled(g, byOutput),
        gradient,
        ...(bySteps === undefined ? [] : meanSquareOfSteps(g, bySteps)),
        ...(update === undefined ? [] : [update]),
      ],
      read: ([mean, largest, sample, kernel, ...more]) => ({
        sample: sample!,
        ...(bySteps === undefined ? {} : { gradientBySteps: inOrderOfSteps(layers[i]!.product, more) }),
        gradientSecondMoment: mean![0]! * largest![0]! * largest![0]!,
        slopes: { gradient: kernel!, update: update === undefined ? null : more.at(-1)![0]! },
      }),
    };
  });
  return list(points);
}

const RECURRENT: ReadonlySet<string> = new Set(["LSTM", "GRU", "RNN"]);

/** What a recurrent operator of one direction reads, `[steps, samples, inputs]`. */
const stepsOf = ({ operator, inputs, attributes }: Node): readonly Value[] =>
  RECURRENT.has(operator) && attributes.direction !== "bidirectional" ? [inputs[0]!] : [];

/** As `meanSquare`, of each step. */
function meanSquareOfSteps(g: GraphBuilder, slope: Value): readonly Value[] {
  const [steps = 1, ...rest] = slope.shape;
  const x = reshape(g, cast(g, slope, "float32"), [1, steps, rest.reduce((size, n) => size * n, 1)]);
  const largest = g.apply("Max", [g.apply("ReduceMax", [g.apply("Abs", [x])], { keepdims: 0 }), g.scalar(TINY)]);
  const y = div(g, x, largest);
  return [reshape(g, reduceMean(g, mul(g, y, y), [0, 2]), [steps]), reshape(g, largest, [1])];
}

/** From the step that the operator reads first to the last. */
function inOrderOfSteps({ attributes }: Node, [means, largest]: readonly Float32Array[]): readonly number[] {
  const moments = Array.from(means!, (mean) => mean * largest![0]! * largest![0]!);
  return attributes.direction === "reverse" ? moments.reverse() : moments;
}

/** The mean of squares over the largest one, and the root of that: gradients may be 1e-30. */
function meanSquare(g: GraphBuilder, slope: Value): readonly Value[] {
  const x = reshape(g, cast(g, slope, "float32"), [1, 1, slope.shape.reduce((size, n) => size * n, 1)]);
  const largest = g.apply("Max", [peaks(g, x), g.scalar(TINY)]);
  const y = div(g, x, largest);
  return [reshape(g, reduceMean(g, mul(g, y, y), [0, 1, 2]), [1]), reshape(g, largest, [1])];
}
