/**
 * The one way to read a graph by its values (`indexGraph`) and to rebuild it (`rebuild`).
 *
 * `rebuild` goes through the nodes in order. A visitor says what becomes of a node; a node about
 * which it says nothing stays, with its outputs, so that references to values stay valid.
 */
import { GraphBuilder } from "./builder.js";
import { identity } from "./expressions.js";
import { describe, sameShape } from "./tensor.js";
/** Indexes a graph in one pass over its nodes. */
export function indexGraph(graph) {
    const producers = new Map();
    const users = new Map();
    const returned = new Map();
    const addUser = (value, node) => {
        const list = users.get(value);
        if (list === undefined)
            users.set(value, [node]);
        else
            list.push(node);
    };
    for (const node of graph.nodes) {
        if (node.gradientTo === undefined)
            for (const v of node.outputs)
                producers.set(v, node);
        for (const v of node.inputs)
            if (v !== undefined)
                addUser(v, node);
        if (node.gradientTo)
            addUser(node.gradientTo, node);
    }
    for (const v of graph.outputs.values())
        returned.set(v, (returned.get(v) ?? 0) + 1);
    return {
        producer: (value) => (value === undefined ? undefined : producers.get(value)),
        users: (value) => users.get(value) ?? [],
        useCount: (value) => (users.get(value)?.length ?? 0) + (returned.get(value) ?? 0),
        isReturned: (value) => returned.has(value),
        constant: (value) => (value === undefined ? undefined : graph.constants.get(value)),
    };
}
/**
 * The graph with each node replaced by what its visit gives. Constants stay, outputs keep their
 * names. Nodes that are no longer needed stay; `simplify` removes them.
 *
 * Overridden gradients survive: a node that stays has its `gradientTo`, and the value that a visit
 * gives for such a node goes through an `Identity` with that `gradientTo`, unless it has one
 * already.
 *
 * @param inputs of the new graph, where they change; `make` then gives the values for old ones
 */
export function rebuild(graph, visiting, inputs = graph.inputs) {
    const g = GraphBuilder.from({ ...graph, inputs, nodes: [], outputs: new Map() });
    g.reserve(graph.nodes.flatMap(({ outputs }) => outputs.map(({ name }) => name)));
    const { context, visitor } = play(graph, g, visiting, inputs);
    for (const [name, v] of graph.outputs)
        g.output(name, visitor.output?.(name, v) ?? context.renewed(v));
    return g.build();
}
/**
 * Adds the nodes of a graph to a builder that has its constants, as visits say. `rebuild` is this,
 * once, into a new graph; a pass that repeats a graph plays it several times.
 *
 * @param inputs those of the graph's inputs that the builder has as they are
 * @param values what stands for other values already
 */
export function play(graph, g, visiting, inputs, values = new Map()) {
    const index = indexGraph(graph);
    const fixed = new Set(inputs);
    const isMade = (value) => values.has(value) || fixed.has(value) || graph.constants.has(value);
    const renewed = (value) => {
        if (isMade(value))
            return values.get(value) ?? value;
        const replacement = visitor.make?.(value);
        if (replacement === undefined)
            throw new Error(`rebuild: nothing stands for the value "${value.name}", which is read`);
        values.set(value, replacement);
        return replacement;
    };
    const inputsOf = (node) => node.inputs.map((v) => (v === undefined ? undefined : renewed(v)));
    /** The node on new inputs; the node itself where these are the old ones. */
    const onNewInputs = (node) => {
        const inputs = inputsOf(node);
        const gradientTo = node.gradientTo ? renewed(node.gradientTo) : node.gradientTo;
        if (gradientTo === node.gradientTo && inputs.every((v, i) => v === node.inputs[i]))
            return node;
        return { ...node, inputs, ...(gradientTo === undefined ? {} : { gradientTo }) };
    };
    const context = {
        ...index,
        g,
        renewed,
        isMade,
        replace: (value, by) => values.set(value, by),
        copy: (node) => {
            const moved = onNewInputs(node);
            return g.addCopy(moved, moved.inputs);
        },
    };
    const visitor = visiting(context);
    for (const node of graph.nodes) {
        g.atLayer(node.layer, () => {
            const results = visitor.visit(node);
            if (results === undefined) {
                g.addNode(onNewInputs(node));
                for (const v of node.outputs)
                    values.set(v, v);
                return;
            }
            withGradientTo(node, results, context).forEach((v, i) => {
                if (v !== undefined)
                    values.set(node.outputs[i], v);
            });
        });
    }
    return { context, visitor };
}
/** What a visit gave for a node, with the node's override of its gradient. */
function withGradientTo(node, results, { g, renewed }) {
    const { gradientTo } = node;
    if (gradientTo === undefined)
        return results;
    const [first, ...others] = results;
    if (first === undefined) {
        throw new Error(`rebuild: a visit gave no value for "${node.outputs[0].name}", whose gradient is overridden`);
    }
    if (g.producer(first)?.gradientTo !== undefined)
        return results;
    return [identity(g, first, gradientTo === null ? null : renewed(gradientTo)), ...others];
}
/** The graph with each node replaced by the first rewrite that applies to it. */
export function rewriteNodes(graph, rewrites) {
    return rebuild(graph, (context) => ({
        visit(node) {
            for (const rewrite of rewrites) {
                const results = rewrite(node, context);
                if (results !== undefined)
                    return checked(node, results);
            }
            return undefined;
        },
    }));
}
function checked(node, results) {
    results.forEach((v, i) => {
        const old = node.outputs[i];
        if (v.type === old.type && sameShape(v.shape, old.shape))
            return;
        throw new Error(`rewriteNodes: ${node.operator} "${old.name}", ${describe(old)}, became ${describe(v)}`);
    });
    return results;
}
