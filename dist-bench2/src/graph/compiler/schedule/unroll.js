/**
 * Several training steps in one graph: in small networks, running a session costs up to a third of
 * a step beside its operators.
 */
import { GraphBuilder } from "../../builder.js";
import { play } from "../../rewrite.js";
/** What an input or an output of one step is called in the k-th of several (from 0). */
export const inStep = (name, k) => `${name}@${k}`;
/**
 * The graph of several steps, one after the other. Comes last, after all fast forms, so that each
 * step has the operators, and gives the bits, that it has alone.
 *
 * @param successors by an input's name, the output that becomes it in the next step. Of these
 * outputs the last step's are returned; of all others each step's, by the name `inStep`
 */
export function unrolled(graph, { steps, perStep }, successors) {
    const carried = new Set(successors.values());
    const shared = graph.inputs.filter(({ name }) => !perStep.includes(name));
    const g = GraphBuilder.from({ ...graph, inputs: shared, nodes: [], outputs: new Map() });
    /** By name, what stands for the inputs that a step shares with others. */
    const current = new Map(shared.map((v) => [v.name, v]));
    for (let k = 0; k < steps; k++) {
        const inputs = graph.inputs.map((v) => [
            v,
            current.get(v.name) ?? g.input(inStep(v.name, k), v.type, v.shape),
        ]);
        const { context } = play(graph, g, ({ copy }) => ({ visit: copy }), [], new Map(inputs));
        for (const [name, v] of graph.outputs) {
            if (!carried.has(name))
                g.output(inStep(name, k), context.renewed(v));
        }
        for (const [name, next] of successors)
            current.set(name, context.renewed(graph.outputs.get(next)));
    }
    for (const [name, next] of successors)
        g.output(next, current.get(name));
    return g.build();
}
