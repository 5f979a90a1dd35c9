/**
 * The max-pooling at whose indices a ScatterElements adds, if it is one that
 * `gradients/rules/pooling.ts` adds.
 */
export function scatteredPool(node, producer) {
    if (node.operator !== "ScatterElements" || node.inputs[0].shape.length !== 1)
        return undefined;
    const before = producer(node.inputs[1]);
    const isReshaped = before?.operator === "Reshape" || before?.operator === "Flatten";
    const indices = isReshaped ? before.inputs[0] : node.inputs[1];
    const pool = producer(indices);
    return pool?.operator === "MaxPool" && pool.outputs[1] === indices ? pool : undefined;
}
