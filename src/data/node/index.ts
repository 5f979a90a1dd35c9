/** Data sets from files, the cache and the network. */
export { type DataPlaces, type DownloadOptions, dataPlaces, type LoadOptions } from "./data-places.js";
export { DownloadError, type DownloadProgress, type Fetch } from "./download.js";
export { loadDataset } from "./load-dataset.js";
export { type DatasetPlace, loadExactDataset } from "./load-exact-dataset.js";
export { DamagedFileError } from "./read-file.js";
export type { UserDataOptions } from "./user-data-options.js";
export { loadUserData } from "./user-files.js";
