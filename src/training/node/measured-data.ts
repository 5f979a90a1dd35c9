/** A data set for data-driven methods, with the runtime of this machine. */
import { dataLocation } from "../../data/node/data-location.js";
import { loadDataset } from "../../data/node/index.js";
import type { ReadingOptions } from "../../data/reading.js";
import type { Model } from "../../network/models/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import type { MeasuredData } from "../../weights/index.js";
import { initializableNetworks } from "../initializable-network.js";

/** Which data, for which model. */
export interface MeasuredDataOptions {
  /** A data set by name or path. */
  readonly data: string;
  /**
   * The only folder of data sets.
   *
   * @defaultValue `STEPZERO_DATA`, else the cache, else downloaded
   */
  readonly dataDir?: string | undefined;
  /** How a file of the user is read. */
  readonly userData?: ReadingOptions | undefined;
  readonly model: Model;
  readonly seed: number;
}

/**
 * Calls `use` with a data set. The data is read, and the runtime loaded, only when a method needs
 * its network. The sessions are released afterwards.
 *
 * @param use takes the data for `initializeModel`
 * @param notice takes what the user should know about the runtime
 * @throws InputError for data that cannot be read
 */
export async function withMeasuredData<T>(
  { data, dataDir, userData, model, seed }: MeasuredDataOptions,
  use: (measured: MeasuredData) => Promise<T>,
  notice: (message: string) => void,
): Promise<T> {
  const sessions: { release(): Promise<void> }[] = [];
  const network: MeasuredData["network"] = async (layers) => {
    const dataset = await loadDataset(data, { ...dataLocation(dataDir), userData });
    const loaded = await loadRuntime();
    if (loaded.notice !== undefined) notice(loaded.notice);
    const { loss, batch } = model.recipe;
    const networks = initializableNetworks(loaded.runtime, dataset, layers, loss, batch);
    sessions.push(networks);
    return networks.of(seed);
  };
  try {
    return await use({ name: data, network });
  } finally {
    for (const session of sessions) await session.release();
  }
}
