import { cifar, npy, npz, safetensors } from "./arrays.js";
import { commandLines } from "./command-lines.js";
import { onnxGraph, onnxInit, onnxNetwork, onnxOutline } from "./graphs.js";
import { idxGz, idxs } from "./idx-files.js";
import { ownInitializer, ownNetwork, studyModule } from "./modules.js";
import { cellPath, checkpoints, compareJson, signedCell, signedCheckpoints, signedManifest, signedStudy, storedFiles, } from "./stored.js";
import { studyJson, studyYaml } from "./studies.js";
import { auditTable, csv, shellWords } from "./tables.js";
import { frameworkLayers, methodOptions, modelOptions, shards } from "./typed.js";
export const byHand = {
    "study-json": studyJson,
    "study-yaml": studyYaml,
    "study-module": studyModule,
    "own-initializer": ownInitializer,
    "own-network": ownNetwork,
    "method-options": methodOptions,
    "model-options": modelOptions,
    "framework-layers": frameworkLayers,
    shard: shards,
    "command-line": commandLines,
    csv,
    npy,
    npz,
    idx: idxs,
    "idx-gz": idxGz,
    cifar,
    safetensors,
    "onnx-graph": onnxGraph,
    "onnx-outline": onnxOutline,
    "onnx-init": onnxInit,
    "onnx-network": onnxNetwork,
    "compare-json": compareJson,
    "results-study": storedFiles("study.json"),
    "results-manifest": storedFiles("manifest.json"),
    "results-cell": storedFiles(cellPath),
    "signed-study": signedStudy,
    "signed-manifest": signedManifest,
    "signed-cell": signedCell,
    checkpoint: checkpoints,
    "signed-checkpoint": signedCheckpoints,
    "audit-table": auditTable,
    "shell-words": shellWords,
};
