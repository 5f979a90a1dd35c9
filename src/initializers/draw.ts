/** One tensor's initial numbers, in one line. */
import { InputError } from "../errors.js";
import { type Shape, sizeOf } from "../graph/tensor.js";
import type { TensorRole, TensorSpecification } from "../network/parameter.js";
import { initialWeights } from "./initial-weights.js";
import type { Initializer, InitializerOptions } from "./initializer.js";

/** Numbers that no typed array of today's engines holds. */
const LARGEST = 4_294_967_296;

export interface DrawOptions {
  /** A whole number from 0; the same seed and name give the same bits everywhere. */
  readonly seed: number;
  /** Tensors of one seed with different names have independent numbers ("weights" if left out). */
  readonly name?: string;
  /** What the shape does not say: `{ operation: "transposed-convolution", stride: [2, 2] }`, `{ kind: "bias" }`, … */
  readonly role?: Partial<TensorRole>;
  /** The method's own options; see its card (`stepzero explain he`). */
  readonly options?: InitializerOptions;
}

/**
 * The numbers of one tensor by a method that needs no data, row-major. A shape `[out, in]` is a dense kernel, `[out, in / groups, …window]`
 * a convolution's, as in PyTorch; a Keras or Flax kernel `[in, out]` is the transpose. For a whole network: `initialWeights`.
 *
 * The methods are plain objects and this is the one function that asks them, so a bundler keeps no more than the methods imported.
 *
 * @throws InputError for a tensor the method cannot serve (a kernel of one axis, a plain layer for Fixup), one of 2³² numbers or more, or an option that
 * is not legal
 * @example
 * import { draw, he, orthogonal } from "stepzero";
 *
 * const w = draw(he, [256, 128], { seed: 0 }); // Float32Array of 32,768
 * const k = draw(orthogonal, [64, 32, 3, 3], { seed: 0, name: "conv1", options: { gain: 1.4 } });
 */
export function draw(initializer: Initializer, shape: Shape, options: DrawOptions): Float32Array {
  const { seed, name = "weights", role, options: own } = options;
  if (sizeOf(shape) >= LARGEST) {
    throw new InputError(
      `draw: "${name}" [${shape.join(", ")}] has ${sizeOf(shape)} numbers, and a Float32Array has room for fewer than 2³² (${LARGEST}). Draw it in parts, each under a name of its own.`,
    );
  }
  return initialWeights(initializer, [kernelTensor(shape, role, name)], seed, own)[name]!;
}

/**
 * A tensor as methods and `fans` want it, from its shape.
 *
 * @example
 * fans(kernelTensor([64, 32, 3, 3], { stride: [2, 2] })); // → { fanIn: 288, fanOut: 144 }
 */
export function kernelTensor(shape: Shape, role: Partial<TensorRole> = {}, name = "weights"): TensorSpecification {
  const kind = role.kind ?? "kernel";
  const operation = kind === "kernel" ? ({ operation: shape.length === 2 ? "dense" : "convolution" } as const) : {};
  return { name, shape, role: { kind, ...operation, ...role } };
}
