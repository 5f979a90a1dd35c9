/** Numbers with a shape, as they come out of a file or go into one. Read this first. */
import type { FloatType } from "../../graph/float-types.js";
import type { Shape } from "../../graph/tensor.js";

/**
 * The typed arrays that hold the element types of the files. 64-bit integers become float64, exact
 * up to 2⁵³.
 */
export type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** An array that was read from a file. */
export interface NumericArray {
  /** Sizes of the axes; `[]` for a single number. */
  readonly shape: Shape;
  /** Row-major; its length is the product of `shape`. */
  readonly data: Numbers;
}

/** A tensor of floats with its name: one entry of a file of weights. */
export interface NamedTensor {
  /** The key in the file: "conv1.weight". */
  readonly name: string;
  /** Sizes of the axes; `[]` for a single number. */
  readonly shape: Shape;
  /** Row-major; its length is the product of `shape`. */
  readonly data: Float32Array | Float64Array;
  /**
   * The type that a file stores it in.
   *
   * @defaultValue that of `data`: float32 or float64
   */
  readonly type?: FloatType | undefined;
}

/** The type that a file stores a tensor in. */
export function storedType({ type, data }: Pick<NamedTensor, "data" | "type">): FloatType {
  return type ?? (data instanceof Float64Array ? "float64" : "float32");
}

/** Type and shape as error messages print them: "uint8 [60000, 28, 28]". */
export function describeArray(array: NumericArray): string {
  const type = array.data.constructor.name.replace("Array", "").toLowerCase();
  return `${type} [${array.shape.join(", ")}]`;
}
