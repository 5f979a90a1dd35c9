/** Reverse mode over a graph: adds to a builder the nodes that compute gradients. */
import { InputError } from "../../errors.js";
import { add, ones, zeros } from "../expressions.js";
import { constantWhereDifferentiable, notDifferentiable } from "./not-differentiable.js";
import { rules } from "./rules/index.js";
/**
 * The gradients of Σ seedᵢ · outputᵢ with respect to each value of `wrt`, as new values of the same
 * graph, each in the shape of what it belongs to. Applied to its own result it gives second and
 * third derivatives.
 *
 * @param outputs what is differentiated; without seeds, the sum of all its elements
 * @param wrt the values to differentiate with respect to: inputs, constants or results of nodes
 * @param seeds the gradient handed to each output, in its shape (ones if left out)
 * @returns one value for each of `wrt`; zeros where the outputs do not depend on it
 * @throws InputError naming the operator, its layer and all supported operators, where a needed
 * gradient has no rule
 *
 * @example
 * import { GraphBuilder, gradients } from "stepzero/graph";
 *
 * const g = new GraphBuilder("square");
 * const x = g.input("x", "float32", [3]);
 * const [dx] = gradients(g, [g.apply("Mul", [x, x])], [x]); // 2x
 * g.output("dx", dx!);
 */
export function gradients(g, outputs, wrt, seeds) {
    const nodes = g.nodes.slice();
    const active = dependents(nodes, wrt);
    const collected = new Map();
    const collect = (value, gradient) => {
        if (gradient === undefined || !active.has(value))
            return;
        const parts = collected.get(value);
        if (parts === undefined)
            collected.set(value, [gradient]);
        else
            parts.push(gradient);
    };
    /**
     * The sum of the parts of a value's gradient so far: of all parts, once all its users were
     * visited.
     */
    const total = (value) => {
        const parts = collected.get(value);
        if (parts === undefined)
            return undefined;
        const sum = parts.reduce((a, b) => add(g, a, b));
        collected.set(value, [sum]);
        return sum;
    };
    outputs.forEach((output, i) => {
        collect(output, seeds?.[i] ?? (active.has(output) ? ones(g, output) : undefined));
    });
    for (let i = nodes.length - 1; i >= 0; i--) {
        const node = nodes[i];
        if (!node.outputs.some((v) => collected.has(v)))
            continue;
        g.atLayer(node.layer, () => {
            if (node.gradientTo !== undefined) {
                if (node.gradientTo !== null)
                    collect(node.gradientTo, total(node.outputs[0]));
                return;
            }
            const needs = node.inputs.map((v) => v !== undefined && active.has(v));
            if (!needs.some(Boolean))
                return;
            const incoming = node.outputs.map(total);
            const results = ruleFor(node)({
                g,
                node,
                inputs: node.inputs,
                outputs: node.outputs,
                gradients: incoming,
                needs,
                differentiate: (of, by, seed) => gradients(g, of, by, seed),
            });
            node.inputs.forEach((input, k) => {
                if (input !== undefined)
                    collect(input, results[k]);
            });
        });
    }
    return wrt.map((value) => total(value) ?? zeros(g, value));
}
function ruleFor(node) {
    const rule = rules[node.operator];
    if (rule !== undefined)
        return rule;
    const where = node.layer === "" ? "" : ` in layer "${node.layer}"`;
    throw new InputError(`No gradient for operator ${node.operator}${where}. Operators with gradients: ${Object.keys(rules).sort().join(", ")}.`);
}
/**
 * The values whose gradient matters: `wrt` and everything computed from it through operators that
 * pass gradients.
 */
function dependents(nodes, wrt) {
    const active = new Set(wrt);
    for (const node of nodes) {
        if (node.gradientTo === undefined && notDifferentiable.has(node.operator))
            continue;
        const through = node.gradientTo === undefined
            ? node.inputs.some((v, i) => v !== undefined && active.has(v) && !constantWhereDifferentiable(node, i))
            : node.gradientTo !== null && active.has(node.gradientTo);
        if (through)
            for (const v of node.outputs)
                if (v.type === "float32" || v.type === "float64")
                    active.add(v);
    }
    return active;
}
