/** Options that several models have. */
import { choice } from "../../options.js";
import { activations } from "../activations/activations.js";
/** The activation of the hidden layers. */
export const activationOption = (value) => choice(value, Object.keys(activations), "activation of the hidden layers");
/** Batch normalization, or biases instead. */
export const normOption = (value) => choice(value, ["batch", "none"], "normalization after each convolution (none: convolutions have biases instead)");
