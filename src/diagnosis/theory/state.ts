/** What the walk through a graph knows of each value, and what a rule of an operator is. */
import type { GraphBuilder } from "../../graph/builder.js";
import type { Node, Value } from "../../graph/graph.js";
import type { Tensor } from "../../graph/tensor.js";
import type { MapMoments } from "./attention-shares.js";
import type { Data } from "./data.js";
import type { KnownFunction } from "./functions.js";
import type { Gradient, Signal } from "./signal.js";
import type { Sources } from "./sources.js";

/** Products of queries with keys. */
export interface Scores {
  /** The signals that are multiplied, the keys with units before places. */
  readonly query: Value;
  readonly key: Value;
  /** Units that a product sums over. */
  readonly depth: number;
  /** Factor on the products. */
  readonly factor: number;
  readonly queries: number;
  readonly keys: number;
  /** How many keys each query sees, where a mask hides some. */
  readonly open?: readonly number[];
}

/** The attention of queries to keys: a softmax over places. */
export interface Shares extends Scores {
  /** What the softmax returns. */
  readonly softmax: Value;
  /** Of the products over keys. */
  readonly variance: number;
  readonly open: readonly number[];
  readonly moments: MapMoments;
  /** The moments at products of a larger variance, for what depends on it. */
  readonly more: MapMoments;
}

/** What is known of a value. */
export type State =
  /** Nearly normal over units. */
  | { readonly kind: "signal"; readonly signal: Signal }
  /** A function of each element of `root`, which is a signal; `name` tells functions apart. */
  | { readonly kind: "function"; readonly root: Value; readonly name: string }
  /** Numbers that follow from the batch alone. */
  | { readonly kind: "data"; readonly data: Data }
  | { readonly kind: "scores"; readonly scores: Scores }
  | { readonly kind: "shares"; readonly shares: Shares }
  | { readonly kind: "unknown"; readonly reason: string };

/** What a rule sees of the walk. */
export interface Walk {
  readonly g: GraphBuilder;
  readonly sources: Sources;
  /** The numbers of a value that follows from weights and constants alone. */
  readonly numbersOf: (value: Value | undefined) => Tensor | undefined;
  readonly stateOf: (value: Value) => State | undefined;
  /** The moments of a signal, of a function of one, or of data. */
  readonly signalOf: (value: Value | undefined) => Signal | undefined;
  /** A function by its name, once a value of it has been looked at. */
  readonly functionOf: (name: string) => KnownFunction | undefined;
}

/** Gradients that reach the inputs of a node. */
export type Contributions = readonly (readonly [Value, Gradient])[];

/** What a rule says of the outputs of a node. */
export interface Outcome {
  /** One per output that has a use; those that are left out are unknown. */
  readonly states: readonly State[];
  /**
   * Gradients by inputs from those by outputs (undefined where none reaches an output); none where
   * the rule has no way back, and for data.
   */
  readonly pullback?: (gradients: readonly (Gradient | undefined)[]) => Contributions;
}

/** The rule of an operator: an outcome, or why there is none. */
export type Rule = (node: Node, walk: Walk) => Outcome | string;

/** An outcome with one signal, from one signal. */
export const passing = (
  x: Value,
  { signal, pullback }: { readonly signal: Signal; readonly pullback: (gradient: Gradient) => Gradient },
): Outcome => ({
  states: [{ kind: "signal", signal }],
  pullback: ([gradient]) => (gradient === undefined ? [] : [[x, pullback(gradient)]]),
});
