/** Operators of quantized models, whose weights are integers. */
import { placesOf } from "./places.js";
/** Of ONNX itself and of ONNX Runtime's domain com.microsoft. */
const operators = new Set([
    "QuantizeLinear",
    "DequantizeLinear",
    "DynamicQuantizeLinear",
    "ConvInteger",
    "MatMulInteger",
    "MatMulInteger16",
    "MatMulIntegerToFloat",
    "DynamicQuantizeMatMul",
    "DynamicQuantizeLSTM",
    "MatMulNBits",
    "MatMulBnb4",
    "MatMulFpQ4",
    "GatherBlockQuantized",
    "QGemm",
    "QAttention",
    "QEmbedLayerNormalization",
    "QMoE",
]);
/** Of families: QLinearConv, QOrderedMatMul. */
const families = ["QLinear", "QOrdered"];
/**
 * The operators of a model that compute with quantized numbers, each once, in the order of the
 * file; those of subgraphs and functions too. Where there are some, integer weights are what
 * quantization made of float ones: new weights belong in the float model it was made from.
 *
 * @param bytes an .onnx file
 * @throws InputError where the bytes are no .onnx file
 */
export function quantizedOperators(bytes) {
    const names = placesOf(bytes).nodes.map(({ operator }) => operator);
    return [...new Set(names.filter(isQuantized))];
}
function isQuantized(operator) {
    const name = operator.replace(/^com\.microsoft:/, "");
    return operators.has(name) || families.some((family) => name.startsWith(family));
}
