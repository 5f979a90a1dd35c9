/**
 * NumPy's .npy: a magic string, a header in Python's notation, then the numbers (NumPy Enhancement
 * Proposal 1, "A simple file format for NumPy arrays", 2007).
 */
import { InputError } from "../../errors.js";
import { concatenate, toNativeOrder } from "../../graph/bytes.js";
import { type FloatType, floatBytes, floatsFrom } from "../../graph/float-types.js";
import { sizeOf } from "../../graph/tensor.js";
import { type NamedTensor, type Numbers, type NumericArray, storedType } from "./array.js";

/** Type code of the header without its byte order → the typed array that holds the numbers. */
const TYPES: Readonly<Record<string, { size: number; view: (buffer: ArrayBuffer) => Numbers }>> = {
  // Booleans become 0 and 1 in float32, as bytes would be divided by 255.
  b1: { size: 1, view: (b) => Float32Array.from(new Uint8Array(b)) },
  u1: { size: 1, view: (b) => new Uint8Array(b) },
  i1: { size: 1, view: (b) => new Int8Array(b) },
  u2: { size: 2, view: (b) => new Uint16Array(b) },
  i2: { size: 2, view: (b) => new Int16Array(b) },
  u4: { size: 4, view: (b) => new Uint32Array(b) },
  i4: { size: 4, view: (b) => new Int32Array(b) },
  u8: { size: 8, view: (b) => Float64Array.from(new BigUint64Array(b), Number) },
  i8: { size: 8, view: (b) => Float64Array.from(new BigInt64Array(b), Number) },
  f2: { size: 2, view: (b) => floatsFrom("float16", new Uint8Array(b)) },
  f4: { size: 4, view: (b) => new Float32Array(b) },
  f8: { size: 8, view: (b) => new Float64Array(b) },
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"

/** Magic string, version and length of the header. */
const PREAMBLE = 10;

/**
 * Reads a .npy file. Arrays in Fortran's order become row-major.
 *
 * @param source which array of which file, for messages
 * @throws InputError if the bytes are not a .npy file, do not match their shape, or hold something
 *   other than integers, booleans, float16 (which becomes float32), float32 or float64
 */
export function parseNpy(bytes: Uint8Array, source: string): NumericArray {
  const fail = (problem: string) => new InputError(`${source} is not a whole .npy array: ${problem}.`);
  if (bytes.length < PREAMBLE || MAGIC.some((byte, i) => bytes[i] !== byte))
    throw fail("it does not begin with \\x93NUMPY");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = bytes[6]! >= 2; // version 2 and later have four bytes of header length
  if (long && bytes.length < 12) throw fail("its header is cut short");
  const start = long ? 12 : PREAMBLE;
  const end = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  if (bytes.length < end) throw fail(`its header is cut short (${bytes.length} of ${end} bytes)`);

  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const descr = /'descr':\s*'([<>|=])(\w+)'/.exec(header);
  const fortran = /'fortran_order':\s*(True|False)/.exec(header);
  const axes = /'shape':\s*\(([\d,\s]*)\)/.exec(header);
  const type = TYPES[descr?.[2] ?? ""];
  if (descr === null || type === undefined) {
    const got = /'descr':\s*('[^']*'|\[.*\])/.exec(header)?.[1] ?? "none";
    throw fail(
      `its type is ${got}, expected integers, booleans, float16, float32 or float64 (${Object.keys(TYPES).join(", ")})`,
    );
  }
  if (fortran === null || axes === null) throw fail(`its header lacks fortran_order or shape: ${header.trim()}`);
  const shape = axes[1]!.split(",").flatMap((size) => (size.trim() === "" ? [] : [Number(size)]));
  const expected = end + sizeOf(shape) * type.size;
  if (bytes.length !== expected) {
    throw fail(`${bytes.length} bytes, expected ${expected} for ${descr[2]} [${shape.join(", ")}]`);
  }
  const data = type.view(toNativeOrder(bytes.subarray(end), type.size, descr[1] !== ">"));
  return { shape, data: fortran[1] === "True" && shape.length > 1 ? rowMajor(data, shape) : data };
}

/** Puts column-major numbers into row-major order. */
function rowMajor(data: Numbers, shape: readonly number[]): Numbers {
  const result = data.slice();
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < result.length; i++) {
    // Position of this index when the first axis runs fastest.
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) from = from * shape[axis]! + index[axis]!;
    result[i] = data[from]!;
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return result;
}

/** The type of the header for each type of float. NumPy has no bfloat16: it becomes float32. */
const floatCodes: Readonly<Record<FloatType, { readonly code: string; readonly type: FloatType }>> = {
  float16: { code: "<f2", type: "float16" },
  bfloat16: { code: "<f4", type: "float32" },
  float32: { code: "<f4", type: "float32" },
  float64: { code: "<f8", type: "float64" },
};

/**
 * Writes a .npy file (version 1.0) of little-endian floats. The numbers begin at a multiple of 64
 * bytes, as NumPy pads its header. bfloat16, which NumPy lacks, is written as float32.
 *
 * @throws InputError for a finite number that is too large for the tensor's type
 */
export function writeNpy(tensor: Omit<NamedTensor, "name"> & { readonly name?: string }): Uint8Array {
  const { shape, data, name = "the array" } = tensor;
  const { code, type } = floatCodes[storedType(tensor)];
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${code}', 'fortran_order': False, 'shape': (${axes}), }`;
  const length = Math.ceil((PREAMBLE + text.length + 1) / 64) * 64;
  const header = new Uint8Array(length);
  header.set([...MAGIC, 1, 0]); // version 1.0
  new DataView(header.buffer).setUint16(8, length - PREAMBLE, true);
  header.set(new TextEncoder().encode(`${text.padEnd(length - PREAMBLE - 1)}\n`), PREAMBLE);
  return concatenate([header, floatBytes(type, data, name)]);
}
