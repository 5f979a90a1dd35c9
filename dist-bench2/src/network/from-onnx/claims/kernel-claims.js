import { sizeOf } from "../../../graph/tensor.js";
import { einsumClaims } from "./einsum-claims.js";
import { recurrentClaims } from "./recurrent-claims.js";
const turn = { kind: "transpose", order: [1, 0] };
/** Of a convolution of either direction; `[out, in / g, …]` or `[in, out / g, …]`. */
const convolution = (operation) => (node, find) => {
    const shape = find(node.inputs[1])?.shape;
    const groups = Number(node.attributes.group ?? 1);
    if (shape === undefined || shape.length < 3)
        return aloneBias(node, find);
    const count = operation === "convolution" ? shape[0] : shape[1] * groups;
    const role = { kind: "kernel", operation, groups, ...windowOf(node.attributes) };
    const units = { count, axisFromEnd: shape.length - 1 };
    return [{ node, input: 1, role, steps: [], factor: 1, units }, ...biasOf(node, 2, count, find)];
};
const windowOf = ({ strides, dilations }) => ({
    stride: strides ?? [],
    dilation: dilations ?? [],
});
/** alpha · A · B + beta · C, where A or B is a weight. */
const gemm = (node, find) => {
    const { alpha = 1, beta = 1, transA = 0, transB = 0 } = node.attributes;
    const [left, right] = [find(node.inputs[0]), find(node.inputs[1])];
    if ((left === undefined) === (right === undefined))
        return [];
    const shape = (left ?? right).shape;
    if (shape.length !== 2)
        return [];
    const input = left === undefined ? 1 : 0;
    const outputsFirst = left === undefined ? transB === 1 : transA === 0;
    const count = outputsFirst ? shape[0] : shape[1];
    const units = { count, axisFromEnd: left === undefined ? 1 : 2 };
    const role = { kind: "kernel", operation: "dense" };
    const kernel = { node, input, role, steps: outputsFirst ? [] : [turn], factor: alpha, units };
    return [kernel, ...biasOf(node, 2, count, find, beta)];
};
/** A · B, where A or B is a weight: a matrix, a vector, or a stack of matrices. */
const matMul = (node, find) => {
    const { alpha = 1, transA = 0, transB = 0 } = node.attributes;
    const [left, right] = [find(node.inputs[0]), find(node.inputs[1])];
    if ((left === undefined) === (right === undefined))
        return [];
    const isRight = left === undefined;
    const { shape } = (left ?? right);
    const inputsFirst = isRight !== ((isRight ? transB : transA) === 1);
    const laid = stackOfMatrices(shape, inputsFirst);
    if (laid === undefined)
        return [];
    const { fused, steps, count } = laid;
    const role = { kind: "kernel", operation: "dense", ...(fused > 1 ? { fused } : {}) };
    const units = { count, axisFromEnd: isRight ? 1 : 2 };
    return [{ node, input: isRight ? 1 : 0, role, steps, factor: alpha, units }];
};
/** `[…, in, out]` or `[…, out, in]` as `[stack · out, in]`. */
function stackOfMatrices(shape, inputsFirst) {
    if (shape.length === 0)
        return undefined;
    if (shape.length === 1) {
        return { fused: 1, count: 1, steps: [{ kind: "reshape", shape: [1, shape[0]] }] };
    }
    const rank = shape.length;
    const [a, b] = shape.slice(-2);
    const [count, inputs] = inputsFirst ? [b, a] : [a, b];
    const fused = sizeOf(shape.slice(0, -2));
    const order = [...shape.keys()].slice(0, -2);
    const steps = inputsFirst ? [{ kind: "transpose", order: [...order, rank - 1, rank - 2] }] : [];
    if (rank > 2)
        steps.push({ kind: "reshape", shape: [fused * count, inputs] });
    return { fused, count, steps };
}
/** A bias that the operator adds: one number per unit. */
function biasOf(node, input, units, find, factor = 1) {
    const shape = find(node.inputs[input])?.shape;
    if (shape === undefined || sizeOf(shape) !== units)
        return [];
    return [{ node, input, role: { kind: "bias" }, steps: flat(shape), factor, kernelNode: node }];
}
/** The bias of a kernel that is not in the file: one number per channel all the same. */
function aloneBias(node, find) {
    const shape = find(node.inputs[2])?.shape;
    return shape?.length === 1 ? [{ node, input: 2, role: { kind: "bias" }, steps: [], factor: 1 }] : [];
}
/** One axis, for biases `[1, C, 1, 1]`. */
export const flat = (shape) => shape.length === 1 ? [] : [{ kind: "reshape", shape: [sizeOf(shape)] }];
/** The rules by operator. */
export const kernelRules = {
    Conv: convolution("convolution"),
    ConvTranspose: convolution("transposed-convolution"),
    Gemm: gemm,
    MatMul: matMul,
    Einsum: einsumClaims,
    LSTM: recurrentClaims,
    GRU: recurrentClaims,
    RNN: recurrentClaims,
    // ONNX Runtime writes these when it saves a model that it has optimized.
    "com.microsoft:FusedConv": convolution("convolution"),
    "com.microsoft:FusedGemm": gemm,
    "com.microsoft:FusedMatMul": matMul,
};
