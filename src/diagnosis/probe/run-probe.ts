/** Reads a network while it trains: what `doctor` reads, at any weights, on samples of the data. */
import type { Dataset } from "../../data/dataset.js";
import type { Batch, Weights } from "../../initializers/network-access.js";
import type { Layer } from "../../network/layers/layer.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { Runtime } from "../../runtime/runtime.js";
import type { TrainingRecipe } from "../../training/training-recipe.js";
import { type Measurement, openMeter } from "../measure/meter.js";
import { sampledBatch } from "../subject.js";
import { probeMemory } from "./probe-memory.js";

/** The network that is read, and what it trains on. */
export interface ProbedProblem {
  readonly layers: Layer;
  readonly parameters: readonly TensorSpecification[];
  readonly dataset: Dataset;
  readonly recipe: TrainingRecipe;
}

/** Reads the network at any weights. */
export interface RunProbe {
  /**
   * @param seed of the samples, as that of `doctor --seed`
   * @throws InputError where an operator cannot be measured
   */
  read(weights: Weights, seed: number): Promise<Measurement>;
  /** Frees the session. */
  release(): Promise<void>;
}

/**
 * Loads the probe of a network into a runtime.
 *
 * @param weights any of the network's: activations may read slopes
 * @param runtime on the processor
 * @throws InputError where the network cannot be measured
 */
export async function openRunProbe(
  runtime: Runtime,
  { layers, parameters, dataset, recipe }: ProbedProblem,
  weights: Weights,
): Promise<RunProbe> {
  const { shape, train } = dataset;
  const { rows } = probeMemory(layers, { shape, samples: train.count, batch: recipe.batch });
  const batches = new Map<number, Batch>();
  const batchFor = (seed: number): Batch => {
    const batch = batches.get(seed) ?? sampledBatch(dataset, rows, seed);
    // Runs of one seed follow each other.
    if (!batches.has(seed) && batches.size >= 8) batches.clear();
    batches.set(seed, batch);
    return batch;
  };
  const subject = { name: dataset.name, layers, shape, parameters, weights, batch: batchFor(0), labelled: true };
  const meter = await openMeter(subject, { runtime, optimizer: recipe.optimizer });
  return {
    read: (of, seed) => meter.look(of, false, batchFor(seed)),
    release: () => meter.release(),
  };
}
