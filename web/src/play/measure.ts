/** What the runtime measures of each method before the first step, with the doctor's verdict. */
import { diagnose } from "../../../src/diagnosis/diagnose.js";
import type { Diagnosis } from "../../../src/diagnosis/diagnosis.js";
import { sampledBatch } from "../../../src/diagnosis/subject.js";
import { initialWeights, isDataDriven, prepareWeights } from "../../../src/initializers/index.js";
import type { Weights } from "../../../src/initializers/network-access.js";
import type { Runtime } from "../../../src/runtime/runtime.js";
import { initializableNetworks } from "../../../src/training/initializable-network.js";
import type { Parts, PartsMethod } from "./parts.js";
import { ROWS } from "./theory.js";

/** The seed of the reference's draw, which no race has. */
const REFERENCE_SEED = 1000;

/**
 * Diagnoses the network with the weights of a method, seed 0.
 *
 * @throws InputError where the method does not serve the network
 */
export async function measureMethod(runtime: Runtime, parts: Parts, method: PartsMethod): Promise<Diagnosis> {
  const { dataset, layers, parameters, model, optimizer } = parts;
  const batch = sampledBatch(dataset, ROWS, 0);
  const subject = {
    name: model.model.name,
    layers,
    shape: dataset.shape,
    parameters,
    weights: await weightsOf(runtime, parts, method),
    batch,
    labelled: true,
  };
  return diagnose(subject, {
    runtime,
    optimizer,
    isFresh: true,
    initializer: method.label,
    referenceSeeds: [REFERENCE_SEED],
    remedy: (name) => `Choose ${name} above`,
    weightsInWords: `weights of ${method.label}, seed 0`,
    samplesInWords: `samples of ${dataset.name}`,
    notes: [],
  });
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
