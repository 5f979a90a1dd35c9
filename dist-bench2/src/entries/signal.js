/**
 * How activations and random weights change the size of signals: gains and mean-field theory.
 *
 * @module stepzero/signal
 */
export * from "../signal/index.js";
