import { scalarOperators } from "../../signal/index.js";
import { FORMS } from "../../training/affine-layers.js";
/** Numbers at which two functions are compared: both sides of the kinks of usual activations. */
const PROBES = [-30, -8, -6.2, -4.1, -3.2, -2.7, -1.9, -1.3, -0.9, -0.61, -0.4, -0.17, -0.03].flatMap((x) => [x, -x]);
/** Constants of files are float32. */
const TOLERANCE = 2e-6;
/**
 * A follower of the nodes that a graph has now.
 *
 * @param products the nodes that read kernels: nothing is followed through them
 * @param numbersOf the numbers of a parameter: PReLU's slope counts where it is one number
 */
export function follower(g, products, numbersOf = () => undefined) {
    const nodes = g.nodes.slice();
    const places = new Map(nodes.map((node, i) => [node, i]));
    const readers = new Map();
    for (const node of nodes) {
        for (const v of new Set(node.inputs)) {
            if (v !== undefined)
                readers.set(v, [...(readers.get(v) ?? []), node]);
        }
    }
    /**
     * The nodes behind a value in the order of the graph, the nearest first.
     *
     * @param passes whether to go on behind a node, asked after it was handed out
     */
    function* behind(start, passes = () => true) {
        const pending = new Set(readers.get(start));
        while (pending.size > 0) {
            const next = [...pending].reduce((a, b) => (places.get(a) < places.get(b) ? a : b));
            pending.delete(next);
            if (products.has(next))
                continue;
            yield next;
            if (!passes(next))
                continue;
            for (const output of next.outputs)
                for (const reader of readers.get(output) ?? [])
                    pending.add(reader);
        }
    }
    /** The one number that a constant or a parameter holds. */
    const constantOf = (value) => {
        const data = g.constantOf(value)?.data ?? numbersOf(value);
        if (data !== undefined)
            return isUniform(data) ? Number(data[0]) : undefined;
        const node = g.producer(value);
        return node !== undefined && FORMS.has(node.operator) ? constantOf(node.inputs[0]) : undefined;
    };
    const appliedTo = (input, f) => {
        const expected = PROBES.map(f);
        const numbers = new Map([[input, PROBES]]);
        for (const node of behind(input, ({ outputs }) => numbers.has(outputs[0]))) {
            const values = valuesOf(node, numbers, constantOf);
            if (values === undefined)
                continue;
            numbers.set(node.outputs[0], values);
            if (values.every((y, i) => Math.abs(y - expected[i]) <= TOLERANCE * (1 + Math.abs(expected[i])))) {
                return node.outputs[0];
            }
            if (numbers.size > LONGEST)
                return undefined;
        }
        return undefined;
    };
    return {
        activation: (start, f) => {
            let followed = 0;
            for (const input of valuesBehind(start, behind)) {
                const output = appliedTo(input, f);
                if (output !== undefined)
                    return { input, output };
                if (++followed > FARTHEST)
                    return undefined;
            }
            return undefined;
        },
        softmax: (start) => {
            // Scores of attention are a product: their softmax is no activation.
            for (const { operator, inputs, outputs } of behind(start, (node) => node.operator !== "MatMul")) {
                if (operator === "Softmax")
                    return { input: inputs[0], output: outputs[0] };
            }
            return undefined;
        },
    };
}
/** Nodes that an activation is written in, at most. */
const LONGEST = 40;
/** Values between a kernel and its activation, at most: norms that are written out have ten. */
const FARTHEST = 200;
function* valuesBehind(start, behind) {
    yield start;
    for (const node of behind(start))
        for (const output of node.outputs)
            if (output.type.startsWith("float"))
                yield output;
}
const isUniform = (data) => {
    for (let i = 1; i < data.length; i++)
        if (data[i] !== data[0])
            return false;
    return data.length > 0;
};
/** What a node makes of numbers; undefined where it reads anything else or is not elementwise. */
function valuesOf({ operator, inputs, attributes }, numbers, constantOf) {
    const scalar = Object.hasOwn(scalarOperators, operator) ? scalarOperators[operator] : undefined;
    if (scalar === undefined)
        return undefined;
    const columns = [];
    for (const v of inputs) {
        const constant = v === undefined ? Number.NaN : constantOf(v);
        const column = (v && numbers.get(v)) ?? (constant === undefined ? undefined : PROBES.map(() => constant));
        if (column === undefined)
            return undefined;
        columns.push(column);
    }
    return PROBES.map((_, i) => scalar.value(columns.map((column) => column[i]), attributes));
}
