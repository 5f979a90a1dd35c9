import { cast, div, log, mul, neg, reduceMean, reduceSum, reshape, sqrt, sub } from "../../graph/expressions.js";
/** Scaling, masks and forms between the product of queries and keys and its softmax. */
const BETWEEN = new Set([
    ...[
        "Mul",
        "Div",
        "Add",
        "Sub",
        "Where",
        "Reshape",
        "Transpose",
        "Cast",
        "Identity",
        "Squeeze",
        "Unsqueeze",
        "Expand",
    ],
]);
/** Logits below this count as masked: files add −1e4, −1e9, the least float or −∞. */
const MASKED = -5000;
/** The softmax nodes that are attention maps, by what they are computed from. */
export function attentionMaps(g, input) {
    const fromInput = new Set([input]);
    for (const { inputs, outputs } of g.nodes) {
        if (inputs.some((v) => v !== undefined && fromInput.has(v)))
            for (const v of outputs)
                fromInput.add(v);
    }
    const isProduct = (value, depth = 0) => {
        const node = g.producer(value);
        if (node === undefined || depth > 12)
            return false;
        if (node.operator === "MatMul" || node.operator === "Einsum") {
            return node.inputs.filter((v) => v !== undefined && fromInput.has(v)).length === 2;
        }
        if (!BETWEEN.has(node.operator))
            return false;
        return node.inputs.some((v) => v !== undefined && fromInput.has(v) && isProduct(v, depth + 1));
    };
    return g.nodes.filter(({ operator, inputs, attributes }) => operator === "Softmax" &&
        [-1, inputs[0].shape.length - 1].includes(attributes.axis) &&
        inputs[0].shape.length >= 3 &&
        isProduct(inputs[0]));
}
/** The readings of one attention map. Keys that a mask excludes do not count. */
export function attentionPoint(g, { inputs, outputs, layer }) {
    const [scores, map] = [cast(g, inputs[0], "float32"), cast(g, outputs[0], "float32")];
    const axes = scores.shape.map((_, axis) => axis);
    const keys = [axes.length - 1];
    const isOpen = g.apply("Greater", [scores, g.scalar(MASKED)]);
    const open = cast(g, isOpen, "float32");
    const count = reduceSum(g, open, keys);
    const logits = g.apply("Where", [isOpen, scores, g.scalar(0)]);
    const mean = div(g, reduceSum(g, logits, keys), count);
    const apart = mul(g, sub(g, logits, mean), open);
    const variance = div(g, reduceSum(g, mul(g, apart, apart), keys), count);
    // x ln x is 0 at 0.
    const sizes = mul(g, map, log(g, g.apply("Max", [map, g.scalar(1e-37)])));
    const entropy = neg(g, reduceSum(g, sizes, keys));
    const overall = (x) => reshape(g, reduceMean(g, x, axes), [1]);
    return {
        outputs: [overall(entropy), overall(log(g, count)), overall(sqrt(g, variance))],
        read: ([one, uniform, deviation]) => ({
            name: layer === "" ? outputs[0].name : layer,
            entropy: one[0],
            uniformEntropy: uniform[0],
            logitDeviation: deviation[0],
        }),
    };
}
