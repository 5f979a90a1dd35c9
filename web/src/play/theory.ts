/** What is known of a setup before anything runs: theory, and the setup in the words of others. */
import { sampledBatch } from "../../../src/diagnosis/subject.js";
import { phaseDiagrams } from "../../../src/diagnosis/theory/phase-diagram.js";
import { predictions } from "../../../src/diagnosis/theory/predict.js";
import { InputError } from "../../../src/errors.js";
import { GraphBuilder } from "../../../src/graph/builder.js";
import { sizeOf } from "../../../src/graph/tensor.js";
import { initialWeights, isDataDriven } from "../../../src/initializers/index.js";
import { buildNetwork } from "../../../src/network/layers/build-network.js";
import { affineLayers } from "../../../src/training/affine-layers.js";
import { commandsOf } from "./commands.js";
import type { Theory, Wanted } from "./messages.js";
import { type Parts, type PartsMethod, partsOf } from "./parts.js";

/** Samples that theory starts from, and that are measured. */
export const ROWS = 128;

/**
 * Theory of every method of a setup that has any.
 *
 * @param clock milliseconds
 * @throws PartError naming the part that is wrong
 */
export async function theoryOf(wanted: Wanted, clock: () => number): Promise<Theory> {
  const began = clock();
  const parts = await partsOf(wanted);
  const { dataset, methods, title, total } = parts;
  const batch = sampledBatch(dataset, ROWS, 0);
  const layers = layerNames(parts, batch.rows);
  const { activation } = parts.model.options;
  const label = typeof activation === "string" ? activation : null;
  const all = methods.map((method) => {
    const { predicted, phases, reason } = predictionsOf(parts, method, batch);
    return {
      label: method.label,
      predicted: layers.map((name) => predicted?.get(name) ?? null),
      phases: phaseDiagrams(
        layers.map((name) => ({ name, activation: label })),
        phases,
      ),
      reason,
    };
  });
  return {
    start: {
      title,
      layers,
      rows: batch.rows,
      methods: all.map(({ label: of, predicted }) => ({ label: of, predicted })),
    },
    phases: all.map(({ label: of, phases }) => ({ label: of, phases })),
    labels: methods.map(({ label: of }) => of),
    parameters: total,
    trainSamples: dataset.train.count,
    testSamples: dataset.test.count,
    classes: dataset.classes,
    features: sizeOf(dataset.shape),
    notes: [
      ...(parts.table !== undefined && wanted.setup.data === "own" ? (dataset.notes ?? []) : []),
      ...reasonsOf(all),
    ],
    commands: commandsOf(wanted.setup, parts),
    took: clock() - began,
  };
}

const reasonsOf = (all: readonly { readonly label: string; readonly reason: string | undefined }[]): string[] =>
  all.flatMap(({ label, reason }) => (reason === undefined ? [] : [`${label}: ${reason}`]));

function predictionsOf(
  { layers, dataset, parameters, model }: Parts,
  { initializer, options }: PartsMethod,
  batch: ReturnType<typeof sampledBatch>,
) {
  const nothing = { predicted: undefined, phases: new Map() };
  if (isDataDriven(initializer)) {
    return { ...nothing, reason: "it looks at the data, so that only what is measured says what it does." };
  }
  try {
    const weights = initialWeights(initializer, parameters, 0, options);
    const subject = {
      name: model.model.name,
      layers,
      shape: dataset.shape,
      parameters,
      weights,
      batch,
      labelled: true,
    };
    const { layers: predicted, phases } = predictions(subject, { mode: "measure" });
    return { predicted, phases, reason: undefined };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...nothing, reason: error.message };
  }
}

/** Names of the layers with a kernel, in the order of the forward pass. */
function layerNames({ layers, dataset }: Parts, rows: number): string[] {
  const g = new GraphBuilder("names");
  const network = buildNetwork(g, layers, g.input("data", "float32", [rows, ...dataset.shape]), { mode: "measure" });
  return affineLayers(g, network).map(({ layer }) => layer.name);
}
