/**
 * stepzero's Node part: data sets from files and the network, ONNX Runtime, studies in child
 * processes.
 *
 * @module stepzero/node
 */
export {
  type DatasetPlace,
  type DownloadProgress,
  dataPlaces,
  type LoadOptions,
  loadDataset,
  loadExactDataset,
  loadUserData,
} from "./data/node/index.js";
export { type WriteReportOptions, writeReport } from "./report/node/write-report.js";
export { type Device, devices } from "./runtime/device.js";
export { type DeviceReport, examineDevices } from "./runtime/node/examine.js";
export { type LoadedRuntime, loadRuntime } from "./runtime/node/load-runtime.js";
export { type LoadedRuntime, loadRuntime } from "./runtime/node/load-runtime.js";
export { type FolderResults, readFolder } from "./study/results/node/read-folder.js";
export { type StudyOutput, studyOutput } from "./study/results/output.js";
export { readOutput } from "./study/results/read-output.js";
export type { PoolEvent } from "./study/run/node/pool.js";
export { type RunStudyOptions, runStudy, type StudyEvent, type StudyOutcome } from "./study/run/node/run-study.js";
export { openStore, type Store, type StoredResult, sha256 } from "./study/run/node/store.js";
export { version } from "./version.js";
