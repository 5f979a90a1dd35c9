/** Weights in the layouts of PyTorch, Keras, Flax and ONNX, and the files that hold them. */

export type { NamedTensor } from "../data/formats/array.js";
export { writeNpy } from "../data/formats/npy.js";
export { writeNpz } from "../data/formats/npz.js";
export { parseSafetensors, writeSafetensors } from "../data/formats/safetensors.js";
export { type InitializeModelOptions, initializeModel, type MeasuredData } from "./initialize-model.js";
export { type InitializeOnnxOptions, initializeOnnx } from "./initialize-onnx.js";
export {
  type InitializedModel,
  type Loading,
  type ModelOutcome,
  summarizeTensor,
  type TensorSummary,
} from "./initialized-model.js";
export { axesIn, findLayout, type Layout, layouts, type PlacedTensor, place } from "./layout.js";
export { type LoadedTensor, loaderSnippet, type WeightsFormat } from "./snippets.js";
export { isStateDictName } from "./state-dict-name.js";
export { formatNotes, weightsFile } from "./weights-file.js";
