import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../errors.js";
import { parseNpy } from "./npy.js";
import { parseNpz } from "./npz.js";

/** Written by NumPy 1.24.2; the program is in the file. */
const golden = JSON.parse(readFileSync(new URL("npz.golden.json", import.meta.url), "utf8")) as {
  expected: Record<string, { shape: number[]; values: number[] }>;
  stored: string;
  deflated: string;
};
const stored = Buffer.from(golden.stored, "base64");
const deflated = Buffer.from(golden.deflated, "base64");
const inflate = (bytes: Uint8Array, size: number) => inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) });

/** The whole file read: every array. */
const readAll = (bytes: Uint8Array) => [...parseNpz(bytes, "f.npz", inflate).values()].map((read) => read());

describe("parseNpz", () => {
  it.each([
    ["stored", stored],
    ["deflated", deflated],
  ])("reads every type and order that NumPy writes, %s", (_, bytes) => {
    const arrays = parseNpz(bytes, "f.npz", inflate);
    expect([...arrays.keys()]).toEqual(Object.keys(golden.expected));
    for (const [name, { shape, values }] of Object.entries(golden.expected)) {
      const array = arrays.get(name)!();
      expect([array.shape, Array.from(array.data)], name).toEqual([shape, values]);
    }
    expect(arrays.get("u1")!().data).toBeInstanceOf(Uint8Array);
    expect(arrays.get("bool")!().data).toBeInstanceOf(Float32Array);
    expect(arrays.get("<i8")!().data).toBeInstanceOf(Float64Array);
  });

  it("finds the directory before a comment", () => {
    const comment = Buffer.from("made by hand");
    const bytes = Buffer.concat([stored, comment]);
    bytes.writeUInt16LE(comment.length, stored.length - 2);
    expect(readAll(bytes).length).toBe(Object.keys(golden.expected).length);
  });

  it("refuses a file cut short at any length", () => {
    for (const bytes of [stored, deflated]) {
      for (let length = 0; length < bytes.length; length++) {
        expect(() => readAll(bytes.subarray(0, length)), `${length} bytes`).toThrow(InputError);
      }
    }
  });

  it("notices every altered byte of the numbers, and never fails otherwise", () => {
    fc.assert(
      fc.property(
        fc.nat(stored.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (place, change, packed) => {
          const bytes = Buffer.from(packed ? deflated : stored);
          const at = place % bytes.length;
          bytes[at] = bytes[at]! ^ change;
          try {
            readAll(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { numRuns: 2000 },
    );
    // The first array's numbers are the last 6 bytes of its 134-byte .npy file.
    const bytes = Buffer.from(stored);
    const at = bytes.indexOf(Buffer.from([0, 1, 2, 3, 4, 5]));
    bytes[at] = 9;
    expect(() => readAll(bytes)).toThrow(/u1\.npy in f\.npz cannot be read: it is altered: its CRC-32 is/);
  });

  it("says so where nothing is inside", () => {
    const empty = Buffer.alloc(22);
    empty.writeUInt32LE(0x06054b50);
    expect(() => readAll(empty)).toThrow("f.npz holds no arrays");
  });
});

describe("parseNpy", () => {
  const npy = (header: string, data: number[] = []) => {
    const length = Buffer.alloc(2);
    length.writeUInt16LE(header.length);
    return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), length, Buffer.from(header), Buffer.from(data)]);
  };

  it("names the type it cannot read and those it can", () => {
    expect(() => parseNpy(npy("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }"), "y_train")).toThrow(
      /y_train is not a whole .npy array: its type is '\|O', expected .*u1.*f8/,
    );
    expect(() => parseNpy(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,), }"), "y")).toThrow(
      "its type is [",
    );
  });

  it("holds the shape against the bytes", () => {
    expect(() => parseNpy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }", [1, 2, 3]), "x")).toThrow(
      /expected \d+ for u1 \[2, 2\]/,
    );
    expect(() => parseNpy(npy("{'descr': '|u1', 'fortran_order': False}", [1]), "x")).toThrow(
      "lacks fortran_order or shape",
    );
  });
});
