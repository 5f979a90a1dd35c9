import { operandsOf } from "./neighbourhood.js";
/**
 * The first: computed from an input of the model with no kernel and no embedding in between, except
 * for the shortcut around a residual branch. The last: from which the model's outputs are computed
 * with no other kernel in between, except for gates.
 */
export function outermostKernels({ nodes, outputs }, { kernels, tables, shortcuts, gates }) {
    const first = new Set();
    const behind = new Set(); // what kernels or tables stand before
    for (const node of nodes) {
        const isBehind = operandsOf(node).some((value) => behind.has(value));
        if (kernels.has(node) && !isBehind && !shortcuts.has(node))
            first.add(node);
        if (!isBehind && !kernels.has(node) && !tables.has(node))
            continue;
        for (const output of node.outputs)
            if (output !== undefined)
                behind.add(output);
    }
    const last = new Set();
    const reached = new Set(outputs); // what leads to an output
    const before = new Set(); // what leads to a kernel
    for (const node of [...nodes].reverse()) {
        const isBefore = node.outputs.some((output) => output !== undefined && before.has(output));
        const isReached = node.outputs.some((output) => output !== undefined && reached.has(output));
        if (kernels.has(node) && isReached && !isBefore && !gates.has(node))
            last.add(node);
        for (const value of operandsOf(node)) {
            if (isReached)
                reached.add(value);
            if (isBefore || kernels.has(node))
                before.add(value);
        }
    }
    return { first, last };
}
