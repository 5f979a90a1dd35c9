/**
 * Weights as files of other frameworks: .npz, .safetensors and .onnx, in their layouts.
 *
 * @module stepzero/weights
 */
export * from "../weights/index.js";
