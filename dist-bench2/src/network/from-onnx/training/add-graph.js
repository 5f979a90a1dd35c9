/** Adds the graph of an .onnx model to a network under construction. */
import { ShapeError } from "../../../errors.js";
import { cast } from "../../../graph/expressions.js";
import { toNumbers } from "../../../graph/tensor.js";
import { modeDependent } from "./mode-dependent.js";
import { fixedBatch, rebatch } from "./rebatch.js";
import { tensorName } from "./tensor-name.js";
/**
 * Adds what `targets` are computed from. Parameters and running statistics are declared under their
 * names, all other constants stay constants; batch normalization and dropout follow the scope's
 * mode.
 *
 * @param feeds the values of the graph's inputs at the new batch
 * @param note receives what was decided, in words
 * @returns the targets' values
 * @throws InputError naming the node that cannot work at the new batch
 * @throws ShapeError where shapes do not fit
 */
export function addGraph(scope, source, targets, feeds, note = () => { }) {
    const { graph, change } = source;
    const { g } = scope;
    const used = ancestors(graph, targets);
    const values = new Map(feeds);
    const states = declareTensors(scope, source, used, values);
    for (const [value, data] of graph.constants) {
        if (used.has(value) && !values.has(value))
            values.set(value, g.constant(data));
    }
    const context = { scope, used, states, note };
    const moving = rebatch(change);
    const adapted = [];
    for (const node of graph.nodes) {
        if (!node.outputs.some((v) => used.has(v)))
            continue;
        g.atLayer(node.layer, () => {
            const old = node.inputs.map((v) => (v === undefined ? undefined : values.get(v)));
            const outputs = explained(node, change, () => {
                const inputs = moving.inputs(g, node, old);
                if (inputs.some((v, i) => v !== old[i]) && isWrittenOut(node, graph))
                    adapted.push(node.outputs[0].name);
                const outputs = { outputs: node.outputs.length };
                return modeDependent(context, node, inputs) ?? g.applyAll(node.operator, inputs, node.attributes, outputs);
            });
            moving.keep(node, old, outputs, used);
            for (const [i, v] of outputs.entries())
                values.set(node.outputs[i], v);
        });
    }
    if (adapted.length > 0) {
        const some = `${adapted
            .slice(0, 3)
            .map((name) => `"${name}"`)
            .join(", ")}${adapted.length > 3 ? ", …" : ""}`;
        note(`the file fixes the batch to ${change.from} in ${some}; there it becomes the batch of training`);
    }
    return targets.map((v) => values.get(v));
}
/** The values that others are computed from, and these. */
function ancestors(graph, targets) {
    const used = new Set(targets);
    for (const node of graph.nodes.toReversed()) {
        if (!node.outputs.some((v) => used.has(v)))
            continue;
        for (const v of node.inputs)
            if (v !== undefined)
                used.add(v);
    }
    return used;
}
/** Declares the parameters and statistics that are used; `values` gets those of their constants. */
function declareTensors(scope, { model, graph }, used, values) {
    const byName = new Map([...graph.constants.keys()].filter((v) => used.has(v)).map((v) => [v.name, v]));
    const constants = model.constants.filter(({ name }) => byName.has(name));
    const needed = new Set(constants.flatMap(({ parameters }) => parameters));
    const parameters = new Map(model.parameters
        .filter(({ name }) => needed.has(name))
        .map(({ name, shape, role }) => [name, scope.parameter(tensorName(name), shape, { complete: role })]));
    for (const { name, parameters: names, build } of constants) {
        const constant = byName.get(name);
        const value = build(scope.g, names.map((parameter) => parameters.get(parameter)));
        values.set(constant, cast(scope.g, value, constant.type));
    }
    const states = new Map();
    for (const { name, constant: stored, shape, initial } of model.states) {
        const constant = byName.get(stored);
        if (constant === undefined)
            continue;
        const state = scope.state(tensorName(name), shape, initial);
        states.set(constant, state);
        values.set(constant, cast(scope.g, state.value, constant.type));
    }
    return states;
}
/** Whether the shape that a node reads has the batch in it as a number. */
function isWrittenOut(node, graph) {
    const shape = node.operator === "Reshape" ? graph.constants.get(node.inputs[1]) : undefined;
    return shape === undefined || toNumbers(shape).every((n) => n > 0) || toNumbers(shape)[0] > 0;
}
/** Runs `build`; an error about shapes names the node, and the batch where that was changed. */
function explained(node, change, build) {
    try {
        return build();
    }
    catch (error) {
        if (!(error instanceof ShapeError))
            throw error;
        if (change.from !== change.to)
            throw fixedBatch(node, change, `fails: ${error.message}`);
        throw new ShapeError(`"${node.outputs[0].name}": ${error.message}`, { cause: error });
    }
}
