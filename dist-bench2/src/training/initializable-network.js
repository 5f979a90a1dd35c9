import { GraphBuilder } from "../graph/builder.js";
import { tensor } from "../graph/tensor.js";
import { buildNetwork } from "../network/layers/build-network.js";
import { permutation, stream } from "../random/index.js";
import { affineLayers } from "./affine-layers.js";
import { batchOf } from "./batch.js";
import { instrument, loadInstrument } from "./instrument.js";
import { loadObjective } from "./objective.js";
import { logitGradients, logitWeights, unitStatistics } from "./points.js";
/**
 * The networks that data-driven initializers see.
 *
 * @param batch rows of a batch; fewer where the data set has fewer training samples
 * @throws ShapeError where the network does not fit the data
 */
export function initializableNetworks(runtime, dataset, layers, loss, batch) {
    const { train, shape, classes } = dataset;
    const atMost = (rows) => Math.min(rows, train.count);
    const rows = atMost(batch);
    const build = (g, x, parameterInputs) => buildNetwork(g, layers, x, { mode: "measure", ...(parameterInputs === undefined ? {} : { parameterInputs }) });
    const blueprint = new GraphBuilder("layers");
    const plan = build(blueprint, blueprint.input("data", "float32", [rows, ...shape]));
    const affine = affineLayers(blueprint, plan).map(({ layer }) => layer);
    const instrumentsAt = (point) => cacheByRows((n) => loadInstrument(runtime, instrument({ layers, shape, rows: n, mode: "measure" }, { reading: point })));
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
                    return batchOf(train, Int32Array.from({ length: n }, (_, row) => order[(index * n + row) % train.count]));
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
                compileObjective: (count, objective) => loadObjective(runtime, plan, build, { shape, classes, loss, rows: atMost(count) }, objective),
            };
        },
        release: async () => {
            await statistics.release();
            await gradients.release();
        },
    };
}
/**
 * Instruments by their number of rows, each loaded once. One that could not be loaded is tried
 * again.
 */
function cacheByRows(load) {
    const loaded = new Map();
    return {
        of(rows) {
            const existing = loaded.get(rows);
            if (existing !== undefined)
                return existing;
            const loading = load(rows);
            loaded.set(rows, loading);
            loading.catch(() => loaded.delete(rows));
            return loading;
        },
        async release() {
            const all = [...loaded.values()];
            loaded.clear();
            for (const instrument of all)
                await (await instrument).release();
        },
    };
}
