import { trimOutputs } from "./equal-nodes.js";
/** The graph with the nodes, outputs of nodes and constants that its outputs need. */
export function removeDead(graph) {
    const live = new Set(graph.outputs.values());
    const needed = [];
    for (let i = graph.nodes.length - 1; i >= 0; i--) {
        const node = graph.nodes[i];
        if (!node.outputs.some((v) => live.has(v)))
            continue;
        needed.push(trimOutputs(node, (v) => live.has(v)));
        for (const v of node.inputs)
            if (v !== undefined)
                live.add(v);
        if (node.gradientTo)
            live.add(node.gradientTo);
    }
    return {
        ...graph,
        nodes: needed.reverse(),
        constants: new Map([...graph.constants].filter(([v]) => live.has(v))),
    };
}
