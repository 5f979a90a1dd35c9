/** Which axis of a value counts the samples. */
import { InputError } from "../../errors.js";
import { GraphBuilder } from "../../graph/builder.js";
import { buildNetwork } from "../../network/layers/build-network.js";
/**
 * Finds the axes of samples in a network's graph: the network is built a second time for one more
 * sample, and the axis whose size changes is the one. Where a file fixes the batch, the first axis
 * counts the samples if it is as long.
 *
 * @returns the axis of a value of `g`; undefined where no axis, or more than one, changes
 */
export function rowAxes(g, { layers, shape, rows, mode }) {
    const other = new GraphBuilder("one row more");
    try {
        buildNetwork(other, layers, other.input("data", "float32", [rows + 1, ...shape]), { mode });
    }
    catch (error) {
        if (!(error instanceof InputError))
            throw error;
        return (value) => (value.shape[0] === rows ? { axis: 0, places: 1 } : undefined);
    }
    const axes = new Map();
    for (const [i, node] of other.nodes.entries()) {
        const here = g.nodes[i];
        if (here?.operator !== node.operator)
            break;
        for (const [k, { shape: more }] of node.outputs.entries()) {
            const value = here.outputs[k];
            const changed = value.shape.flatMap((n, axis) => (n === more[axis] ? [] : [axis]));
            const [axis] = changed;
            if (changed.length !== 1 || value.shape.length !== more.length)
                continue;
            axes.set(value, { axis: axis, places: value.shape[axis] / rows });
        }
    }
    return (value) => axes.get(value);
}
