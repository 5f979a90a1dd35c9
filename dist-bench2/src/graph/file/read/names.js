/** Every name that a graph, or one inside it, reads or returns. */
export function namesRead(graph, names = new Set()) {
    for (const output of graph.output)
        names.add(output.name);
    for (const node of graph.node) {
        for (const name of node.input)
            names.add(name);
        for (const { g } of node.attribute)
            if (g !== undefined)
                namesRead(g, names);
    }
    return names;
}
/**
 * The graph without constants that only said what is an attribute now (the axes of ReduceMean), or
 * that were made while reading and are not needed. Those of the file that nothing reads stay.
 */
export function withoutAbsorbed(graph, ofFile, read) {
    const used = new Set(graph.outputs.values());
    for (const node of graph.nodes)
        for (const v of node.inputs)
            used.add(v);
    const isKept = (v) => used.has(v) || (ofFile.has(v) && !read.has(v.name));
    return { ...graph, constants: new Map([...graph.constants].filter(([v]) => isKept(v))) };
}
