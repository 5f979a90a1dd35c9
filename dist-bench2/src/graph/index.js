/** The graph: its values and nodes, tensors, operators, and how it is built and rebuilt. */
export { GraphBuilder } from "./builder.js";
export { operators } from "./operators/index.js";
export { indexGraph, rebuild, rewriteNodes, } from "./rewrite.js";
export { describe, emptyData, sameShape, sizeOf, tensor, toNumbers, } from "./tensor.js";
