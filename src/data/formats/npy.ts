/** NumPy's .npy: a magic string, a header in Python's notation, then the numbers (NumPy Enhancement Proposal 1). */
import { InputError } from "../../errors.js";
import { sizeOf } from "../../graph/tensor.js";
import { type Numbers, type NumericArray, toNativeOrder } from "./array.js";

/** The header's type code without its byte order → what holds it. */
const TYPES: Readonly<Record<string, { size: number; view: (buffer: ArrayBuffer) => Numbers }>> = {
  b1: { size: 1, view: (b) => Float32Array.from(new Uint8Array(b)) }, // 0 and 1, not fractions of 255
  u1: { size: 1, view: (b) => new Uint8Array(b) },
  i1: { size: 1, view: (b) => new Int8Array(b) },
  u2: { size: 2, view: (b) => new Uint16Array(b) },
  i2: { size: 2, view: (b) => new Int16Array(b) },
  u4: { size: 4, view: (b) => new Uint32Array(b) },
  i4: { size: 4, view: (b) => new Int32Array(b) },
  u8: { size: 8, view: (b) => Float64Array.from(new BigUint64Array(b), Number) },
  i8: { size: 8, view: (b) => Float64Array.from(new BigInt64Array(b), Number) },
  f4: { size: 4, view: (b) => new Float32Array(b) },
  f8: { size: 8, view: (b) => new Float64Array(b) },
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"

/**
 * Reads a .npy file; arrays in Fortran's order are turned row-major.
 *
 * @param source which array of which file, for messages
 * @throws InputError if it is not .npy, is cut short or longer than its shape, or holds something other than plain numbers
 */
export function parseNpy(bytes: Uint8Array, source: string): NumericArray {
  const wrong = (what: string) => new InputError(`${source} is not a whole .npy array: ${what}.`);
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw wrong("it does not begin with \\x93NUMPY");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = bytes[6]! >= 2; // version 2 and later have four bytes of header length
  if (long && bytes.length < 12) throw wrong("its header is cut short");
  const start = long ? 12 : 10;
  const end = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  if (bytes.length < end) throw wrong(`its header is cut short (${bytes.length} of ${end} bytes)`);

  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const descr = /'descr':\s*'([<>|=])(\w+)'/.exec(header);
  const fortran = /'fortran_order':\s*(True|False)/.exec(header);
  const axes = /'shape':\s*\(([\d,\s]*)\)/.exec(header);
  const type = TYPES[descr?.[2] ?? ""];
  if (descr === null || type === undefined) {
    const got = /'descr':\s*('[^']*'|\[.*\])/.exec(header)?.[1] ?? "none";
    throw wrong(
      `its type is ${got}, expected integers, booleans, float32 or float64 (${Object.keys(TYPES).join(", ")})`,
    );
  }
  if (fortran === null || axes === null) throw wrong(`its header lacks fortran_order or shape: ${header.trim()}`);
  const shape = axes[1]!.split(",").flatMap((size) => (size.trim() === "" ? [] : [Number(size)]));
  const expected = end + sizeOf(shape) * type.size;
  if (bytes.length !== expected) {
    throw wrong(`${bytes.length} bytes, expected ${expected} for ${descr[2]} [${shape.join(", ")}]`);
  }
  const data = type.view(toNativeOrder(bytes.subarray(end), type.size, descr[1] !== ">"));
  return { shape, data: fortran[1] === "True" && shape.length > 1 ? rowMajor(data, shape) : data };
}

/** Column-major numbers in row-major order. */
function rowMajor(data: Numbers, shape: readonly number[]): Numbers {
  const result = data.slice();
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < result.length; i++) {
    // Where the element of this index lies when the first axis runs fastest.
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) from = from * shape[axis]! + index[axis]!;
    result[i] = data[from]!;
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return result;
}
