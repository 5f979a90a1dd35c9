/**
 * Graphs: building, differentiating, rewriting, compiling, and reading and writing .onnx files.
 *
 * @module stepzero/graph
 */
export { compile } from "../graph/compiler/compile.js";
export { replicate } from "../graph/compiler/replicas/replicate.js";
export type { ElementwiseFunction, ScalarFunction } from "../graph/elementwise-function.js";
export {
  add,
  cast,
  div,
  exp,
  expand,
  identity,
  log,
  matMul,
  mul,
  neg,
  ones,
  pad,
  reduceMean,
  reduceSum,
  reshape,
  scale,
  shift,
  slice,
  sqrt,
  sub,
  sumToShape,
  transpose,
  transposeLast,
  zeros,
} from "../graph/expressions.js";
export {
  type AddedTensor,
  type NewNumbers,
  type NodePath,
  type PatchOptions,
  patchTensors,
  type RenamedInput,
} from "../graph/file/patch.js";
export { readOnnx } from "../graph/file/read.js";
export { writeOnnx } from "../graph/file/write.js";
export type { FloatType } from "../graph/float-types.js";
export { gradients } from "../graph/gradients/gradients.js";
export {
  type ApplyOptions,
  type ArrayOf,
  type Attribute,
  type AttributeKind,
  type AttributeSchema,
  type Attributes,
  describe,
  type ElementType,
  type Graph,
  GraphBuilder,
  type GraphIndex,
  indexGraph,
  type Node,
  type Operator,
  operators,
  type Rewrite,
  type RewriteContext,
  rebuild,
  rewriteNodes,
  type Shape,
  type ShapeContext,
  sameShape,
  sizeOf,
  type Tensor,
  type TensorType,
  tensor,
  toNumbers,
  type Value,
  type Visiting,
  type Visitor,
} from "../graph/index.js";
export type { DeviceMemory, Runtime, Session, SessionOptions, Tensors } from "../runtime/runtime.js";
