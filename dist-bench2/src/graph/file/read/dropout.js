/** Dropout of all opsets: at inference the identity, in training a mask that is an input. */
import { cast, div, mul, reshape, sub } from "../../expressions.js";
import { toNumbers } from "../../tensor.js";
import { required, without } from "./file-node.js";
/** Whether the node draws: a constant, or a value of the graph that decides when it runs. */
function modeOf(node) {
    if (node.opset < 7)
        return node.attributes.is_test !== 1;
    const mode = node.inputs[2];
    if (mode === undefined)
        return false;
    const data = node.constant(mode);
    return data === undefined ? reshape(node.g, mode, []) : toNumbers(data)[0] !== 0;
}
/** The probability of dropping an element, 0.5 where the file has none. */
function ratioOf(node) {
    const { ratio } = node.attributes;
    if (node.opset < 12)
        return ratio ?? 0.5;
    const input = node.inputs[1];
    if (input === undefined)
        return 0.5;
    const data = node.constant(input);
    return data === undefined ? reshape(node.g, input, []) : toNumbers(data)[0];
}
/**
 * y = x · mask / (1 − ratio) and the mask, where the node draws; else x and a mask of ones. What
 * ONNX Runtime draws is not reproducible, so the mask is an input of the graph, as stepzero's own
 * layers have it: `onDropout` says so to who runs the graph, and without it the node is refused.
 */
export function dropoutWith({ keepDropout = false, onDropout }) {
    return (node) => {
        const { g } = node;
        const x = required(node, 0);
        if (keepDropout)
            return forTraining(node, x);
        const mode = modeOf(node);
        if (mode === false)
            return atInference(node);
        if (onDropout === undefined) {
            const when = mode === true ? "training_mode is on" : "training_mode is decided when the graph runs";
            return node.fail(`${when}, so it draws at random; export the model for inference (model.eval()), or call readOnnx with onDropout, which makes the mask an input`);
        }
        const ratio = ratioOf(node);
        const mask = g.input(`${node.name}/mask`, "uint8", x.shape);
        onDropout({ name: mask.name, shape: x.shape, rate: typeof ratio === "number" ? ratio : undefined });
        const one = g.scalar(1, x.type);
        const share = typeof ratio === "number" ? g.scalar(1 - ratio, x.type) : sub(g, one, cast(g, ratio, x.type));
        const dropped = div(g, mul(g, x, cast(g, mask, x.type)), share);
        const stays = cast(g, mask, "bool");
        if (mode === true)
            return [dropped, stays].slice(0, node.outputCount);
        const all = g.apply("Or", [g.apply("Not", [mode]), stays]);
        return [g.apply("Where", [mode, dropped, x]), all].slice(0, node.outputCount);
    };
}
/** The node itself, which always draws. */
function forTraining(node, x) {
    const ratio = ratioOf(node);
    return {
        inputs: [x, typeof ratio === "number" ? node.g.scalar(ratio) : ratio],
        attributes: without(node.attributes, "ratio", "is_test"),
        outputCount: 1,
    };
}
function atInference(node) {
    if (node.outputCount === 1 || !node.isRead(1)) {
        return { operator: "Identity", inputs: [node.inputs[0]], attributes: {}, outputCount: 1 };
    }
    return { attributes: without(node.attributes, "ratio", "is_test") };
}
