/**
 * What a training run keeps of the readings of `doctor`: facts of its layers once, and a few
 * numbers per layer at each time it is looked at. Plain data of which JSON loses nothing. Read this
 * first.
 */
import type { TensorSpecification } from "../../network/parameter.js";
import type { Measurement } from "../measure/meter.js";
import type { LayerReadings } from "../measure/readings.js";

/** A layer with a kernel, apart from its numbers. */
export interface ProbedLayer {
  /** "conv1", "block3/conv2". */
  readonly name: string;
  /** Names of its parameters. */
  readonly kernel: string;
  readonly bias: string | null;
  /** As in `LayerReadings`. */
  readonly activation: string | null;
  /** Units or channels before the activation, and behind it. */
  readonly units: number;
  readonly unitsAfter: number;
  /** Whether it makes the logits. */
  readonly isHead: boolean;
  /** Whether it closes a residual branch. */
  readonly endsBranch: boolean;
}

/**
 * One number per layer, in the order of the record's layers; null where a layer has no such number,
 * or it is not finite.
 */
export type LayerNumbers = readonly (number | null)[];

/**
 * The readings after an epoch, with six digits. What each number is, `LayerReadings` and
 * `NetworkReadings` say.
 */
export interface ProbedEpoch {
  /** 0 for the initial weights. */
  readonly epoch: number;
  /** Mean cross-entropy of the samples, in nats; null where it is not finite. */
  readonly loss: number | null;
  readonly logitDeviation: number | null;
  /** Of what the layers return before their activation. */
  readonly mean: LayerNumbers;
  readonly deviation: LayerNumbers;
  /** E φ² behind the activation. */
  readonly secondMoment: LayerNumbers;
  /** Between two samples, behind the activation. */
  readonly cosine: LayerNumbers;
  /** Shares of units. */
  readonly dead: LayerNumbers;
  readonly saturated: LayerNumbers;
  readonly distinctUnits: LayerNumbers;
  /** Of a sample's loss, by what the layers return before their activation. */
  readonly gradientSecondMoment: LayerNumbers;
  /** √ mean of squares of the kernel, and of its gradient. */
  readonly weightRms: LayerNumbers;
  readonly gradientRms: LayerNumbers;
  /**
   * ‖update‖ / ‖kernel‖ of a first step from these weights: with the recipe's rate before warm-up
   * and schedule, times the tensor's own multiplier, and an optimizer that has no memory.
   */
  readonly updateRatio: LayerNumbers;
}

/** The readings of a run. */
export interface ProbeRecord {
  /** Number of samples that were sent through the network, the same ones each time. */
  readonly samples: number;
  readonly classes: number;
  /** The least loss that an answer without regard to the input has on them, in nats. */
  readonly classLoss: number;
  /** In the order of the forward pass. */
  readonly layers: readonly ProbedLayer[];
  /** Of the initial weights, and after each epoch that ended. */
  readonly epochs: readonly ProbedEpoch[];
}

/** The columns of an epoch that have a number per layer. */
export const layerColumns = {
  mean: ({ before }) => before.mean,
  deviation: ({ before }) => before.deviation,
  secondMoment: ({ after }) => after.secondMoment,
  cosine: ({ after }) => after.cosine,
  dead: ({ dead }) => dead,
  saturated: ({ saturated }) => saturated,
  distinctUnits: ({ distinctUnits }) => distinctUnits,
  gradientSecondMoment: ({ gradientSecondMoment }) => gradientSecondMoment,
  weightRms: ({ weights }) => weights.rms,
  gradientRms: ({ weights }) => weights.gradientRms,
  updateRatio: ({ weights }) => weights.updateRatio,
} as const satisfies Readonly<Record<string, (layer: LayerReadings) => number | null>>;

/** The name of one of them. */
export type LayerColumn = keyof typeof layerColumns;

/** Six digits; null for what is no finite number. */
export const recorded = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(6));

/**
 * A record with one more epoch.
 *
 * @param before the record so far; undefined for none
 * @param parameters of the network
 * @param multipliers of the learning rate, by parameter; 1 where one is missing
 */
export function withEpoch(
  before: ProbeRecord | undefined,
  epoch: number,
  { layers, network }: Measurement,
  parameters: readonly TensorSpecification[],
  multipliers: Readonly<Record<string, number>> = {},
): ProbeRecord {
  const columns = Object.fromEntries(
    Object.entries(layerColumns).map(([name, of]) => [name, layers.map((layer) => recorded(of(layer)))]),
  ) as Record<LayerColumn, (number | null)[]>;
  const updateRatio = layers.map(({ kernel, weights: { updateRatio: ratio } }) =>
    recorded(ratio === null ? null : ratio * (multipliers[kernel] ?? 1)),
  );
  const now: ProbedEpoch = {
    epoch,
    loss: recorded(network.loss),
    logitDeviation: recorded(network.logitDeviation),
    ...columns,
    updateRatio,
  };
  if (before !== undefined) return { ...before, epochs: [...before.epochs, now] };
  const roles = new Map(parameters.map(({ name, role }) => [name, role]));
  return {
    samples: network.rows,
    classes: network.classes,
    classLoss: recorded(network.classLoss)!,
    layers: layers.map(({ name, kernel, bias, activation, before: { units }, after }): ProbedLayer => {
      const role = roles.get(kernel);
      const is = { isHead: role?.head === true, endsBranch: role?.residual?.last === true };
      return { name, kernel, bias, activation, units, unitsAfter: after.units, ...is };
    }),
    epochs: [now],
  };
}
