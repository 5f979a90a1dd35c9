/** stepzero's Node part: data sets from files and the network, ONNX Runtime, studies in child processes. */
export { type DownloadProgress, dataPlaces, type LoadOptions, loadDataset } from "./data/node/index.js";
export { writeReport } from "./report/node/write-report.js";
export { type Device, devices } from "./runtime/device.js";
export { type DeviceReport, examineDevices } from "./runtime/examine.js";
export { type LoadedRuntime, loadRuntime } from "./runtime/node.js";
export { type StudyOutput, studyOutput } from "./study/output.js";
export type { PoolEvent } from "./study/pool.js";
export { type RunStudyOptions, runStudy, type StudyEvent, type StudyOutcome } from "./study/run-study.js";
export { openStore, type Store, type StoredResult, sha256 } from "./study/store.js";
export { version } from "./version.js";
