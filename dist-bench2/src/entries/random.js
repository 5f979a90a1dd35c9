/**
 * Random numbers by name: the same bits in every JavaScript engine, whatever the order of the
 * draws.
 *
 * @module stepzero/random
 */
export * from "../random/index.js";
