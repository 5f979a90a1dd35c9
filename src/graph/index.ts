/** The graph: its values and nodes, tensors, operators, and how it is built and rebuilt. */
export { type ApplyOptions, GraphBuilder } from "./builder.js";
export type { Attribute, Attributes, Graph, Node, Value } from "./graph.js";
export type { AttributeKind, AttributeSchema, Operator, ShapeContext } from "./operator.js";
export { operators } from "./operators/index.js";
export {
  type GraphIndex,
  indexGraph,
  type Rewrite,
  type RewriteContext,
  rebuild,
  rewriteNodes,
  type Visiting,
  type Visitor,
} from "./rewrite.js";
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
