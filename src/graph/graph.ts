/**
 * The graph: typed values with static shapes, and nodes that make values from values.
 *
 * Read this first. A graph is in static single assignment form: every value is a graph input, a
 * constant, or one output of one node, and each node reads only inputs, constants, and outputs of
 * earlier nodes. All shapes are known when a node is added, so every shape error occurs while
 * building, with the layer, the operator and the shapes.
 */
import type { ElementType, Shape, Tensor } from "./tensor.js";

/** An edge of the graph. Identity is by reference; names are unique within a graph. */
export interface Value {
  /** Unique within its graph. */
  readonly name: string;
  /** The type of its elements. */
  readonly type: ElementType;
  /** Sizes of its axes, all fixed. */
  readonly shape: Shape;
}

/** Attribute values; the operator's schema says which kind each attribute is. */
export type Attribute = number | string | readonly number[] | readonly string[] | Tensor;
/** A node's attributes, by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** An operator applied to values. */
export interface Node {
  /**
   * ONNX operator type, "Conv", or "com.microsoft:FusedMatMul" for one outside the standard domain.
   */
  readonly operator: string;
  /** `undefined` where an optional input is left out. */
  readonly inputs: readonly (Value | undefined)[];
  /** The values that the node computes. */
  readonly outputs: readonly Value[];
  /** With the schema's defaults filled in. */
  readonly attributes: Attributes;
  /**
   * Where it came from, for messages and profiles: "conv1", "block3/attention", "" outside any
   * layer.
   */
  readonly layer: string;
  /**
   * Overrides differentiation (and is not written to files): the gradient of the output goes to
   * this value instead of to the inputs, `null` for nowhere. Straight-through estimators and
   * stopped gradients are `Identity` nodes with this.
   */
  readonly gradientTo?: Value | null;
}

/** Values, and the nodes that make values from values, in the order in which they run. */
export interface Graph {
  /** For messages and files. */
  readonly name: string;
  /** What a run must pass, in order. */
  readonly inputs: readonly Value[];
  /** The numbers of each value that no node computes and no run passes. */
  readonly constants: ReadonlyMap<Value, Tensor>;
  /** In an order in which every node follows those that compute its inputs. */
  readonly nodes: readonly Node[];
  /** What the graph returns, by name, in order. */
  readonly outputs: ReadonlyMap<string, Value>;
}
