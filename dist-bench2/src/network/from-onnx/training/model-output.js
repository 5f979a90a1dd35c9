/** The logits of an .onnx model: what stands before its last softmax, as `[N, classes]`. */
import { InputError } from "../../../errors.js";
import { cast, reshape, scale } from "../../../graph/expressions.js";
import { sizeOf } from "../../../graph/tensor.js";
const endings = new Set(["Softmax", "LogSoftmax", "Sigmoid"]);
/** Operators that may stand behind a softmax: they only move its numbers. */
const moving = new Set(["Identity", "Cast", "Squeeze", "Unsqueeze", "Reshape", "Flatten"]);
/** Goes back from an output to the value before its softmax or sigmoid, if it ends in one. */
export function logitsBehind(graph, output) {
    const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((v) => [v, node])));
    let at = producers.get(output);
    while (at !== undefined && moving.has(at.operator))
        at = producers.get(at.inputs[0]);
    if (at === undefined)
        return { value: output };
    if (endings.has(at.operator) && isOverClasses(at))
        return { value: at.inputs[0], before: at.operator };
    // exp(z) / Σ exp(z), as some exporters write a softmax; z may be less by its largest number.
    const [exp, sum] = at.operator === "Div" ? at.inputs.map((v) => producers.get(v)) : [];
    const isSoftmax = exp?.operator === "Exp" && sum?.operator === "ReduceSum" && sum.inputs[0] === exp.outputs[0];
    if (isSoftmax && sumsClasses(sum))
        return { value: exp.inputs[0], before: "Softmax" };
    return { value: output };
}
/** Whether a sum leaves one number for each row. */
function sumsClasses({ inputs, outputs }) {
    const [x, sum] = [inputs[0].shape, outputs[0].shape];
    return sum[0] === x[0] && sizeOf(sum) === x[0] && sizeOf(x) > x[0];
}
/** A softmax must be over the only axis, besides the batch, that has more than one element. */
function isOverClasses({ operator, attributes, outputs }) {
    if (operator === "Sigmoid")
        return true;
    const { shape } = outputs[0];
    const signed = attributes.axis;
    const axis = signed < 0 ? signed + shape.length : signed;
    return axis > 0 && sizeOf(shape.slice(1)) === shape[axis];
}
/**
 * Brings the logits of `rows` samples into `[rows, classes]`.
 *
 * @param note receives what is done beyond that
 * @throws InputError where they are no logits, or of another number of classes
 */
export function logitMatrix(g, value, { output, others, rows, classes, anyShape }, note) {
    const { shape, type } = value;
    const size = sizeOf(shape.slice(1));
    const instead = others.length > 0
        ? `The file has other outputs: ${others.map((name) => `"${name}"`).join(", ")}.`
        : "Export the model with an output of logits.";
    const inWords = `[${["N", ...shape.slice(1)].join(", ")}]`;
    if (type !== "float32" && type !== "float64") {
        throw new InputError(`its output "${output}" holds ${type} ${inWords}, expected float logits [N, ${classes}]. ${instead}`);
    }
    if (anyShape && shape[0] === rows && size === classes && shape.length > 2) {
        note(`its output ${inWords} is read as [N, ${classes}]`);
        return cast(g, reshape(g, value, [rows, size]), "float32");
    }
    if (shape[0] !== rows || shape.slice(1).filter((n) => n !== 1).length > 1) {
        throw new InputError(`its output "${output}" is ${shape[0] === rows ? inWords : `[${shape.join(", ")}] for ${rows} samples`}, ` +
            `expected logits [N, ${classes}]. ${instead}`);
    }
    const logits = cast(g, reshape(g, value, [rows, size]), "float32");
    if (size === 1 && classes === 2) {
        note(`its one output is the logit of the second class, and the first class has the logit 0`);
        return g.apply("Concat", [scale(g, logits, 0), logits], { axis: 1 });
    }
    if (size !== classes) {
        throw new InputError(`its output "${output}" is ${inWords}, ${size === 1 ? "1 class" : `${size} classes`}, and the data has ${classes}. ` +
            `${others.length > 0 ? `${instead} Or give` : "Give"} its last layer ${classes} outputs and export it again, or choose data with ${size} classes.`);
    }
    if (shape.length !== 2)
        note(`its output ${inWords} is read as [N, ${classes}]`);
    return logits;
}
