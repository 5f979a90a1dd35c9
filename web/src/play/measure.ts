/** What the runtime measures of each method before the first step, and the doctor's verdict. */
import { diagnose } from "../../../src/diagnosis/diagnose.js";
import type { Diagnosis } from "../../../src/diagnosis/diagnosis.js";
import { openMeter } from "../../../src/diagnosis/measure/meter.js";
import type { LayerReadings } from "../../../src/diagnosis/measure/readings.js";
import { type Subject, sampledBatch } from "../../../src/diagnosis/subject.js";
import { initialWeights, isDataDriven, prepareWeights } from "../../../src/initializers/index.js";
import type { Weights } from "../../../src/initializers/network-access.js";
import type { Runtime } from "../../../src/runtime/runtime.js";
import { initializableNetworks } from "../../../src/training/initializable-network.js";
import type { Parts, PartsMethod } from "./parts.js";
import { ROWS } from "./theory.js";

/** The seed of the reference's draw, which no race has. */
const REFERENCE_SEED = 1000;

/** Measures methods in one network. */
export interface Measuring {
  /**
   * The weights of a method, seed 0, and what they do to the layers.
   *
   * @throws InputError where the method does not serve the network
   */
  read(method: PartsMethod): Promise<{ readonly weights: Weights; readonly layers: readonly LayerReadings[] }>;
  /** The whole diagnosis at these weights. */
  diagnose(method: PartsMethod, weights: Weights): Promise<Diagnosis>;
  release(): Promise<void>;
}

/** Loads the network once for all methods. */
export async function openMeasuring(runtime: Runtime, parts: Parts): Promise<Measuring> {
  const { dataset, layers, parameters, model, optimizer } = parts;
  const at = (weights: Weights): Subject => ({
    name: model.model.name,
    layers,
    shape: dataset.shape,
    parameters,
    weights,
    batch: sampledBatch(dataset, ROWS, 0),
    labelled: true,
  });
  const meter = await openMeter(at({}), { runtime });
  return {
    async read(method) {
      const weights = await weightsOf(runtime, parts, method);
      return { weights, layers: (await meter.look(weights, false)).layers };
    },
    diagnose: ({ label }, weights) =>
      diagnose(at(weights), {
        runtime,
        optimizer,
        isFresh: true,
        initializer: label,
        referenceSeeds: [REFERENCE_SEED],
        remedy: (name) => `Choose ${name} above`,
        weightsInWords: `weights of ${label}, seed 0`,
        samplesInWords: `samples of ${dataset.name}`,
        notes: [],
      }),
    release: meter.release,
  };
}

async function weightsOf(
  runtime: Runtime,
  { dataset, layers, parameters, model }: Parts,
  { initializer, options }: PartsMethod,
): Promise<Weights> {
  if (!isDataDriven(initializer)) return initialWeights(initializer, parameters, 0, options);
  const { loss, batch } = model.model.recipe;
  const networks = initializableNetworks(runtime, dataset, layers, loss, batch);
  try {
    return (await prepareWeights(initializer, networks.of(0), parameters, 0, options)).weights;
  } finally {
    await networks.release();
  }
}
