const RECURRENT = new Set(["LSTM", "GRU", "RNN"]);
/**
 * The kernels of recurrent operators as layers, in the order of the forward pass. Each stands for
 * what its operator returns, the hidden states: what the kernel's gate returns lies inside.
 */
export function recurrentLayers(g, { parameters }) {
    const kernels = new Map();
    for (const { value, ...specification } of parameters) {
        if (specification.role.kind === "kernel")
            kernels.set(value, specification);
    }
    const read = new Set();
    for (const { inputs } of g.nodes)
        for (const v of inputs)
            if (v !== undefined)
                read.add(v);
    return g.nodes.flatMap((node) => {
        const [all, last] = node.outputs;
        if (!RECURRENT.has(node.operator) || all === undefined)
            return [];
        // What follows may read all steps, or the last one.
        const output = last === undefined || read.has(all) ? all : last;
        return kernelsBehind(g, node, kernels).map(({ name, shape, role }) => ({
            layer: { name, kernel: { name, shape, role }, units: output.shape.at(-1) },
            product: node,
            output,
            unitAxis: output.shape.length - 1,
        }));
    });
}
/** The kernels that an operator's W and R are made of. */
function kernelsBehind(g, { inputs }, kernels) {
    const seen = new Set();
    const pending = inputs.slice(1, 3).filter((v) => v !== undefined);
    while (pending.length > 0) {
        const value = pending.pop();
        if (seen.has(value))
            continue;
        seen.add(value);
        pending.push(...(g.producer(value)?.inputs ?? []).filter((v) => v !== undefined));
    }
    return [...kernels].flatMap(([value, kernel]) => (seen.has(value) ? [kernel] : []));
}
