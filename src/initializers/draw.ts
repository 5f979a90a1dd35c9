/** The initial numbers of one tensor, in one line. */
import { InputError, unknownName } from "../errors.js";
import { type Shape, sizeOf } from "../graph/tensor.js";
import type { TensorRole, TensorSpecification } from "../network/parameter.js";
import type { OptionDescriptions, PartialOptions } from "../options.js";
import { initialWeights } from "./initial-weights.js";
import type { Initializer } from "./initializer.js";

/** 2³²: no typed array of today's engines holds so many numbers. */
const LARGEST = 4_294_967_296;

/** Settings of `draw`. */
export interface DrawOptions<Options extends OptionDescriptions = OptionDescriptions> {
  /** A whole number from 0. The same seed and name give the same bits everywhere. */
  readonly seed: number;
  /**
   * The tensor's name. Tensors of one seed with different names have independent numbers.
   *
   * @defaultValue "weights"
   */
  readonly name?: string | undefined;
  /**
   * What the shape does not say: `{ operation: "transposed-convolution", stride: [2, 2] }`, `{
   * kind: "bias" }`, …
   */
  readonly role?: Partial<TensorRole> | undefined;
  /** The method's options; `stepzero explain he` prints them. */
  readonly options?: PartialOptions<Options> | undefined;
}

/**
 * The numbers of one tensor by a method that needs no data, row-major. A shape `[out, in]` is a
 * dense kernel and `[out, in / groups, …window]` a convolution's, as in PyTorch; a Keras or Flax
 * kernel `[in, out]` is the transpose. For a whole network, use `initialWeights`.
 *
 * The methods are plain objects, so a bundle holds only those that are imported.
 *
 * @throws InputError for a tensor that the method cannot serve (a kernel of one axis, a plain
 * layer for `fixup`), a tensor of 2³² numbers or more, or an illegal option
 * @example
 * import { draw, he, orthogonal } from "stepzero";
 *
 * draw(he, [256, 128], { seed: 0 }).length; // → 32768
 * const k = draw(orthogonal, [64, 32, 3, 3], { seed: 0, name: "conv1", options: { gain: 1.4 } });
 */
export function draw<Options extends OptionDescriptions>(
  initializer: Initializer<Options>,
  shape: Shape,
  settings: DrawOptions<NoInfer<Options>>,
): Float32Array {
  checkArguments(initializer, shape, settings);
  const { seed, name = "weights", role, options } = settings;
  if (sizeOf(shape) >= LARGEST) {
    throw new InputError(
      `draw: "${name}" [${shape.join(", ")}] has ${sizeOf(shape)} numbers, and a Float32Array has room for fewer than 2³² (${LARGEST}). Draw it in parts, each under its own name.`,
    );
  }
  return initialWeights(initializer, [kernelTensor(shape, role, name)], seed, options)[name]!;
}

const settingNames = ["seed", "name", "role", "options"];

/** For programs without types. */
function checkArguments(initializer: unknown, shape: unknown, settings: unknown): void {
  if (typeof initializer !== "object" || initializer === null) {
    const got = typeof initializer === "string" ? `"${initializer}"` : String(initializer);
    throw new InputError(
      `draw: the initializer must be an object such as he, got ${got}. findInitializer("he") finds one by its name.`,
    );
  }
  if (!Array.isArray(shape)) throw new InputError(`draw: the shape must be a list such as [256, 128], got ${shape}.`);
  for (const key of Object.keys(settings ?? {})) {
    if (!settingNames.includes(key)) throw unknownName("setting of draw", key, settingNames);
  }
  if (settings === undefined) throw new InputError("draw: the seed is missing: draw(he, [256, 128], { seed: 0 }).");
}

/**
 * A tensor in the form that methods and `fans` take, from its shape.
 *
 * @example
 * import { fans, kernelTensor } from "stepzero/initializers";
 *
 * fans(kernelTensor([64, 32, 3, 3], { stride: [2, 2] })); // → { fanIn: 288, fanOut: 144 }
 */
export function kernelTensor(shape: Shape, role: Partial<TensorRole> = {}, name = "weights"): TensorSpecification {
  const kind = role.kind ?? "kernel";
  const operation = kind === "kernel" ? ({ operation: shape.length === 2 ? "dense" : "convolution" } as const) : {};
  return { name, shape, role: { kind, ...operation, ...role } };
}
