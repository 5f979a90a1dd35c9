import { sizeOf } from "../../graph/tensor.js";
import { permute } from "../layout.js";
import { isFolded } from "./folded-norms.js";
import { entryIn, isGroupNorm, isMadeUp, isPlainLayer, nameOf, ownerOf, readersOf } from "./module-paths.js";
import { isRecurrent, recurrentEntries } from "./recurrent-entries.js";
/** The entries that one input of a node is; none where the file does not tell. */
export function entriesOf(module, fresh, node, input) {
    const operand = fresh.operand(node, input);
    if (operand === undefined)
        return [];
    const call = module.callOf(node);
    if (call === undefined && module.entries !== undefined)
        return [];
    const entry = call === undefined ? nameOf(operand) : call.entries.find((one) => isName(operand, one));
    if (entry !== undefined)
        return [{ ...operand.before(), name: entry }];
    if (isRecurrent(node))
        return recurrentEntries(module, node, input, operand);
    return call === undefined ? byPath(module, fresh, node, input, operand) : byCall(module, call, node, input, operand);
}
const isName = ({ alias, stored }, entry) => alias === entry || stored.name === entry;
function byCall(module, call, node, input, operand) {
    const { stored } = operand;
    if (isFolded(call, node)) {
        const isKernel = input === 1 && module.entries.has(stored.name);
        return isKernel ? [{ ...operand.before(), name: stored.name }] : [];
    }
    const argument = argumentOf(node, call, input);
    const entry = argument === undefined ? undefined : call.tensors[argument];
    if (entry !== undefined)
        return [{ name: entry, ...inModule(node, call.target, operand) }];
    if (argument === 1)
        return weightNorm(module, node, inModule(node, call.target, operand));
    // The exporter merged equal parameters: the tensor has the name of another entry.
    const [only, ...others] = call.entries;
    const isMerged = argument === undefined && only !== undefined && others.length === 0;
    return isMerged && module.entries.has(stored.name) ? [{ ...operand.before(), name: only }] : [];
}
/** Functions that have input, weight and bias as their first tensors, as ONNX's operators have. */
const layers = /^(linear|conv\w*|_?convolution|(native_)?(layer|group)_norm|instance_norm|(_fused_)?rms_norm|_?prelu\w*|\w*batch_norm\w*)\./;
/** Which tensor of its call an input of a node is; `undefined` where it may be none. */
function argumentOf({ operator }, { target }, input) {
    if (/^addmm\./.test(target))
        return operator === "Gemm" ? [undefined, 2, 0][input] : undefined;
    if (/^embedding\./.test(target))
        return operator === "Gather" && input === 0 ? 0 : undefined;
    if (!layers.test(target))
        return undefined;
    switch (operator) {
        case "Mul":
            return 1;
        case "Add":
            return 2;
        case "InstanceNormalization": // of group norm it has ones and zeros
            return target.includes("group_norm") ? undefined : input;
        default:
            return input;
    }
}
/** An operand in the axes of the module. */
function inModule({ operator, attributes }, target, { shape, data }) {
    const isFactor = operator === "MatMul" || (operator === "Gemm" && attributes.transB !== 1);
    if (isFactor && target.startsWith("linear") && shape.length === 2)
        return transposed(shape, data);
    // A number per channel has one axis in modules: [8, 1, 1] → [8].
    const perChannel = operator === "Mul" || operator === "Add" || operator === "PRelu";
    return { shape: perChannel ? [sizeOf(shape)] : shape, data };
}
const transposed = ([rows, columns], data) => ({
    shape: [columns, rows],
    data: permute(data, [rows, columns], [1, 0]),
});
/**
 * A kernel that was folded from a weight norm, as direction and size: w = g · v / ‖v‖ with v = w.
 * PyTorch's default is a size for each index of the first axis.
 */
function weightNorm(module, node, { shape, data }) {
    const path = module.pathOf(node);
    const names = [
        ["parametrizations.weight.original0", "parametrizations.weight.original1"],
        ["weight_g", "weight_v"],
    ].map((pair) => pair.map((leaf) => entryIn(path, leaf)));
    const [size, direction] = names.find((pair) => pair.every((name) => module.entries.has(name))) ?? [];
    if (size === undefined || direction === undefined)
        return [];
    const length = data.length / shape[0];
    const norms = Float32Array.from({ length: shape[0] }, (_, row) => Math.hypot(...data.subarray(row * length, (row + 1) * length)));
    return [
        { name: size, shape: shape.map((n, axis) => (axis === 0 ? n : 1)), data: norms },
        { name: direction, shape, data },
    ];
}
/** Of a TorchScript file, for a tensor whose name the exporter made up. */
function byPath(module, fresh, node, input, operand) {
    const path = module.pathOf(node);
    const leaf = [undefined, "weight", "bias"][input];
    const { shape, data } = operand;
    const flat = { shape: [sizeOf(shape)], data };
    switch (node.operator) {
        case "Conv":
        case "ConvTranspose": {
            // A folded batch norm renames kernel and bias; of a folded weight norm the entries are lost.
            const renamed = [1, 2].map((at) => fresh.operand(node, at)).filter((one) => one && isMadeUp(one.stored.name));
            const isRenamed = renamed.length === 2 && path !== "";
            return isRenamed && leaf !== undefined ? [{ name: entryIn(path, leaf), shape, data }] : [];
        }
        case "MatMul":
        case "Gemm": {
            if (leaf !== "weight" || shape.length !== 2)
                return [];
            const bias = biasBehind(fresh, node);
            const isOwn = bias !== undefined && ownerOf(bias) === path && /bias$/.test(bias);
            const name = isOwn ? bias.replace(/bias$/, "weight") : isPlainLayer(module, path) ? `${path}.weight` : undefined;
            const axes = node.attributes.transB === 1 ? { shape, data } : transposed(shape, data);
            return name === undefined ? [] : [{ name, ...axes }];
        }
        case "PRelu":
            return leaf === "weight" && path !== "" ? [{ name: `${path}.weight`, ...flat }] : [];
        case "Mul":
        case "Add":
            if (!isGroupNorm(module, path))
                return [];
            return [{ name: `${path}.${node.operator === "Mul" ? "weight" : "bias"}`, ...flat }];
        default:
            return [];
    }
}
/** The entry that is added to a node's product. */
function biasBehind(fresh, node) {
    const readings = [{ node, input: 2 }, ...readersOf(node).flatMap((sum) => addends(sum))];
    const operands = readings.flatMap(({ node: reader, input }) => fresh.operand(reader, input) ?? []);
    return operands.flatMap((operand) => nameOf(operand) ?? [])[0];
}
const addends = (node) => (node.operator === "Add" ? [0, 1].map((input) => ({ node, input })) : []);
