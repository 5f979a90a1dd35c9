/**
 * What needs Node: data sets from files and the network, ONNX Runtime, studies in child processes,
 * reports and results folders.
 *
 * @module stepzero/node
 */
export { DamagedFileError, DownloadError, dataPlaces, loadDataset, loadExactDataset, loadUserData, } from "../data/node/index.js";
export { writeReport } from "../report/node/write-report.js";
export { devices } from "../runtime/device.js";
export { examineDevices } from "../runtime/node/examine.js";
export { loadRuntime } from "../runtime/node/load-runtime.js";
export { loadInitializer, loadModel, userModuleLoader, } from "../study/plan/node/modules/index.js";
export { readStudyFile } from "../study/plan/node/read-study-file.js";
export { readFolder } from "../study/results/node/read-folder.js";
export { estimateStudy } from "../study/run/node/estimate.js";
export { openFolderStore } from "../study/run/node/folder-store.js";
export { mergeFolders } from "../study/run/node/merge.js";
export { startProcesses } from "../study/run/node/processes.js";
export { runStudy } from "../study/run/node/run-study.js";
export { version } from "../version.js";
