/** Several networks of one architecture in one graph, as JAX's `vmap` makes them. */
import { identity, reshape, slice } from "../../expressions.js";
import { rebuild } from "../../rewrite.js";
import { stackedValue } from "./axes.js";
import { rules } from "./rules/index.js";
/**
 * The graph for `count` replicas at once. The inputs that `isStacked` chooses have an axis in
 * front, `[count, ...shape]`, with the numbers of each replica; all other inputs are shared by
 * them. Every output is stacked: part r is what the graph gives for replica r's inputs, to
 * rounding. What depends on shared inputs alone is computed once.
 *
 * The result is a graph to run: differentiate before, and simplify before and after.
 *
 * @throws RangeError unless `count` is a positive integer
 * @example
 * import { GraphBuilder, replicate } from "stepzero/graph";
 *
 * const g = new GraphBuilder("affine");
 * const x = g.input("x", "float32", [8, 784]);
 * g.output("y", g.apply("MatMul", [x, g.input("w", "float32", [784, 10])]));
 * // x [8, 784], w [4, 784, 10] → y [4, 8, 10]
 * const four = replicate(g.build(), 4, (input) => input.name === "w");
 */
export function replicate(graph, count, isStacked) {
    if (!Number.isInteger(count) || count < 1) {
        throw new RangeError(`replicate: count must be a positive integer, got ${count}`);
    }
    const stackedInputs = new Map(graph.inputs.filter(isStacked).map((v) => [v, { ...v, shape: [count, ...v.shape] }]));
    const inputs = graph.inputs.map((v) => stackedInputs.get(v) ?? v);
    return rebuild(graph, (context) => visitor(context, count, stackedInputs), inputs);
}
/**
 * @param stackedInputs by an old input that differs between replicas, the input that replaces it
 */
function visitor({ g, renewed }, count, stackedInputs) {
    /** Old values that differ between replicas. */
    const stacked = new Set(stackedInputs.keys());
    const operand = (v) => ({ value: renewed(v), stacked: stacked.has(v), shape: v.shape });
    const constant = (input) => g.constantOf(input?.value);
    return {
        make: (v) => stackedInputs.get(v),
        visit(node) {
            const inputs = node.inputs.map((v) => (v === undefined ? undefined : operand(v)));
            const target = node.gradientTo ? operand(node.gradientTo) : undefined;
            if (![...inputs, target].some((input) => input?.stacked))
                return undefined;
            const context = { g, count, node, inputs, constant };
            const differs = inputs.some((input) => input?.stacked);
            const results = differs ? (rules[node.operator]?.(context) ?? oneByOne(context)) : copies(context);
            for (const v of node.outputs)
                stacked.add(v);
            if (node.gradientTo === undefined)
                return results;
            const gradientTo = target === undefined ? null : stackedValue({ g, count }, target);
            return [identity(g, results[0], gradientTo), ...results.slice(1)];
        },
        output: (_, v) => stackedValue({ g, count }, operand(v)),
    };
}
/** The node once, and as many copies of its results as there are replicas. */
const copies = ({ g, count, node, inputs }) => {
    const shared = inputs.map((input) => input?.value);
    const outputs = g.applyAll(node.operator, shared, node.attributes, { outputs: node.outputs.length });
    return outputs.map((value) => stackedValue({ g, count }, { value, stacked: false, shape: value.shape }));
};
/** The node once for each replica, and the results stacked. */
const oneByOne = ({ g, count, node, inputs }) => {
    const results = Array.from({ length: count }, (_, r) => {
        const operands = inputs.map((input) => {
            if (!input?.stacked)
                return input?.value;
            return reshape(g, slice(g, input.value, [0], [r], [r + 1]), input.shape);
        });
        return g.applyAll(node.operator, operands, node.attributes, { outputs: node.outputs.length });
    });
    return node.outputs.map(({ shape }, i) => {
        const parts = results.map((outputs) => reshape(g, outputs[i], [1, ...shape]));
        return g.apply("Concat", parts, { axis: 0 });
    });
};
