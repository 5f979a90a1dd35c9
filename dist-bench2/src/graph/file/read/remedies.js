/** What helps where a file is not what ONNX allows, or holds what no graph of ours can. */
/** The file contradicts itself, as onnx.checker also finds. */
export const EXPORT_AGAIN = "That is not valid ONNX: export the model again.";
/** Initializers that are stored without their zeros. */
export const SPARSE = "sparse initializers are not supported: write them as ordinary, dense ones.";
