/**
 * Where each of PyTorch's gates stands among ONNX's: PyTorch's LSTM has input, forget, cell,
 * output, and ONNX's input, output, forget, cell; PyTorch's GRU reset, update, new, and ONNX's
 * update, reset, new.
 */
const gates = { LSTM: [0, 2, 3, 1], GRU: [1, 0, 2], RNN: [0] };
/** Whether a node is a recurrent layer. */
export const isRecurrent = ({ operator }) => Object.hasOwn(gates, operator);
/**
 * Input 1 is `[directions, gates · hidden, inputs]`, input 2 the recurrent kernel, and input 3 has
 * both biases, `[directions, 2 · gates · hidden]`.
 *
 * @returns no entries for other inputs
 */
export function recurrentEntries(module, node, input, { shape, data }) {
    if (input < 1 || input > 3)
        return [];
    const directions = shape[0];
    const size = data.length / directions;
    return Array.from({ length: directions }, (_, direction) => {
        const part = data.subarray(direction * size, (direction + 1) * size);
        const names = namesOf(module, node, direction, directions);
        if (input < 3)
            return [inGateOrder(node, names[input - 1], part, shape.slice(1))];
        const half = size / 2;
        return names.slice(2).map((name, i) => inGateOrder(node, name, part.subarray(i * half, (i + 1) * half), [half]));
    }).flat();
}
/** Entries of one direction of one layer: two kernels, then two biases if the module has any. */
function namesOf(module, node, direction, directions) {
    const path = module.pathOf(node);
    const layers = module.outline.nodes.filter((other) => isRecurrent(other) && module.pathOf(other) === path);
    const layer = layers.indexOf(node);
    const call = module.callOf(node);
    if (call !== undefined) {
        const perDirection = call.entries.some((name) => /(^|\.)bias_[ih]h_l\d+/.test(name)) ? 4 : 2;
        const start = (layer * directions + direction) * perDirection;
        return call.entries.slice(start, start + perDirection);
    }
    const suffix = `_l${layer}${direction === 1 || node.attributes.direction === "reverse" ? "_reverse" : ""}`;
    const kinds = ["weight_ih", "weight_hh", ...(node.inputs[3] === undefined ? [] : ["bias_ih", "bias_hh"])];
    return kinds.map((kind) => `${path === "" ? "" : `${path}.`}${kind}${suffix}`);
}
/** Rows in PyTorch's order of gates. */
function inGateOrder({ operator }, name, data, shape) {
    const order = gates[operator];
    const length = data.length / order.length;
    const result = data.slice();
    for (const [to, from] of order.entries())
        result.set(data.subarray(from * length, (from + 1) * length), to * length);
    return { name, shape, data: result };
}
