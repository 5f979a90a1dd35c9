import { sizeOf } from "../../graph/tensor.js";
import { addedRules } from "./claims/added-claims.js";
import { kernelRules } from "./claims/kernel-claims.js";
import { normClaims } from "./claims/norm-claims.js";
import { valuesFromInputs, walkBack } from "./neighbourhood.js";
import { isStoredFloat } from "./stored-source.js";
/** Collects the uses, node by node. Kernels come first, since biases are found behind them. */
export function usesIn(outline, find) {
    const products = new Map();
    const ofKernels = new Map();
    const missed = [];
    const fromInputs = valuesFromInputs(outline);
    for (const node of outline.nodes) {
        const rule = Object.hasOwn(kernelRules, node.operator) ? kernelRules[node.operator] : undefined;
        const claims = rule?.(node, find) ?? [];
        ofKernels.set(node, claims);
        const kernel = claims.find((claim) => claim.units !== undefined);
        if (kernel !== undefined && node.outputs[0] !== undefined) {
            products.set(node.outputs[0], { claim: kernel, axisFromEnd: kernel.units.axisFromEnd });
        }
        const ofFunction = missedInFunction(outline, node);
        missed.push(...(ofFunction ?? missedAt(node, find, kernelInputs(claims), fromInputs)));
    }
    const context = { outline, find, products, fromInputs };
    const claims = outline.nodes.flatMap((node) => {
        const ofKernel = ofKernels.get(node);
        if (ofKernel.length > 0)
            return ofKernel;
        const norm = normClaims(outline, node, find);
        if (norm.length > 0)
            return norm;
        const rule = Object.hasOwn(addedRules, node.operator) ? addedRules[node.operator] : undefined;
        return rule?.(node, context) ?? [];
    });
    const uses = claims.flatMap((claim) => {
        const source = claim.source ?? find(claim.node.inputs[claim.input]);
        return source === undefined ? [] : [{ source, claim }];
    });
    return { uses, missed };
}
/** The inputs of a node that are claimed as kernels. */
const kernelInputs = (claims) => new Set(claims.flatMap(({ role, input }) => (typeof role !== "string" && role.kind === "kernel" ? [input] : [])));
const recurrent = new Set(["LSTM", "GRU", "RNN"]);
/** Operators that have a kernel at input 1, whatever it comes from. */
const always = new Set([
    ...["Conv", "ConvTranspose", "DeformConv", "com.microsoft:FusedConv", ...recurrent],
]);
/** Operators that have one where an operand does not depend on the model's input. */
const perhaps = new Set(["Gemm", "MatMul", "Einsum", "com.microsoft:FusedMatMul"]);
/** Operators whose kernels are whole numbers. */
const quantized = /^(com\.microsoft:)?(QLinear|QGemm|.*Integer)/;
/** The inputs of a node that could be kernels. */
function kernelPlaces({ operator }) {
    if (recurrent.has(operator))
        return [1, 2];
    return always.has(operator) ? [1] : perhaps.has(operator) ? [0, 1] : [];
}
/** A node whose operator the file defines may have kernels inside. */
function missedInFunction({ functions }, { operator, name, inputs }) {
    if (!functions.has(operator))
        return undefined;
    const stored = inputs.flatMap((value) => (isStoredFloat(value) && sizeOf(value.tensor.shape) > 1 ? value.name : []));
    const tensors = stored.length === 0 ? "" : `, which reads ${stored.join(", ")}`;
    const remedy = "write the model without functions (onnx.inliner.inline_local_functions)";
    return [{ node: name, operator, reason: `it is a function of the file${tensors}: ${remedy}` }];
}
/**
 * @param matches the inputs that are claimed as kernels
 * @param fromInputs the values that are computed from the model's inputs
 */
function missedAt(node, find, matches, fromInputs) {
    const { operator, name, inputs } = node;
    const missed = (reason) => [{ node: name, operator, reason }];
    if (quantized.test(operator)) {
        return missed("its kernel is quantized to whole numbers: take the float model that it was made from");
    }
    if (perhaps.has(operator) && matches.size > 0)
        return [];
    for (const place of kernelPlaces(node)) {
        const value = inputs[place];
        if (value === undefined || matches.has(place))
            continue;
        if (find(value) !== undefined && !always.has(operator))
            continue;
        if (value.isInput && always.has(operator))
            return missed(`its kernel is the model's input ${value.name}`);
        if (value.tensor?.type.startsWith("sparse") === true) {
            return missed(`its kernel ${value.name} is stored without its zeros: write it as a dense initializer`);
        }
        if (fromInputs.has(value) && !always.has(operator))
            continue;
        if (isDequantized(value)) {
            return missed("its kernel is quantized to whole numbers: take the float model that it was made from");
        }
        const stored = storedBehind(value);
        if (!fromInputs.has(value) && stored.length === 0)
            continue;
        const from = value.producer === undefined ? "nothing in the file" : `${value.producer.name} (${value.producer.operator})`;
        const tensors = stored.length === 0 ? "" : `, from ${stored.map((one) => one.name).join(", ")}`;
        return missed(`its kernel is computed by ${from}${tensors}`);
    }
    return [];
}
/** Whether whole numbers of the file become floats on the way to a value. */
function isDequantized(value) {
    let matches = false;
    walkBack(value, (node) => {
        const [input] = node.inputs;
        matches ||= node.operator === "DequantizeLinear" && input?.tensor !== undefined;
        return (!matches && ["Transpose", "Reshape", "Identity", "Cast", "Mul", "Sub", "DequantizeLinear"].includes(node.operator));
    });
    return matches;
}
function storedBehind(value) {
    const stored = new Set();
    walkBack(value, (node) => {
        for (const input of node.inputs)
            if (isStoredFloat(input) && sizeOf(input.tensor.shape) > 1)
                stored.add(input);
        return true;
    });
    return [...stored];
}
