import { operandsOf } from "./neighbourhood.js";
/** Goes back from both values, node by node in the file's order, up to what is behind both. */
export function meetingOf({ nodes, inputs }, a, b, fromInputs) {
    const [aboveA, aboveB] = [new Set([a]), new Set([b])];
    const met = (value) => value !== undefined && aboveA.has(value) && aboveB.has(value);
    const start = Math.max(a.producer?.index ?? -1, b.producer?.index ?? -1);
    for (let i = start; i >= 0; i--) {
        const node = nodes[i];
        const common = node.outputs.find(met);
        if (common !== undefined)
            return { common, aboveA, aboveB };
        for (const above of [aboveA, aboveB]) {
            if (!node.outputs.some((output) => output !== undefined && above.has(output)))
                continue;
            for (const value of operandsOf(node))
                if (fromInputs.has(value))
                    above.add(value);
        }
    }
    const common = inputs.find(met);
    return common && { common, aboveA, aboveB };
}
/** The nodes on all ways from one value to another. */
export function nodesBetween(from, to, above) {
    const nodes = new Set();
    const pending = [from];
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
        for (const { node } of value === to ? [] : value.readers) {
            if (nodes.has(node))
                continue;
            const outputs = node.outputs.filter((output) => output !== undefined && above.has(output));
            if (outputs.length === 0)
                continue;
            nodes.add(node);
            pending.push(...outputs);
        }
    }
    return nodes;
}
