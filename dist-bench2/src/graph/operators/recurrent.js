import { toNumbers } from "../tensor.js";
import { sameType } from "./broadcast.js";
import { activationsOf } from "./recurrent-activations.js";
const attributes = {
    /** Consumed in order by the activations that take one. */
    activation_alpha: { kind: "floats" },
    activation_beta: { kind: "floats" },
    /** For each direction its functions: f, g, h of LSTM; f, g of GRU; f of RNN. */
    activations: { kind: "strings" },
    /** Bounds what goes into f and g (in ONNX Runtime not what goes into h) to [−clip, clip]. */
    clip: { kind: "float" },
    direction: { kind: "string", default: "forward" },
    /** H; ONNX Runtime needs it, so the reader takes it from R where a file leaves it out. */
    hidden_size: { kind: "int", required: true },
};
const directionsOf = { forward: 1, reverse: 1, bidirectional: 2 };
/** Lengths that are constants lie from 0 to T. */
function checkLengths(context, lengths, steps, batch) {
    if (lengths.type !== "int32" || lengths.shape.join() !== `${batch}`) {
        context.fail(`sequence_lens must be int32 [${batch}]`);
    }
    const data = context.constant(lengths);
    const wrong = data === undefined ? undefined : toNumbers(data).find((n) => n < 0 || n > steps);
    if (wrong !== undefined)
        context.fail(`sequence_lens holds ${wrong}; X has ${steps} steps`);
}
function infer(context, gates, optional) {
    const [x, w, r, b, lengths, ...others] = context.inputs;
    const floats = [x, w, r, b, ...others].filter((v) => v !== undefined);
    const type = sameType(context, floats);
    if (type !== "float32")
        context.fail(`takes float32, not ${type} (as ONNX Runtime)`);
    const direction = context.attributes.direction;
    const d = directionsOf[direction] ?? context.fail(`direction "${direction}" is none of forward, reverse, bidirectional`);
    if (x.shape.length !== 3)
        context.fail("X must be [steps, batch, inputs]");
    const [t, n, i] = x.shape;
    const h = r.shape[2] ?? context.fail(`R must be [directions, ${gates} · hidden, hidden]`);
    const stated = context.attributes.hidden_size;
    if (stated !== h)
        context.fail(`hidden_size is ${stated}, R has ${h}`);
    if (t < 1 || h < 1)
        context.fail("needs at least one step and one hidden unit");
    activationsOf(context.operator, context.attributes, d, context.fail);
    const shapes = [
        [1, "W", [d, gates * h, i]],
        [2, "R", [d, gates * h, h]],
        [3, "B", [d, 2 * gates * h]],
        [5, "initial_h", [d, n, h]],
        ...optional(d, h, n),
    ];
    for (const [place, what, shape] of shapes) {
        const value = context.inputs[place];
        if (value !== undefined && value.shape.join() !== shape.join())
            context.fail(`${what} must be [${shape.join(", ")}]`);
    }
    if (lengths !== undefined)
        checkLengths(context, lengths, t, n);
    const last = { type, shape: [d, n, h] };
    return [{ type, shape: [t, d, n, h] }, last, last];
}
const portability = "The WebGPU provider lacks it.";
/** The operators of this family. Outputs: Y [T, D, N, H], the last h and (LSTM) c, [D, N, H]. */
export const recurrent = [
    /** X, W, R, B, sequence_lens, initial_h, initial_c, P; gates i, o, f, c; peepholes i, o, f. */
    {
        name: "LSTM",
        inputs: [3, 8],
        outputs: [1, 3],
        attributes: { ...attributes, input_forget: { kind: "int", default: 0 } },
        infer: (context) => infer(context, 4, (d, h, n) => [
            [6, "initial_c", [d, n, h]],
            [7, "P", [d, 3 * h]],
        ]),
        portability,
    },
    /** X, W, R, B, sequence_lens, initial_h; gates z, r, h. */
    {
        name: "GRU",
        inputs: [3, 6],
        outputs: [1, 2],
        attributes: { ...attributes, linear_before_reset: { kind: "int", default: 0 } },
        infer: (context) => infer(context, 3, () => []),
        portability,
    },
    /** X, W, R, B, sequence_lens, initial_h. */
    {
        name: "RNN",
        inputs: [3, 6],
        outputs: [1, 2],
        attributes,
        infer: (context) => infer(context, 1, () => []),
        portability,
    },
];
