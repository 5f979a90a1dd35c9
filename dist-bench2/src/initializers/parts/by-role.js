/**
 * What a tensor starts as by its role. Tensors other than kernels start the same in nearly every
 * method.
 */
import { sizeOf } from "../../graph/tensor.js";
import { normalNoise } from "./noise.js";
/** A rule that gives every element one value. */
/* @__NO_SIDE_EFFECTS__ */
export function constant(value) {
    return (_stream, { shape }) => new Float32Array(sizeOf(shape)).fill(value);
}
const tableEntries = (stream, { shape }) => normalNoise(stream, sizeOf(shape), 0.02);
/**
 * Biases and norm shifts are 0, norm scales 1. A residual scale is 1, as if the network had none
 * (the methods `skipinit` and `rezero` start it at 0). Slopes of PReLU are 0.25 (He et al. 2015).
 * A magnitude alone is 1; `initialWeights` sets it to the norms of its kernel. Embeddings,
 * positions and tokens are looked up, not multiplied, so they have no fan: N(0, 0.02²), as in BERT,
 * GPT-2 and vision transformers. A gate of ONNX adds two biases, so one of them, the input's, has
 * the method's numbers; the hidden state's is 0, and so are peepholes.
 */
const shared = {
    bias: constant(0),
    "norm-scale": constant(1),
    "norm-shift": constant(0),
    "residual-scale": constant(1),
    embedding: tableEntries,
    position: tableEntries,
    token: tableEntries,
    slope: constant(0.25),
    magnitude: constant(1),
    "hidden-bias": constant(0),
};
/** The `initialize` of a method from its rules. Kinds without a rule get the shared one. */
/* @__NO_SIDE_EFFECTS__ */
export function byRole(rules) {
    const all = { "hidden-kernel": rules.kernel, ...shared, ...rules };
    return (stream, tensor, options, network) => all[ruleFor(tensor.role)](stream, tensor, options, network);
}
function ruleFor({ kind, recurrent }) {
    if (recurrent === undefined || recurrent.part === "input")
        return kind;
    return kind === "kernel" ? "hidden-kernel" : kind === "bias" ? "hidden-bias" : kind;
}
