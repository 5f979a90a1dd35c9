/**
 * What a parameter of a network is before it has numbers: its name, its shape, and what it is for.
 */
import type { ElementwiseFunction } from "../graph/elementwise-function.js";
import type { Shape } from "../graph/tensor.js";

/** What a parameter is for. Initializers read this, never names. */
export interface TensorRole {
  /** What the parameter is to its layer. */
  readonly kind:
    | "kernel"
    | "bias"
    | "norm-scale"
    | "norm-shift"
    | "embedding"
    | "position"
    | "residual-scale"
    | "token"
    | "slope"
    | "magnitude";
  /**
   * What the kernel does. Layouts: dense `[out, in]`; conv `[out, in / groups, ...kernel]`;
   * transposed conv `[in, out / groups, ...kernel]`; embedding `[entries, width]`. `fans.ts`
   * derives fans from this.
   */
  readonly operation?: "dense" | "convolution" | "transposed-convolution" | "embedding" | undefined;
  /**
   * Of a convolution.
   *
   * @defaultValue 1
   */
  readonly groups?: number | undefined;
  /**
   * Of a convolution, per axis of the image.
   *
   * @defaultValue 1 on every axis
   */
  readonly stride?: readonly number[] | undefined;
  /**
   * Of a convolution, per axis of the image.
   *
   * @defaultValue 1 on every axis
   */
  readonly dilation?: readonly number[] | undefined;
  /**
   * A constant of the network by which it multiplies this tensor: `alpha` of a Gemm, a factor on
   * the weights or on their product. The numbers that methods give are those of the product, so
   * `initialWeights` divides by it.
   *
   * @defaultValue 1
   */
  readonly multiplier?: number | undefined;
  /**
   * Of an embedding: the row of the entry that stands for no word, which PyTorch keeps at 0
   * (`padding_idx`).
   */
  readonly paddingRow?: number | undefined;
  /** Of an LSTM, GRU or RNN: which kernel or bias this is. */
  readonly recurrent?: RecurrentPlace | undefined;
  /** Of a magnitude: the kernel `v` whose rows' norms it starts as (weight normalization). */
  readonly direction?: MagnitudeOf | undefined;
  /** Name of the activation that its layer's output goes through ("linear" for none). */
  readonly activation?: string | undefined;
  /** The activation itself where it is not built in, for `gain(role.activationFunction)`. */
  readonly activationFunction?: ElementwiseFunction | undefined;
  /** On a bias, its layer's kernel: PyTorch's default draws biases by the kernel's fanIn. */
  readonly kernel?: { readonly shape: Shape; readonly role: TensorRole } | undefined;
  /**
   * Number of matrices along the output axis (3 for fused query, key, value).
   *
   * @defaultValue 1
   */
  readonly fused?: number | undefined;
  /** Where the parameter stands in a residual branch; absent outside of branches. */
  readonly residual?: ResidualPosition | undefined;
  /** In attention: which projection this is. */
  readonly projection?: "query" | "key" | "value" | "query-key-value" | "output" | undefined;
  /** In attention: number of heads, which divide the outputs (inputs of the output projection). */
  readonly heads?: number | undefined;
  /** The network's last layer, which makes the logits. */
  readonly head?: boolean | undefined;
  /** The network's first layer, which sees the data. */
  readonly first?: boolean | undefined;
}

/** Where a kernel or bias stands in a recurrent layer. */
export interface RecurrentPlace {
  /** A name that the tensors of one layer and direction share, and no other ones. */
  readonly layer: string;
  /** What it is multiplied with: the layer's input, its hidden state, or (peepholes) its cell. */
  readonly part: "input" | "hidden" | "peephole";
  /** Which gate it computes; "new" is the candidate of a GRU and the state of an RNN. */
  readonly gate: "input" | "output" | "forget" | "cell" | "update" | "reset" | "new";
  /** The gate's place among the layer's gates, from 0, and their number: 4, 3 (GRU) or 1 (RNN). */
  readonly index: number;
  readonly gates: number;
  /** Units of the hidden state. */
  readonly units: number;
}

/** The kernel of weight normalization, w = g · v / ‖v‖ (Salimans and Kingma 2016, eq. 2). */
export interface MagnitudeOf {
  /** The name of v. */
  readonly name: string;
  /**
   * The axis of v, in our layout, that has one norm per place; without it there is one norm for all
   * of v.
   */
  readonly axis?: number | undefined;
}

/** A place in the residual branches of a network, all counted from 0. */
export interface ResidualPosition {
  readonly branch: number;
  /** Number of branches in the network. */
  readonly branches: number;
  /** The layer within the branch. */
  readonly layer: number;
  /** Number of layers in the branch. */
  readonly layers: number;
  /** Whether it belongs to the branch's last layer. */
  readonly last: boolean;
}

/** A parameter before it has numbers. */
export interface TensorSpecification {
  /** "conv1/kernel": it addresses the parameter's random stream; methods do not interpret it. */
  readonly name: string;
  /** As ONNX has it: `[out, in]`, `[out, in / groups, ...k]`. */
  readonly shape: Shape;
  /** What the parameter is for. */
  readonly role: TensorRole;
}
