/** Data sets from files, the cache and the network. */
export { dataPlaces } from "./data-places.js";
export { DownloadError } from "./download.js";
export { loadDataset } from "./load-dataset.js";
export { loadExactDataset } from "./load-exact-dataset.js";
export { DamagedFileError } from "./read-file.js";
export { loadUserData } from "./user-files.js";
