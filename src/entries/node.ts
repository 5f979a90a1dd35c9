/**
 * What needs Node: data sets from files and the network, ONNX Runtime, studies in child processes,
 * reports and results folders.
 *
 * @module stepzero/node
 */
export {
  DamagedFileError,
  type DataPlaces,
  type DatasetPlace,
  DownloadError,
  type DownloadOptions,
  type DownloadProgress,
  dataPlaces,
  type Fetch,
  type LoadOptions,
  loadDataset,
  loadExactDataset,
  loadUserData,
  type UserDataOptions,
} from "../data/node/index.js";
export type { FigureFormat } from "../report/figure-formats.js";
export { type WriteReportOptions, writeReport } from "../report/node/write-report.js";
export { type Device, devices } from "../runtime/device.js";
export type { DeviceReport } from "../runtime/node/device-report.js";
export { examineDevices } from "../runtime/node/examine.js";
export { type LoadedRuntime, loadRuntime } from "../runtime/node/load-runtime.js";
export {
  type LoadedInitializer,
  type LoadedModel,
  loadInitializer,
  loadModel,
  type UserModuleLoader,
  userModuleLoader,
} from "../study/plan/node/modules/index.js";
export type { DataOptions, PreparationEvent } from "../study/plan/node/prepare.js";
export { readStudyFile } from "../study/plan/node/read-study-file.js";
export { type FolderResults, readFolder } from "../study/results/node/read-folder.js";
export type { AskedCell } from "../study/run/node/ask/asked-cell.js";
export { type Next, type OpenedStudy, type OpenStudyOptions, openStudy } from "../study/run/node/ask/open-study.js";
export type { Told } from "../study/run/node/ask/told.js";
export { type EstimateOptions, estimateStudy, type StudyEstimate } from "../study/run/node/estimate.js";
export { type FolderStore, openFolderStore } from "../study/run/node/folder-store.js";
export { mergeFolders } from "../study/run/node/merge.js";
export { type Processes, type ProcessesOptions, startProcesses } from "../study/run/node/processes.js";
export type { RunStudyOptions } from "../study/run/node/run-options.js";
export { runStudy, type StudyResults } from "../study/run/node/run-study.js";
export { checkTrainer, type TrainerCheck } from "../study/run/node/trainer/check-trainer.js";
export type { Finding as TrainerFinding } from "../study/run/node/trainer/findings.js";
export { version } from "../version.js";
