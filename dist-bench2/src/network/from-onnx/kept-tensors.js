import { sizeOf } from "../../graph/tensor.js";
import { isNorm } from "./claims/norm-operators.js";
import { fixedTable } from "./fixed-tables.js";
import { isMovement } from "./neighbourhood.js";
import { isFloat } from "./stored-source.js";
/** The tensors used as kernels, embeddings or positions whose numbers no training made. */
export function fixedTensors(outline, uses) {
    const fixed = new Map();
    for (const { source, claim } of uses) {
        const { stored } = source;
        const kind = typeof claim.role === "string" ? "statistic" : claim.role.kind;
        if (!["kernel", "embedding", "position", "bias"].includes(kind) || fixed.has(stored))
            continue;
        const numbers = outline.numbersOf(stored);
        const reason = numbers && fixedTable(numbers);
        if (reason !== undefined)
            fixed.set(stored, reason);
    }
    return fixed;
}
/** The reason of a tensor that keeps its numbers by wish. */
export const ASKED = "asked for";
/**
 * All stored floats that are not placed. Single numbers are among them where they are parameters.
 *
 * @param reasons of some of them
 * @param keeps whether the user wants a tensor of that name to keep its numbers
 */
export function keptTensors(outline, placed, reasons, keeps) {
    return outline.stored.flatMap((value) => {
        const { name, tensor } = value;
        if (placed.has(name) || !isFloat(tensor) || value.readers.length === 0)
            return [];
        if (sizeOf(tensor.shape) < 2 && !isSingleParameter(outline, value))
            return [];
        if (tensor.place === "generated")
            return [];
        const reason = reasons.get(value) ?? (keeps(name) ? ASKED : knownPurpose(outline, value));
        const isFixed = reason !== undefined;
        return [{ name, shape: tensor.shape, reason: reason ?? `read by ${readersOf(value)}`, isFixed }];
    });
}
/**
 * Whether a single number is a parameter (a temperature, a learned factor) and no constant of the
 * program: PyTorch's newer exporter lists the parameters, the older one leaves them their names.
 */
function isSingleParameter({ metadata, producer }, { name, tensor }) {
    if (tensor?.place !== "initializer")
        return false;
    const signature = metadata["pkg.torch.export.ExportedProgram.graph_signature"];
    if (signature !== undefined)
        return signature.includes(`PARAMETER target='${name}'`);
    return producer === "pytorch" && !/^(onnx::|\/|\d+$)/.test(name);
}
/** Inputs that say how an operator works, by its first. */
const settings = { Resize: 1, Upsample: 1, Clip: 1, Pad: 2, Range: 0 };
/** What a tensor is that no training made, by its readers and numbers. */
function knownPurpose(outline, value) {
    const readings = readingsOf(value);
    const all = (which) => readings.length > 0 && readings.every(which);
    if (all(({ node, input }) => input >= (settings[node.operator] ?? Number.POSITIVE_INFINITY))) {
        return `a setting of ${readersOf(value)}`;
    }
    if (all(({ node }) => isNorm(node)))
        return `a constant of ${readersOf(value)}`;
    if (all(({ node, input }) => preparesInput(node, input)))
        return `prepares the input of the model`;
    const tensor = outline.numbersOf(value);
    if (tensor === undefined)
        return undefined;
    const table = fixedTable(tensor);
    if (table !== undefined)
        return table;
    const { data } = tensor;
    const numbers = [...new Set(Array.from(data, Number))];
    if (numbers.length === 2 && numbers.some((x) => x < -1e3) && numbers.includes(0))
        return "a mask";
    const isOneNumber = numbers.length === 1;
    if (isOneNumber && numbers[0] === 0 && all(({ node, input }) => isInitialState(node, input))) {
        return `the initial state of ${readersOf(value)}`;
    }
    // Zeros or ones in Constant nodes are written by exporters, because an operator needs them.
    return isOneNumber && value.tensor?.place === "constant node" ? `a constant of ${readersOf(value)}` : undefined;
}
/** Whether a node's other operand is an input of the model, moved at most. */
function preparesInput({ operator, inputs }, input) {
    if (!["Sub", "Add", "Mul", "Div"].includes(operator))
        return false;
    let other = inputs[1 - input];
    while (other?.producer !== undefined && isMovement(other.producer))
        [other] = other.producer.inputs;
    return other?.isInput ?? false;
}
const isInitialState = ({ operator }, input) => ["LSTM", "GRU", "RNN"].includes(operator) && (input === 5 || input === 6);
/** Where a value is read, through copies of it. */
function readingsOf(value) {
    return value.readers.flatMap((reading) => {
        const [copy] = reading.node.outputs;
        return reading.node.operator === "Identity" && copy !== undefined && copy.readers.length > 0
            ? readingsOf(copy)
            : [reading];
    });
}
/** "Mul_3 (Mul)": the nodes that read a value, through copies of it. */
function readersOf(value) {
    const nodes = readingsOf(value).map(({ node }) => node);
    const names = [...new Set(nodes)].map(({ name, operator }) => (name === operator ? name : `${name} (${operator})`));
    return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}
