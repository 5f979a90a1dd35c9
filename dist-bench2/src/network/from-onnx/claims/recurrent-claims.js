import { partSource, shapeOf } from "../part-source.js";
/** The gates in the order of the operator's stacked kernels (ONNX). */
const gates = {
    LSTM: ["input", "output", "forget", "cell"],
    GRU: ["update", "reset", "new"],
    RNN: ["new"],
};
/**
 * W `[directions, gates · H, in]`, R `[directions, gates · H, H]`, B `[directions, 2 · gates · H]`
 * (of the input first), and P `[directions, 3 · H]` of an LSTM with peepholes. Each may be joined
 * from several tensors, as exporters do that bring gates into ONNX's order in the graph.
 */
export function recurrentClaims(node, find) {
    const names = gates[node.operator];
    const hidden = shapeOf(find, node.inputs[2]);
    if (hidden?.length !== 3)
        return [];
    const [directions, , units] = hidden;
    const placeOf = (gate, part, direction) => ({
        layer: `${node.inputs[2].name}${direction === 0 ? "" : "[reverse]"}`,
        part,
        gate,
        index: names.indexOf(gate),
        gates: names.length,
        units,
    });
    return Array.from({ length: directions }, (_, direction) => {
        const claim = (input, role, start, width) => {
            const places = [
                { start: direction, size: 1 },
                { start, size: units },
            ];
            const operand = node.inputs[input];
            const ranges = width === undefined ? places : [...places, { start: 0, size: width }];
            const part = partSource(find, operand, ranges);
            if (part === undefined)
                return [];
            const shape = width === undefined ? [units] : [units, width];
            const steps = [...part.steps, { kind: "reshape", shape }];
            const isWhole = find(operand) !== undefined;
            const of = width === undefined ? { kernelNode: node } : {};
            return [{ node, input, role, steps, factor: 1, direction, ...of, ...(isWhole ? {} : { source: part.source }) }];
        };
        const ofGates = names.flatMap((gate, i) => {
            const activation = activationOf(node, direction, gate === "cell" || gate === "new");
            const kernels = ["input", "hidden"].flatMap((part, at) => {
                const width = shapeOf(find, node.inputs[1 + at])?.[2];
                const role = {
                    kind: "kernel",
                    operation: "dense",
                    activation,
                    recurrent: placeOf(gate, part, direction),
                };
                return width === undefined ? [] : claim(1 + at, role, i * units, width);
            });
            const biases = ["input", "hidden"].flatMap((part, at) => claim(3, { kind: "bias", activation, recurrent: placeOf(gate, part, direction) }, (at * names.length + i) * units));
            return [...kernels, ...biases];
        });
        if (node.operator !== "LSTM")
            return ofGates;
        const peepholes = ["input", "output", "forget"].flatMap((gate, i) => claim(7, { kind: "bias", activation: "sigmoid", recurrent: placeOf(gate, "peephole", direction) }, i * units));
        return [...ofGates, ...peepholes];
    }).flat();
}
/** ONNX's names, in lower case, of functions that have a name here. */
const names = {
    sigmoid: "sigmoid",
    tanh: "tanh",
    relu: "relu",
    softplus: "softplus",
    softsign: "softsign",
};
/** The function of a gate, or of the new state. */
function activationOf({ attributes, operator }, direction, isState) {
    const listed = attributes.activations;
    const perDirection = gates[operator].length === 4 ? 3 : operator === "GRU" ? 2 : 1;
    const place = direction * perDirection + (isState ? Math.min(1, perDirection - 1) : 0);
    const usual = isState ? "tanh" : "sigmoid";
    return names[(listed?.[place] ?? usual).toLowerCase()] ?? usual;
}
