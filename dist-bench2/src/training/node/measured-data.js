/** A data set for data-driven methods, with the runtime of this machine. */
import { dataLocation } from "../../data/node/data-location.js";
import { loadDataset } from "../../data/node/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { initializableNetworks } from "../initializable-network.js";
/**
 * Calls `use` with a data set. The data is read, and the runtime loaded, only when a method needs
 * its network. The sessions are released afterwards.
 *
 * @param use takes the data for `initializeModel`
 * @param notice takes what the user should know about the runtime
 * @throws InputError for data that cannot be read
 */
export async function withMeasuredData({ data, dataDir, userData, model, seed }, use, notice) {
    const sessions = [];
    const network = async (layers) => {
        const dataset = await loadDataset(data, { ...dataLocation(dataDir), userData });
        const loaded = await loadRuntime();
        if (loaded.notice !== undefined)
            notice(loaded.notice);
        const { loss, batch } = model.recipe;
        const networks = initializableNetworks(loaded.runtime, dataset, layers, loss, batch);
        sessions.push(networks);
        return networks.of(seed);
    };
    try {
        return await use({ name: data, network });
    }
    finally {
        for (const session of sessions)
            await session.release();
    }
}
