/** What a parameter of a network is before it has numbers: its name, its shape, and what it is for. */
import type { Shape } from "../graph/tensor.js";

/** What a parameter is for. Initializers read this, never names. */
export interface TensorRole {
  readonly kind:
    | "kernel"
    | "bias"
    | "norm-scale"
    | "norm-shift"
    | "embedding"
    | "position"
    | "residual-scale"
    | "token";
  /**
   * What the kernel does. Layouts: dense `[out, in]`; conv `[out, in / groups, ...kernel]`; transposed conv
   * `[in, out / groups, ...kernel]`; embedding `[entries, width]`. Fans are derived from this in `fans.ts`.
   */
  readonly operation?: "dense" | "convolution" | "transposed-convolution" | "embedding";
  readonly groups?: number;
  readonly stride?: readonly number[];
  readonly dilation?: readonly number[];
  /** The activation that its layer's output goes through ("linear" for none). */
  readonly activation?: string;
  /** The layer's kernel shape and role, on its bias: PyTorch's default draws biases by the kernel's fanIn. */
  readonly kernel?: { readonly shape: Shape; readonly role: TensorRole };
  /** Several matrices stacked along the output axis (3 for fused query, key, value). */
  readonly fused?: number;
  /** Within a residual branch: which branch of how many in the network, and whether it is the branch's last layer. */
  readonly residual?: {
    readonly branch: number;
    readonly branches: number;
    readonly layer: number;
    readonly layers: number;
    readonly last: boolean;
  };
  /** In attention: which projection this is. */
  readonly projection?: "query" | "key" | "value" | "query-key-value" | "output";
  /** In attention: how many heads the projections' outputs (the output projection's inputs) divide into. */
  readonly heads?: number;
  /** The network's last layer, which makes the logits. */
  readonly head?: boolean;
  /** The network's first layer, which sees the data. */
  readonly first?: boolean;
}

/** A parameter before it has numbers. */
export interface TensorSpecification {
  /** "conv1.kernel": addresses the stream, and nothing else. */
  readonly name: string;
  readonly shape: Shape;
  readonly role: TensorRole;
}
