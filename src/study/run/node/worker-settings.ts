/** What a worker process gets when it starts, as JSON. */
import type { DataPlaces } from "../../../data/node/index.js";
import type { Device } from "../../../runtime/device.js";

/** How a worker process trains, and where it reads data sets from. */
export interface WorkerSettings {
  readonly device: Device;
  /** Whether most activations are computed again in the backward pass (`CompileProblemOptions`). */
  readonly recompute: boolean;
  /** Bytes of cache by which steps are cut (`Runtime.cache`); 0 where they are not. */
  readonly cache: number;
  /** Where data sets are read from, and how. */
  readonly places: DataPlaces;
}
