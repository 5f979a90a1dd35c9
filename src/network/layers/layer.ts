/**
 * What a layer is: a function that extends a graph and declares its parameters. Read this first.
 */
import type { GraphBuilder } from "../../graph/builder.js";
import type { Value } from "../../graph/graph.js";
import type { Shape } from "../../graph/tensor.js";
import type { Activation } from "../activations/activation.js";
import type { TensorRole, TensorSpecification } from "../parameter.js";

/** Numbers that belong to the network but are not trained: batch-norm running statistics. */
export interface StateSpecification {
  /** "batchnorm1/running-mean". */
  readonly name: string;
  /** One number per unit or channel. */
  readonly shape: Shape;
  /** The value of every element before training. */
  readonly initial: number;
}

/**
 * A dropout mask that the train step needs: uint8 draws from a named stream, as an input of the
 * graph.
 */
export interface MaskSpecification {
  /** "dropout1/mask": the name of the graph's input. */
  readonly name: string;
  /** The shape of what is dropped, batch included. */
  readonly shape: Shape;
  /** Probability that an element is dropped: a multiple of 1/256. */
  readonly rate: number;
}

/**
 * A parameter's role as its layer declares it. The network adds what only it can see: the position
 * (`first`, `head`, `residual`), the activation that follows, and on a bias its kernel's role.
 */
export interface DeclaredRole
  extends Omit<TensorRole, "kernel" | "activation" | "activationFunction" | "first" | "head" | "residual"> {
  /** The kernel that this bias (or norm) belongs to: what `scope.parameter` returned for it. */
  readonly kernel?: Value | undefined;
  /**
   * What the layer's output goes through. `scope.activated` says the same later; what is declared
   * here wins, unless it is "linear".
   */
  readonly activation?: string | Activation | undefined;
}

/**
 * The role of a parameter whose layer knows the whole network, as one made from a file does: it is
 * used as it is.
 */
export interface CompleteRole {
  readonly complete: TensorRole;
}

/** What a layer sees of the network under construction. */
export interface Scope {
  /** The graph that the layer extends. */
  readonly g: GraphBuilder;
  /**
   * "train": dropout is on; batch norm uses the batch. "evaluate": dropout is off; batch norm uses
   * its running statistics. "measure", for initialization: dropout is off; batch norm uses the
   * batch.
   */
  readonly mode: "train" | "evaluate" | "measure";
  /**
   * Declares a trainable parameter of the current layer. `name` is "kernel", "bias", …
   *
   * @returns its value in the graph, by which a bias's role refers to its kernel
   * @throws InputError where the role's `kernel` is no kernel that the network has declared
   * @example
   * import type { Layer } from "stepzero";
   *
   * const affine = (units: number): Layer => ({
   *   kind: "affine",
   *   apply: (x, { g, parameter }) => {
   *     const shape = [units, x.shape[1]!];
   *     const kernel = parameter("kernel", shape, { kind: "kernel", operation: "dense" });
   *     const bias = parameter("bias", [units], { kind: "bias", kernel });
   *     return g.apply("Gemm", [x, kernel, bias], { transB: 1 });
   *   },
   * });
   */
  parameter(name: string, shape: Shape, role: DeclaredRole | CompleteRole): Value;
  /**
   * Declares a state, which is not trained. In training, `update` sets its value after the step.
   */
  state(name: string, shape: Shape, initial: number): { readonly value: Value; update(next: Value): void };
  /** The keep mask of a dropout layer as uint8 zeros and ones: an input of the train graph. */
  mask(name: string, shape: Shape, rate: number): Value;
  /**
   * Runs `build` with `kind` and its number among siblings added to the path: "conv1", "conv2", …
   */
  inside<T>(kind: string, build: () => T): T;
  /** Runs `build`; the roles of all parameters in it say that they are in one residual branch. */
  branch<T>(build: () => T): T;
  /**
   * Records that `x` goes through an activation, for the roles of the kernels that `x` comes from.
   */
  activated(x: Value, activation: string | Activation): void;
}

/** A function that extends a graph: from `x`, batch axis first, to the layer's output. */
export interface Layer {
  /**
   * "conv", "dense": the stem of its path in the network; "" for a composition that adds nothing to
   * its members' paths.
   */
  readonly kind: string;
  /**
   * The forward pass. `x` is `[N, C, H, W]`, `[N, F]` or `[N, T, F]`.
   *
   * @throws ShapeError that says which layer, what came in, what it expects
   */
  readonly apply: (x: Value, scope: Scope) => Value;
}

/** Everything a network declared while its graph was built. */
export interface NetworkGraph {
  /** `[N, classes]`. */
  readonly logits: Value;
  /** What training changes, each with its value in the graph. */
  readonly parameters: readonly (TensorSpecification & { readonly value: Value })[];
  /** Running statistics; in mode "train", `next` is the value after the step. */
  readonly states: readonly (StateSpecification & { readonly value: Value; readonly next?: Value | undefined })[];
  /** Dropout masks; in mode "train" only. */
  readonly masks: readonly (MaskSpecification & { readonly value: Value })[];
}
