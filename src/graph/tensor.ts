/** Dense tensors in row-major order, and the element types the graphs use. */

export type ElementType = "float32" | "float64" | "int32" | "int64" | "uint8" | "bool";

/** Sizes of the axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/**
 * The array that holds the data of each element type (`bool`: one byte each, as in ONNX Runtime).
 */
export interface ArrayOf {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  bool: Uint8Array;
}

/** An element type with a shape: what a value of a graph is before it has numbers. */
export interface TensorType<T extends ElementType = ElementType> {
  /** The type of the elements. */
  readonly type: T;
  /** Sizes of the axes. */
  readonly shape: Shape;
}

/** Numbers with a shape. `data.length` is the product of `shape`. */
export interface Tensor<T extends ElementType = ElementType> extends TensorType<T> {
  /** Row-major. */
  readonly data: ArrayOf[T];
}

/** Number of elements: the product of the axes' sizes (1 for a scalar). */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, n) => size * n, 1);
}

/** "float32 [128, 32, 26, 26]", as error messages print it. */
export function describe(value: TensorType): string {
  return `${value.type} [${value.shape.join(", ")}]`;
}

/** Whether two shapes are equal. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** An all-zero array of the right kind. */
export function emptyData<T extends ElementType>(type: T, length: number): ArrayOf[T] {
  const make: { [K in ElementType]: (n: number) => ArrayOf[K] } = {
    float32: (n) => new Float32Array(n),
    float64: (n) => new Float64Array(n),
    int32: (n) => new Int32Array(n),
    int64: (n) => new BigInt64Array(n),
    uint8: (n) => new Uint8Array(n),
    bool: (n) => new Uint8Array(n),
  };
  return make[type](length);
}

/**
 * A tensor from plain numbers.
 *
 * @throws RangeError if their count is not the product of `shape`.
 */
export function tensor<T extends ElementType>(type: T, shape: Shape, values: ArrayLike<number>): Tensor<T> {
  if (values.length !== sizeOf(shape)) {
    throw new RangeError(`tensor: ${values.length} values do not fill shape [${shape.join(", ")}]`);
  }
  const data = emptyData(type, values.length);
  for (let i = 0; i < values.length; i++) {
    data[i] = type === "int64" ? BigInt(values[i]!) : values[i]!;
  }
  return { type, shape, data };
}

/** The values as plain numbers (int64 included). */
export function toNumbers(t: Tensor): number[] {
  return Array.from(t.data as ArrayLike<number | bigint>, Number);
}
