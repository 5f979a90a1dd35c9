/** What theory says of every layer of a network at the scales of its weights. */
import { InputError } from "../../errors.js";
import { GraphBuilder } from "../../graph/builder.js";
import type { Node, Value } from "../../graph/graph.js";
import type { Tensor } from "../../graph/tensor.js";
import { buildNetwork } from "../../network/layers/build-network.js";
import { affineLayers, type PlacedLayer } from "../../training/affine-layers.js";
import { stateTensors, weightTensors } from "../../training/network-tensors.js";
import { usualLoss } from "../loss/subject-loss.js";
import type { Subject } from "../subject.js";
import { activationOf, readersOf } from "./activation-behind.js";
import { type AttentionPhase, attentionPhases } from "./attention-phase.js";
import { deadShare } from "./dead.js";
import { combined, noiseOf, still } from "./deviation.js";
import { inputLayout, plainLayout } from "./layout.js";
import { type LayerPhase, layerPhase } from "./phase.js";
import type { Prediction } from "./prediction.js";
import { type Gradient, meanOf, noChance, type Signal, sameCosines, secondMoment } from "./signal.js";
import { unitGradient } from "./unit-gradient.js";
import { type Walked, walk } from "./walk.js";

/** The measured moments of what a layer returns before its normalization and activation. */
export interface Anchor {
  readonly secondMoment: number;
  readonly mean: number;
  readonly cosine: number | null;
}

/** Options of `predict`. */
export interface PredictOptions {
  /**
   * "evaluate": batch norm uses its initial running statistics; "measure": it uses the batch.
   *
   * @defaultValue "evaluate"
   */
  readonly mode?: "evaluate" | "measure" | undefined;
  /**
   * Measured moments by the name of a layer: where theory has no rule for what comes before the
   * layer, it goes on from these.
   *
   * @defaultValue none
   */
  readonly anchors?: ReadonlyMap<string, Anchor> | undefined;
}

/** What `predict` says. */
export interface Predictions {
  /** By the name of the layer, as `affineLayers` has it; layers without a rule are missing. */
  readonly layers: ReadonlyMap<string, Prediction>;
  /** Why a layer is missing, by its name. */
  readonly withoutRule: ReadonlyMap<string, string>;
  /** The mean-field phase of the layers that have an activation, by their names. */
  readonly phases: ReadonlyMap<string, LayerPhase>;
  /** Where attention stands, map by map. */
  readonly attention: readonly AttentionPhase[];
}

/** A chain of element-wise nodes takes a time that grows with its square. */
const MOST_NODES = 5000;

/**
 * Predicts the moments of every layer's signals and gradients: the input's are measured on the
 * subject's batch, weights count as independent draws with the mean squares that they have, and
 * gradients as independent of signals.
 *
 * @throws InputError naming a parameter whose weights are missing or have the wrong size, and for
 *   networks of more than 5,000 nodes
 */
export function predictions(
  subject: Subject,
  { mode = "evaluate", anchors = new Map() }: PredictOptions = {},
): Predictions {
  const { batch, shape, layers } = subject;
  const g = new GraphBuilder("theory");
  const input = g.input("data", "float32", [batch.rows, ...shape]);
  const network = buildNetwork(g, layers, input, { mode });
  if (g.nodes.length > MOST_NODES) {
    throw new InputError(
      `the network has ${g.nodes.length} nodes, and theory follows at most ${MOST_NODES}. What is measured does not depend on it.`,
    );
  }
  const placed = affineLayers(g, network);
  const tensors: Readonly<Record<string, Tensor>> = {
    ...weightTensors(network, subject.weights),
    ...stateTensors(network),
  };
  const numbers = new Map<Value, Tensor>(
    [...network.parameters, ...network.states].map(({ name, value }) => [value, tensors[name]!]),
  );
  const walked = walk({
    g,
    numbers,
    input: {
      value: input,
      data: { tensor: { type: "float32", shape: input.shape, data: batch.inputs }, layout: inputLayout(input.shape) },
    },
    anchors: anchorSignals(placed, anchors, batch.rows),
  });
  const last = placed.at(-1);
  const loss = subject.loss ?? usualLoss(network.logits.shape[1]!);
  const logits = walked.signalOf(network.logits);
  const gradients: ReadonlyMap<Value, Gradient> =
    logits === undefined || last === undefined
      ? new Map()
      : walked.gradientsFrom(network.logits, unitGradient(logits, sameLabels(batch.labels), loss));
  const reference = last && gradients.get(last.output);
  const readers = readersOf(g.nodes);
  const result = new Map<string, Prediction>();
  const withoutRule = new Map<string, string>();
  const phases = new Map<string, LayerPhase>();
  for (const one of placed) {
    const phase = layerPhase(one, activationOf(one, walked, readers), walked, tensors);
    if (phase !== undefined) phases.set(one.layer.name, phase);
    const prediction = predictionOf(one, walked, readers, gradients, reference, batch.rows);
    if (prediction !== undefined) result.set(one.layer.name, prediction);
    else withoutRule.set(one.layer.name, walked.reasonOf(one.output) ?? "no signal reaches it");
  }
  return { layers: result, withoutRule, phases, attention: attentionPhases(g, walked) };
}

/** The predictions alone, by the name of the layer. */
export const predict = (subject: Subject, options: PredictOptions = {}): ReadonlyMap<string, Prediction> =>
  predictions(subject, options).layers;

function predictionOf(
  placed: PlacedLayer,
  walked: Walked,
  readers: ReadonlyMap<Value, readonly Node[]>,
  gradients: ReadonlyMap<Value, Gradient>,
  reference: Gradient | undefined,
  rows: number,
): Prediction | undefined {
  const { output } = placed;
  const before = walked.signalOf(output);
  if (before === undefined) return undefined;
  const end = activationOf(placed, walked, readers) ?? output;
  const after = walked.signalOf(end) ?? before;
  const gradient = gradients.get(output);
  const scale = reference === undefined ? 0 : meanOf(reference.squares);
  const relative = gradient !== undefined && reference !== undefined && scale > 0;
  return {
    before: secondMoment(before),
    after: secondMoment(after),
    mean: after.mean,
    cosine: rows > 1 ? meanOf(after.cosines.samples) : null,
    gradient: relative ? meanOf(gradient.squares) / scale : null,
    noise: {
      before: noiseOf(walked.sources, before.deviation),
      signal: noiseOf(walked.sources, after.deviation),
      gradient: relative
        ? noiseOf(
            walked.sources,
            combined([
              [1, gradient.deviation],
              [-1, reference.deviation],
            ]),
          )
        : null,
    },
    dead: deadShare(end, walked, rows),
  };
}

/** The share of pairs of samples with one label. */
function sameLabels(labels: Int32Array): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const n = labels.length;
  if (n < 2) return 1;
  return [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0) / (n * (n - 1));
}

/** Anchors as signals at the outputs of their layers. */
function anchorSignals(
  placed: readonly PlacedLayer[],
  anchors: ReadonlyMap<string, Anchor>,
  rows: number,
): ReadonlyMap<Value, Signal> {
  const names = new Set(placed.map(({ layer }) => layer.name));
  for (const name of anchors.keys()) {
    if (names.has(name)) continue;
    throw new InputError(
      `predict: the anchors name "${name}", which is no layer with a kernel. There are ${[...names].join(", ")}.`,
    );
  }
  return new Map(
    placed.flatMap(({ layer, output, unitAxis }) => {
      const anchor = anchors.get(layer.name);
      if (anchor === undefined) return [];
      const { shape } = output;
      const places = shape.filter((_, axis) => axis !== 0 && axis !== unitAxis);
      const kinds = shape.map((_, axis) => (axis === 0 ? "rows" : axis === unitAxis ? "units" : "places"));
      const count = places.reduce((n, size) => n * size, 1);
      const signal: Signal = {
        layout: plainLayout(kinds, shape),
        batch: rows,
        places,
        units: layer.units,
        squares: new Float64Array(count).fill(anchor.secondMoment),
        mean: anchor.mean,
        skewness: 0,
        cosines: sameCosines(anchor.cosine ?? 1),
        chance: noChance,
        deviation: still,
        ofProduct: undefined,
        equalLengths: false,
        centred: false,
      };
      return [[output, signal]];
    }),
  );
}
