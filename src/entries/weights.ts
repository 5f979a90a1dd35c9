/**
 * Weights as files of other frameworks: .npz, .safetensors and .onnx, in their layouts.
 *
 * @module stepzero/weights
 */
export {
  axesIn,
  findLayout,
  type InitializedModel,
  type InitializedTensor,
  type InitializeModelOptions,
  type InitializeOnnxOptions,
  initializeModel,
  initializeOnnx,
  type Layout,
  layouts,
  loaderSnippet,
  type MeasuredData,
  type NamedTensor,
  type PlacedTensor,
  parseSafetensors,
  place,
  summarizeTensor,
  type TensorSummary,
  type WeightsFormat,
  weightsFile,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from "../weights/index.js";
