/** A network in a runtime that can be measured at any weights. */
import { InputError } from "../../errors.js";
import type { GraphBuilder } from "../../graph/builder.js";
import type { Shape } from "../../graph/tensor.js";
import type { Batch, Weights } from "../../initializers/network-access.js";
import type { Layer } from "../../network/layers/layer.js";
import type { OptimizerSpecification } from "../../recipe.js";
import type { Runtime } from "../../runtime/runtime.js";
import { instrument, loadInstrument, type Point } from "../../training/instrument.js";
import { logits } from "../../training/points.js";
import { attentionMaps, backward, inSequence } from "./backward.js";
import { answersOf, distinctUnits, type Projections } from "./distinct.js";
import { rootMeanSquare } from "./kernels.js";
import { lossesOf } from "./losses.js";
import { type Placed, signalOf } from "./moments.js";
import { type LayerPlace, layerPlaces } from "./places.js";
import type { LayerReadings, NetworkReadings, WeightReading } from "./readings.js";
import { stuckUnits } from "./units.js";

/** Which network, on which batches. */
export interface MeteredNetwork {
  readonly layers: Layer;
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  /** Rows of a batch. */
  readonly rows: number;
}

/** What is measured of one draw of the weights. */
export interface Measured {
  readonly layers: readonly LayerReadings[];
  readonly network: NetworkReadings;
}

/** Measures a network at any weights. */
export interface Meter {
  /**
   * One pass, forward and backward.
   *
   * @param labelled whether the labels are those of data
   */
  look(weights: Weights, batch: Batch, labelled: boolean): Promise<Measured>;
  /** What it cannot measure. */
  readonly notMeasured: readonly { readonly layers: readonly string[]; readonly reason: string }[];
  release(): Promise<void>;
}

/** How the network is loaded. */
export interface MeterOptions {
  readonly runtime: Runtime;
  /** Of the first update. */
  readonly optimizer: OptimizerSpecification;
}

/**
 * Loads a network with everything that is measured into a runtime. Batch norm uses the batch, as in
 * the first step of training; dropout is off. Where an operator has no gradient, only the forward
 * pass is measured.
 *
 * @throws ShapeError where the network does not fit the samples
 */
export async function openMeter(network: MeteredNetwork, { runtime, optimizer }: MeterOptions): Promise<Meter> {
  const whole = { ...network, mode: "measure" } as const;
  try {
    return await load(runtime, instrument(whole, { logits, inside: insideOf(optimizer) }), []);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const reason = `gradients: ${error.message}`;
    return load(runtime, instrument(whole, { logits, inside: insideOf(undefined) }), [{ layers: [], reason }]);
  }
}

type Inside = Omit<Measured, "network"> & Pick<NetworkReadings, "attention">;

async function load(
  runtime: Runtime,
  graph: Parameters<
    typeof loadInstrument<{ logits: Point<Float32Array>; inside: Point<(weights: Weights) => Inside> }>
  >[1],
  notMeasured: Meter["notMeasured"],
): Promise<Meter> {
  const { look, release } = await loadInstrument(runtime, graph);
  return {
    notMeasured,
    release,
    look: async (weights, batch, labelled) => {
      const { logits: values, inside } = await look(weights, batch);
      const { layers, attention } = inside(weights);
      const network = {
        ...lossesOf(values, batch, labelled),
        jacobian: null,
        curvature: null,
        gradientQuotient: null,
        attention,
      };
      return { layers, network };
    },
  };
}

/** Everything inside the network; its kernels are read from the weights. */
function insideOf(optimizer: OptimizerSpecification | undefined): Point<(weights: Weights) => Inside> {
  return ({ g, network, labels }) => {
    const maps = attentionMaps(g);
    const places = layerPlaces(g, network);
    const projections: Projections = new Map();
    const signals = inSequence(places.map((place) => signalsAt(g, place)));
    const answers = inSequence(places.map(({ before, unitAxis }) => answersOf(g, before, unitAxis, projections)));
    const stuck = inSequence(places.map((place) => stuckUnits(g, place)));
    const attention = inSequence(maps.map(({ placed }) => placed));
    const slopes = optimizer === undefined ? undefined : backward(g, network, places, labels(), optimizer, projections);
    const parts = [signals, stuck, attention, answers, ...(slopes === undefined ? [] : [slopes])];
    const starts = parts.map((_, i) => parts.slice(0, i).reduce((sum, { outputs }) => sum + outputs.length, 0));
    return {
      outputs: parts.flatMap(({ outputs }) => outputs),
      read: (numbers) => {
        const of = (i: number) => numbers.slice(starts[i], starts[i]! + parts[i]!.outputs.length);
        const [both, units, looks] = [signals.read(of(0)), stuck.read(of(1)), attention.read(of(2))];
        const back = slopes?.read(of(4));
        const marks = answers.read(of(3));
        return (weights) => ({
          layers: places.map((place, i) => ({
            ...described(place),
            ...both[i]!,
            ...units[i]!,
            distinctUnits: distinctUnits(
              [marks[i]!, ...(back?.[i]?.rows === undefined ? [] : [back[i].rows])],
              both[i]!.before.units,
            ),
            gradientSecondMoment: back?.[i]?.gradientSecondMoment ?? null,
            weights: weightReading(weights[place.kernel.name]!, back?.[i]),
          })),
          attention: maps.map(({ name, tokens }, i) => ({ name, uniformEntropy: Math.log(tokens), ...looks[i]! })),
        });
      },
    };
  };
}

/** The signals of a layer; one reading where nothing follows its kernel. */
function signalsAt(
  g: GraphBuilder,
  { before, after, unitAxis }: LayerPlace,
): Placed<Pick<LayerReadings, "before" | "after">> {
  const first = signalOf(g, before, unitAxis);
  if (after === before) {
    return {
      ...first,
      read: (numbers) => {
        const reading = first.read(numbers);
        return { before: reading, after: reading };
      },
    };
  }
  const second = signalOf(g, after, unitAxis);
  return {
    outputs: [...first.outputs, ...second.outputs],
    read: (numbers) => ({
      before: first.read(numbers.slice(0, first.outputs.length)),
      after: second.read(numbers.slice(first.outputs.length)),
    }),
  };
}

const described = ({ name, kernel, bias, activation }: LayerPlace) => ({
  name,
  kernel: kernel.name,
  bias: bias?.name ?? null,
  activation,
});

function weightReading(
  values: Float32Array,
  back: { readonly gradientRms: number; readonly gradientRank: number; readonly updateRms: number } | undefined,
): WeightReading {
  const rms = rootMeanSquare(values);
  return {
    rms,
    gradientRms: back?.gradientRms ?? null,
    gradientRank: back?.gradientRank ?? null,
    updateRatio: back === undefined ? null : back.updateRms / rms,
  };
}
