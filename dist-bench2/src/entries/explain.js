/**
 * What the defaults of frameworks and the methods really do, layer by layer.
 *
 * @module stepzero/explain
 */
export * from "../explain/index.js";
