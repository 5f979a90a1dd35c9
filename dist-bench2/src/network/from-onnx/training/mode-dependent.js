/** The nodes of an .onnx model that do something else in training than at inference. */
import { InputError } from "../../../errors.js";
import { toNumbers } from "../../../graph/tensor.js";
import { dropout } from "../../layers/dropout.js";
import { normalizeByBatch } from "../../layers/normalization.js";
import { run } from "../../layers/scope.js";
/**
 * The outputs of a batch normalization or a dropout by the scope's mode: by stepzero's own layers'
 * arithmetic. Undefined for every other node.
 *
 * @param node as the file's graph has it
 * @param inputs its inputs in the network
 */
export function modeDependent(context, node, inputs) {
    if (node.operator === "BatchNormalization")
        return batchNormalization(context, node, inputs);
    if (node.operator !== "Dropout")
        return undefined;
    const { scope } = context;
    return [run(dropout(ratioOf(node, scope.g.constantOf(inputs[1]))), inputs[0], scope)];
}
function batchNormalization({ scope, used, states, note }, node, inputs) {
    const [output, ...statistics] = node.outputs;
    const mean = states.get(node.inputs[3]);
    const variance = states.get(node.inputs[4]);
    if (mean === undefined || variance === undefined) {
        note(`"${output.name}" (BatchNormalization) computes its statistics and does the same in training`);
        return undefined;
    }
    if (statistics.some((v) => used.has(v))) {
        throw new InputError(`other nodes read the statistics of "${output.name}" (BatchNormalization); export the model for inference.`);
    }
    const { momentum, epsilon } = node.attributes;
    const affine = [inputs[1], inputs[2]];
    return [normalizeByBatch(scope, inputs[0], { affine, mean, variance, momentum, epsilon })];
}
/** @throws InputError where the ratio is no constant */
function ratioOf(node, ratio) {
    if (node.inputs[1] === undefined)
        return 0.5;
    if (ratio !== undefined)
        return toNumbers(ratio)[0];
    throw new InputError(`"${node.outputs[0].name}" (Dropout) computes its ratio, expected a constant: export the model for inference, or with a fixed ratio.`);
}
