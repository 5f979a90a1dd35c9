/**
 * What a replica rule is: one node of one network → nodes that do it for several networks at once.
 * Read this first.
 */
import type { GraphBuilder } from "../../builder.js";
import type { Node, Value } from "../../graph.js";
import type { Shape, Tensor } from "../../tensor.js";

/** An input of the node, in the graph of all replicas. */
export interface Operand {
  /** `[replicas, ...shape]` where `stacked`, else `shape`. */
  readonly value: Value;
  /** Whether the numbers differ between replicas. */
  readonly stacked: boolean;
  /** The shape for one replica. */
  readonly shape: Shape;
}

/** One node of one network, and where its nodes for all replicas go. */
export interface ReplicaContext {
  /** Where the rule adds its nodes. */
  readonly g: GraphBuilder;
  /** Number of replicas. */
  readonly count: number;
  /** The node, for one replica. */
  readonly node: Node;
  /** Its inputs, at least one of them stacked; undefined where an optional input is left out. */
  readonly inputs: readonly (Operand | undefined)[];
  /** The numbers of an input that is a constant. */
  constant(input: Operand | undefined): Tensor | undefined;
}

/**
 * The stacked outputs `[replicas, ...shape]` of one operator, or undefined for a form that the rule
 * does not cover: such nodes are repeated for each replica. Replicas may not mix: the r-th part of
 * an output is made of the r-th parts of stacked inputs and of shared inputs only.
 */
export type ReplicaRule = (context: ReplicaContext) => readonly Value[] | undefined;
