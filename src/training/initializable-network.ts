/**
 * The network and data that data-driven initializers see, over a runtime: statistics of layers,
 * gradients, and compiled objectives. Sessions are kept for all seeds of a problem.
 */
import type { Dataset } from "../data/dataset.js";
import { GraphBuilder } from "../graph/builder.js";
import { tensor } from "../graph/tensor.js";
import type { InitializableNetwork } from "../initializers/network-access.js";
import { buildNetwork } from "../network/layers/build-network.js";
import type { Layer } from "../network/layers/layer.js";
import { permutation, stream } from "../random/index.js";
import type { Runtime } from "../runtime/runtime.js";
import { affineLayers } from "./affine-layers.js";
import { batchOf } from "./batch.js";
import { type Instrument, instrument, loadInstrument, type Point } from "./instrument.js";
import { type Build, loadObjective } from "./objective.js";
import { logitGradients, logitWeights, unitStatistics } from "./points.js";
import type { TrainingRecipe } from "./training-recipe.js";

/** The networks of one problem, by seed. */
export interface InitializableNetworks {
  /** The network of a seed, which decides the order of its batches. */
  of(seed: number): InitializableNetwork;
  /** Frees the sessions. */
  release(): Promise<void>;
}

/**
 * The networks that data-driven initializers see.
 *
 * @param batch rows of a batch; fewer where the data set has fewer training samples
 * @throws ShapeError where the network does not fit the data
 */
export function initializableNetworks(
  runtime: Runtime,
  dataset: Dataset,
  layers: Layer,
  loss: TrainingRecipe["loss"],
  batch: number,
): InitializableNetworks {
  const { train, shape, classes } = dataset;
  const atMost = (rows: number) => Math.min(rows, train.count);
  const rows = atMost(batch);
  const build: Build = (g, x, parameterInputs) =>
    buildNetwork(g, layers, x, { mode: "measure", ...(parameterInputs === undefined ? {} : { parameterInputs }) });
  const blueprint = new GraphBuilder("layers");
  const plan = build(blueprint, blueprint.input("data", "float32", [rows, ...shape]));
  const affine = affineLayers(blueprint, plan).map(({ layer }) => layer);
  const instrumentsAt = <P extends Point>(point: P) =>
    cacheByRows((n) =>
      loadInstrument(runtime, instrument({ layers, shape, rows: n, mode: "measure" }, { reading: point })),
    );
  const statistics = instrumentsAt(unitStatistics);
  const gradients = instrumentsAt(logitGradients);
  return {
    of: (seed) => {
      const order = permutation(stream(seed, "init-data"), train.count);
      return {
        inputShape: shape,
        classes,
        rows,
        samples: train.count,
        layers: affine,
        batch: (index, count = rows) => {
          const n = atMost(count);
          return batchOf(
            train,
            Int32Array.from({ length: n }, (_, row) => order[(index * n + row) % train.count]!),
          );
        },
        statistics: async (weights, samples) => {
          const { look } = await statistics.of(samples.rows);
          return (await look(weights, samples)).reading;
        },
        logitGradients: async (weights, samples, seeds) => {
          const { look } = await gradients.of(samples.rows);
          const more = { [logitWeights]: tensor("float32", [samples.rows, classes], seeds) };
          return (await look(weights, samples, more)).reading;
        },
        compileObjective: (count, objective) =>
          loadObjective(runtime, plan, build, { shape, classes, loss, rows: atMost(count) }, objective),
      };
    },
    release: async () => {
      await statistics.release();
      await gradients.release();
    },
  };
}

type AnyPoints = Readonly<Record<string, Point>>;

/**
 * Instruments by their number of rows, each loaded once. One that could not be loaded is tried
 * again.
 */
function cacheByRows<P extends AnyPoints>(load: (rows: number) => Promise<Instrument<P>>) {
  const loaded = new Map<number, Promise<Instrument<P>>>();
  return {
    of(rows: number): Promise<Instrument<P>> {
      const existing = loaded.get(rows);
      if (existing !== undefined) return existing;
      const loading = load(rows);
      loaded.set(rows, loading);
      loading.catch(() => loaded.delete(rows));
      return loading;
    },
    async release(): Promise<void> {
      const all = [...loaded.values()];
      loaded.clear();
      for (const instrument of all) await (await instrument).release();
    },
  };
}
