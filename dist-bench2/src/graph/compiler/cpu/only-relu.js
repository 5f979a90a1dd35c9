/** The ReLU that alone reads a node's first output, which the graph does not return. */
export function onlyRelu(node, { users, isReturned }) {
    const readers = users(node.outputs[0]);
    const [first] = readers;
    if (readers.length !== 1 || first?.operator !== "Relu" || first.gradientTo !== undefined)
        return undefined;
    return isReturned(node.outputs[0]) ? undefined : first;
}
