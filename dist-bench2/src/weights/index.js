/** Weights in the layouts of PyTorch, Keras, Flax and ONNX, and the files that hold them. */
export { writeNpy } from "../data/formats/npy.js";
export { writeNpz } from "../data/formats/npz.js";
export { parseSafetensors, writeSafetensors } from "../data/formats/safetensors.js";
export { initializeModel } from "./initialize-model.js";
export { initializeOnnx } from "./initialize-onnx.js";
export { summarizeTensor, } from "./initialized-model.js";
export { axesIn, findLayout, layouts, place } from "./layout.js";
export { fileEntries } from "./pytorch/file-entries.js";
export { loaderSnippet } from "./snippets.js";
export { isStateDictName } from "./state-dict-name.js";
export { formatNotes, weightsFile } from "./weights-file.js";
