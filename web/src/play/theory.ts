/** What is known of a setup before anything runs: theory, and the setup in the words of others. */
import { sampledBatch } from "../../../src/diagnosis/subject.js";
import { type PhaseDiagram, phaseDiagrams, phasePoints } from "../../../src/diagnosis/theory/phase-diagram.js";
import { predictions } from "../../../src/diagnosis/theory/predict.js";
import { InputError } from "../../../src/errors.js";
import { GraphBuilder } from "../../../src/graph/builder.js";
import { sizeOf } from "../../../src/graph/tensor.js";
import { initialWeights, isDataDriven } from "../../../src/initializers/index.js";
import { buildNetwork } from "../../../src/network/layers/build-network.js";
import { affineLayers } from "../../../src/training/affine-layers.js";
import { commandsOf } from "./commands.js";
import type { Predicted, SetupRequest, Theory } from "./messages.js";
import type { Parts, PartsMethod } from "./parts.js";

/** Samples that theory starts from, and that are measured. */
export const ROWS = 64;

/** Predictions that stay, so that a change of one method does not compute the others again. */
const MOST_STORED = 24;

/** What is known at once. */
export function theoryOf({ setup }: SetupRequest, parts: Parts): Theory {
  const { dataset, methods, title, total } = parts;
  return {
    title,
    layers: layerNames(parts),
    rows: rowsOf(parts),
    labels: methods.map(({ label }) => label),
    parameters: total,
    trainSamples: dataset.train.count,
    testSamples: dataset.test.count,
    classes: dataset.classes,
    features: sizeOf(dataset.shape),
    notes: setup.data === "table" ? (dataset.notes ?? []) : [],
    commands: commandsOf(setup, parts),
  };
}

const rowsOf = ({ dataset }: Parts): number => Math.min(ROWS, dataset.train.count);

const stored = new Map<string, Predicted>();
/** The curves of the last activation: they do not depend on the method. */
let curves: { readonly activation: string; readonly diagram: PhaseDiagram } | undefined;

/**
 * Theory of one method.
 *
 * @param clock milliseconds
 */
export function predictedOf(parts: Parts, method: PartsMethod, clock: () => number): Predicted {
  const { dataset, model, layers, parameters, title } = parts;
  const { label, initializer, options } = method;
  const key = JSON.stringify([title, dataset.checksum, dataset.train.count, model.options, label]);
  const before = stored.get(key);
  if (before !== undefined) return before;
  const began = clock();
  const names = layerNames(parts);
  const none = { label, predicted: names.map(() => null), points: [], diagram: undefined };
  const keep = (of: Omit<Predicted, "took">): Predicted => {
    const predicted = { ...of, took: clock() - began };
    if (stored.size >= MOST_STORED) stored.clear();
    stored.set(key, predicted);
    return predicted;
  };
  if (isDataDriven(initializer)) {
    return keep({ ...none, reason: "it looks at the data: only what is measured says what it does." });
  }
  try {
    const weights = initialWeights(initializer, parameters, 0, options);
    const batch = sampledBatch(dataset, ROWS, 0);
    const subject = { name: title, layers, shape: dataset.shape, parameters, weights, batch, labelled: true };
    const { layers: predicted, phases } = predictions(subject, { mode: "measure" });
    return keep({
      label,
      predicted: names.map((name) => predicted.get(name) ?? null),
      points: phasePoints(names, phases),
      diagram: diagramOf(model.options, names, phases),
      reason: undefined,
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return keep({ ...none, reason: error.message });
  }
}

function diagramOf(
  { activation = "relu" }: Parts["model"]["options"],
  names: readonly string[],
  phases: Parameters<typeof phaseDiagrams>[1],
): PhaseDiagram | undefined {
  const label = String(activation);
  if (curves?.activation === label) return curves.diagram;
  const [diagram] = phaseDiagrams(
    names.map((name) => ({ name, activation: label })),
    phases,
  );
  if (diagram !== undefined) curves = { activation: label, diagram };
  return diagram;
}

/** Names of the layers with a kernel, in the order of the forward pass. */
function layerNames(parts: Parts): string[] {
  const { layers, dataset } = parts;
  const g = new GraphBuilder("names");
  const input = g.input("data", "float32", [rowsOf(parts), ...dataset.shape]);
  return affineLayers(g, buildNetwork(g, layers, input, { mode: "measure" })).map(({ layer }) => layer.name);
}
