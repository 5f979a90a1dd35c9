/** Files of weights: .npz and .safetensors, in the layout of PyTorch, Keras, Flax or ONNX. */

export { parseSafetensors, writeSafetensors } from "../data/formats/safetensors.js";
export { axesIn, findLayout, type Layout, layouts, type PlacedTensor, place } from "./layout.js";
export type { NamedTensor } from "./named-tensor.js";
export { writeNpy, writeNpz } from "./npz.js";
export { loaderSnippet, type WeightsFormat } from "./snippets.js";
