import { operators } from "../../operators/index.js";
import { sameShape, tensor } from "../../tensor.js";
import { arithmetic } from "./arithmetic.js";
import { constantsByContent, uniformValue } from "./constants.js";
import { nodeKeys } from "./equal-nodes.js";
import { fold } from "./evaluate.js";
import { movement } from "./movement.js";
import { products } from "./products.js";
const rules = { ...arithmetic, ...movement, ...products };
/** Constants of more elements are not computed here: they would make the file larger. */
const largestFolded = 4096;
/**
 * No chain of rules on one node is long; the bound only guards against two that undo each other.
 */
const mostRules = 20;
/** The visitor of one pass over `graph`. */
export function simplifier(graph, rewriting) {
    const { g } = rewriting;
    const constants = constantsByContent(g);
    const keyOf = nodeKeys();
    const nodesByKey = new Map();
    let changes = 0;
    const uses = new Map();
    const useCount = (v) => uses.get(v) ?? rewriting.useCount(v);
    /** From here on, nodes that read `value` read `by`. */
    const replace = (value, by) => {
        changes++;
        rewriting.replace(value, by);
        // A value that this pass added has no count yet: its one reader is the node that is visited.
        uses.set(by, useCount(by) + (uses.get(value) ?? (rewriting.useCount(value) || 1)) - 1);
    };
    for (const [value, data] of graph.constants) {
        const same = constants.find(data);
        if (same === undefined)
            constants.enter(value, data);
        else
            replace(value, same);
    }
    const context = simplifyContext(rewriting, constants, useCount);
    /** Makes a value a constant, or finds that an equal one exists. */
    const becomeConstant = (value, data) => {
        changes++;
        const same = constants.find(data);
        if (same !== undefined) {
            replace(value, same);
            return same;
        }
        g.addConstant(value, data);
        constants.enter(value, data);
        return value;
    };
    /** Adds a node, or finds that an equal one exists. */
    const emit = (node) => {
        const key = keyOf(node);
        const equal = nodesByKey.get(key);
        if (equal === undefined) {
            nodesByKey.set(key, node.outputs[0]);
            g.addNode(node);
            return node.outputs;
        }
        const first = g.producer(equal);
        const more = node.outputs.slice(first.outputs.length);
        node.outputs.forEach((v, i) => {
            const same = first.outputs[i];
            if (same !== undefined)
                replace(v, same);
        });
        if (more.length > 0)
            g.addOutputs(first, more);
        return [...first.outputs, ...more].slice(0, node.outputs.length);
    };
    const visit = (old) => {
        let node = onNewInputs(old, rewriting);
        const out = node.outputs[0];
        if (node.outputs.length > 1 || node.gradientTo !== undefined)
            return emit(node);
        for (let i = 0; i < mostRules; i++) {
            const folded = fold(node, context.constant, largestFolded);
            if (folded !== undefined)
                return [becomeConstant(out, folded)];
            const result = firstResult(node, context);
            if (result === undefined)
                break;
            if (!("operator" in result)) {
                if (result.type !== out.type || !sameShape(result.shape, out.shape)) {
                    throw new Error(`simplify: ${node.operator} "${out.name}" was replaced by a value of another shape`);
                }
                replace(out, result);
                return [result];
            }
            changes++;
            node = { ...node, operator: result.operator, inputs: result.inputs, attributes: withDefaults(result) };
        }
        return emit(node);
    };
    return { visit, changeCount: () => changes };
}
function simplifyContext({ g }, constants, useCount) {
    const context = {
        producer: (value) => {
            const node = value === undefined ? undefined : g.producer(value);
            return node?.gradientTo === undefined ? node : undefined;
        },
        producerOf: (value, operator) => {
            const node = context.producer(value);
            return node?.operator === operator ? node : undefined;
        },
        constant: (value) => g.constantOf(value),
        usedOnce: (value) => useCount(value) <= 1,
        uniform: (value) => {
            const data = g.constantOf(value);
            if (data !== undefined)
                return uniformValue(data);
            const expand = context.producerOf(value, "Expand");
            return expand === undefined ? undefined : context.uniform(expand.inputs[0]);
        },
        addConstant: (data, stem) => {
            const same = constants.find(data);
            if (same !== undefined)
                return same;
            const value = g.constant(data, stem);
            constants.enter(value, data);
            return value;
        },
        scalar: (x, type) => context.addConstant(tensor(type, [], [x]), "scalar"),
        integers: (values) => context.addConstant(tensor("int64", [values.length], values), "integers"),
        reshape: (x, shape) => sameShape(x.shape, shape) ? x : { operator: "Reshape", inputs: [x, context.integers(shape)] },
    };
    return context;
}
/** The node with the inputs that replace its own in the new graph. */
function onNewInputs(node, { renewed }) {
    const inputs = node.inputs.map((v) => (v === undefined ? v : renewed(v)));
    if (node.gradientTo)
        return { ...node, inputs, gradientTo: renewed(node.gradientTo) };
    return inputs.every((v, i) => v === node.inputs[i]) ? node : { ...node, inputs };
}
function firstResult(node, context) {
    for (const rule of rules[node.operator] ?? []) {
        const result = rule(node, context);
        if (result !== undefined)
            return result;
    }
    return undefined;
}
/** A form's attributes with the operator's defaults, in the order of the operator's schema. */
function withDefaults(form) {
    const filled = {};
    for (const [name, schema] of Object.entries(operators.get(form.operator)?.attributes ?? {})) {
        const value = form.attributes?.[name] ?? schema.default;
        if (value !== undefined)
            filled[name] = value;
    }
    return filled;
}
