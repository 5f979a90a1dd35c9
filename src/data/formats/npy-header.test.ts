/** What NEP 1 allows in a header, and what parseNpy does with anything else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { npyOf } from "../../../test/data/zip.js";
import { havePython } from "../../../test/oracles.js";
import { runPython } from "../../../test/python.js";
import { InputError } from "../../errors.js";
import { parseNpy } from "./npy.js";

const read = (header: string, data: ArrayLike<number> = []) => parseNpy(npyOf(header, Uint8Array.from(data)), "x");
const bytes = (shape: string) => `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`;

describe("the header of a .npy", () => {
  it.each<[string, number[]]>([
    [bytes("(3,)"), [3]],
    [bytes("(3L, 1L)"), [3, 1]], // Python 2
    [`{"shape": (1, 3), "fortran_order": False, "descr": "|u1"}   \n`, [1, 3]],
    ["{'shape':(3,),'descr':'<u1','fortran_order':False}", [3]],
  ])("may be %s", (header, shape) => {
    expect(read(header, [1, 2, 3])).toEqual({ shape, data: Uint8Array.of(1, 2, 3) });
  });

  it("may be of version 2 or 3, with four bytes of length", () => {
    for (const version of [2, 3]) {
      const one = npyOf(bytes("(1,)"), Uint8Array.of(8));
      const length = one.readUInt16LE(8);
      const long = Buffer.concat([one.subarray(0, 10), Buffer.alloc(2), one.subarray(10)]);
      long[6] = version;
      long.writeUInt32LE(length, 8);
      expect(parseNpy(long, "x").data).toEqual(Uint8Array.of(8));
    }
  });

  it.each([
    [bytes("(1152921504606846976,)"), 'an axis of size "1152921504606846976"'], // 2⁶⁰
    [bytes("(4503599627370496, 4)"), "promises the shape [4503599627370496, 4]"],
    [bytes("(9007199254740991, 9007199254740991, 0)"), "bytes, expected"],
    [bytes("(-1,)"), "no dictionary of descr"],
    [bytes("(nan,)"), "no dictionary of descr"],
    [bytes("(3.0,)"), "no dictionary of descr"],
    [bytes("(1,,3)"), 'an axis of size ""'],
    [bytes(`(${"1, ".repeat(65)})`), "its header has 65 axes, expected at most 64"],
    [bytes("(1 3)"), 'an axis of size "1 3"'],
    [bytes("(0,)"), "70 bytes, expected 67 for u1 [0]"],
    [bytes("(2,)"), "70 bytes, expected 69 for u1 [2]"],
    [bytes("(4,)"), "70 bytes, expected 71 for u1 [4]"],
    ["{'descr': '|u1', 'descr': '|i1', 'fortran_order': False, 'shape': (3,)}", "has descr twice"],
    ["{'descr': '|u1', 'fortran_order': False, 'shape': (3,), 'more': 1}", "no dictionary of descr"],
    ["{'descr': '|u1', 'fortran_order': False}", "lacks fortran_order or shape"],
    ["{'fortran_order': False, 'shape': (3,)}", "its header has no type"],
    ["__import__('os')", "no dictionary of descr"],
    ["", "no dictionary of descr"],
  ])("cannot be %s", (header, message) => {
    expect(() => read(header, [1, 2, 3])).toThrow(InputError);
    expect(() => read(header, [1, 2, 3])).toThrow(`x is not a whole .npy array: `);
    expect(() => read(header, [1, 2, 3])).toThrow(message);
  });

  it.each([
    ["<c8", "as two columns: np.stack([x.real, x.imag], axis=-1)."],
    ["<constructor", 'Save it as numbers: x.astype("float32").'],
    ["<M8[ns]", 'Save dates as numbers: x.astype("int64").'],
    ["|V4", 'Save it as numbers: x.astype("float32").'],
    ["<U1001", "Save words of 1 to 1000 characters"],
    ["<U0", "Save words of 1 to 1000 characters"],
  ])("may have the type %s, which is refused with what to do", (type, remedy) => {
    const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (3,)}`;
    expect(() => read(header, [1, 2, 3])).toThrow(InputError);
    expect(() => read(header, [1, 2, 3])).toThrow(`x has the type '${type}', expected integers, booleans, float16`);
    expect(() => read(header, [1, 2, 3])).toThrow(remedy);
  });

  it("cannot be longer than 64 kB, nor of another version", () => {
    const one = npyOf(bytes("(0,)"));
    one[6] = 2;
    one.writeUInt32LE(0xfffffff0, 8);
    expect(() => parseNpy(one, "x")).toThrow("its header has 4294967280 bytes, expected at most 65536");
    one[6] = 4;
    expect(() => parseNpy(one, "x")).toThrow("its version is 4.0, expected 1.0, 2.0 or 3.0");
  });

  it("gives no other error, whatever the text", () => {
    const piece = fc.constantFrom("'descr'", ":", "'<f8'", ",", "{", "}", "'shape'", "(", ")", "9", "True", " ", "[");
    const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, fc.uint8Array({ maxLength: 9 }), (header, data) => {
        try {
          read(header, data);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("64-bit integers", () => {
  const integers = (descr: string, shape: string, isFortran: boolean, ...values: bigint[]) => {
    const data = new Uint8Array(BigInt64Array.from(values).buffer);
    return read(`{'descr': '${descr}', 'fortran_order': ${isFortran ? "True" : "False"}, 'shape': ${shape}, }`, data);
  };

  it("become float64 where that is exact, beyond 2⁵³ too", () => {
    const values = [2n ** 53n, -(2n ** 53n) - 2n, 1_700_000_000_000_000_512n, -(2n ** 63n)];
    expect(integers("<i8", "(4,)", false, ...values).data).toEqual(
      Float64Array.of(2 ** 53, -(2 ** 53) - 2, 1.7e18 + 512, -(2 ** 63)),
    );
  });

  it("are refused where it is not, by their index", () => {
    const odd = 2n ** 53n + 1n;
    expect(() => integers("<i8", "(2, 2)", false, 0n, 0n, odd, 0n)).toThrow(
      "x holds 9007199254740993 at [1, 0], which float64, with 53 bits, does not hold exactly. Subtract",
    );
    expect(() => integers("<i8", "(2, 2)", true, 0n, 0n, odd, 0n)).toThrow("at [0, 1]");
    expect(() => integers("<u8", "(1,)", false, -1n)).toThrow("x holds 18446744073709551615 at [0]");
  });
});

it.skipIf(!havePython("numpy"))("reads arrays of NumPy of any shape and order", () => {
  const program = `
import sys, io, json, base64, numpy as np
rng = np.random.default_rng(0)
out = []
for i in range(60):
    shape = tuple(rng.integers(0, 4, rng.integers(0, 5)))
    x = rng.integers(-2**40, 2**40, shape).astype(rng.choice(["<i8", ">i8", "<f8", ">f4", "<i2", "|b1"]))
    x = np.asfortranarray(x) if i % 2 else x
    f = io.BytesIO(); np.lib.format.write_array(f, x, version=[(1, 0), (2, 0), (3, 0)][i % 3])
    out.append([base64.b64encode(f.getvalue()).decode(), list(x.shape), [float(v) for v in x.ravel(order="C")]])
print(json.dumps(out))`;
  const arrays = JSON.parse(runPython(program)) as [string, number[], number[]][];
  for (const [file, shape, values] of arrays) {
    const array = parseNpy(Buffer.from(file, "base64"), "x");
    expect([array.shape, Array.from(array.data)]).toEqual([shape, values]);
  }
});
