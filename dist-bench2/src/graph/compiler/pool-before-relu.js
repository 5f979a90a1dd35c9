import { rebuild } from "../rewrite.js";
/**
 * Pools first and applies ReLU to the quarter that is left. Values are the same bits, since ReLU is
 * monotone, and so are gradients, ties included: a window whose maximum is not positive passes
 * nothing either way, and a positive maximum is the same first element before and after ReLU.
 * Applies where only poolings read the ReLU. Every value except the ReLU's own output stays in the
 * graph, so that references to it stay good.
 */
export function poolBeforeRelu(graph) {
    return rebuild(graph, (context) => {
        const { g, renewed } = context;
        /** By the output of a ReLU that moves, what the ReLU reads. */
        const moved = new Map();
        return {
            visit(node) {
                const [x] = node.inputs;
                const out = node.outputs[0];
                if (feedsOnlyPoolings(node, context)) {
                    moved.set(out, x);
                    return [];
                }
                const before = node.operator === "MaxPool" ? moved.get(x) : undefined;
                if (before === undefined)
                    return undefined;
                const pooled = { ...out, name: `${out.name}__before_relu` };
                g.addNode({ ...node, inputs: [renewed(before)], outputs: [pooled] });
                g.addNode({ operator: "Relu", inputs: [pooled], outputs: [out], attributes: {}, layer: node.layer });
                return [out];
            },
        };
    });
}
/** Whether the node is a ReLU that nothing but poolings without indices read. */
function feedsOnlyPoolings(node, { users, isReturned }) {
    const out = node.outputs[0];
    if (node.operator !== "Relu" || node.gradientTo !== undefined || isReturned(out))
        return false;
    const isPlainPooling = (user) => user.operator === "MaxPool" && user.outputs.length === 1 && user.gradientTo === undefined;
    return users(out).length > 0 && users(out).every(isPlainPooling);
}
