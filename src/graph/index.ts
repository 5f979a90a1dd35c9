/** The graph: building, simplifying, reading and writing it. */
export { type ApplyOptions, GraphBuilder } from "./builder.js";
export { type SimplifyOptions, simplify } from "./compiler/simplify/simplify.js";
export { type ExternalData, type ReadOptions, readOnnx } from "./file/read.js";
export { baseOpset, writeOnnx } from "./file/write.js";
export type { Attribute, Attributes, Graph, Node, Value } from "./graph.js";
export type { AttributeKind, AttributeSchema, Operator, ShapeContext } from "./operator.js";
export { operators } from "./operators/index.js";
export {
  type ArrayOf,
  describe,
  type ElementType,
  emptyData,
  type Shape,
  sameShape,
  sizeOf,
  type Tensor,
  type TensorType,
  tensor,
  toNumbers,
} from "./tensor.js";
