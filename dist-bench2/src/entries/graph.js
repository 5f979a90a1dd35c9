/**
 * Graphs: building, differentiating, rewriting, compiling, and reading and writing .onnx files.
 *
 * @module stepzero/graph
 */
export { compile } from "../graph/compiler/compile.js";
export { replicate } from "../graph/compiler/replicas/replicate.js";
export { add, cast, div, exp, expand, identity, log, matMul, mul, neg, ones, pad, reduceMean, reduceSum, reshape, scale, shift, slice, sqrt, sub, sumToShape, transpose, transposeLast, zeros, } from "../graph/expressions.js";
export { patchTensors, } from "../graph/file/patch.js";
export { readOnnx } from "../graph/file/read.js";
export { writeOnnx } from "../graph/file/write.js";
export { gradients } from "../graph/gradients/gradients.js";
export { describe, GraphBuilder, indexGraph, operators, rebuild, rewriteNodes, sameShape, sizeOf, tensor, toNumbers, } from "../graph/index.js";
