/** Numbers with a shape as they come out of a file, before they are made a data set. */
import type { Shape } from "../../graph/tensor.js";

/** What the files' element types are kept in; 64-bit integers become doubles (exact up to 2⁵³). */
export type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Row-major: `data.length` is the product of `shape`. */
export interface NumericArray {
  readonly shape: Shape;
  readonly data: Numbers;
}

/** "uint8 [60000, 28, 28]", as error messages print it. */
export function describeArray(array: NumericArray): string {
  const type = array.data.constructor.name.replace("Array", "").toLowerCase();
  return `${type} [${array.shape.join(", ")}]`;
}

/** The machine's byte order; the files state theirs. */
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * A copy of `bytes` whose elements of `size` bytes are in this machine's order: ready to be viewed as a typed array.
 *
 * @param littleEndian the order the bytes are in
 */
export function toNativeOrder(bytes: Uint8Array, size: number, littleEndian: boolean): ArrayBuffer {
  const copy = new Uint8Array(bytes);
  if (size > 1 && littleEndian !== LITTLE_ENDIAN) {
    for (let start = 0; start + size <= copy.length; start += size) {
      for (let low = start, high = start + size - 1; low < high; low++, high--) {
        [copy[low], copy[high]] = [copy[high]!, copy[low]!];
      }
    }
  }
  return copy.buffer;
}
