import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../errors.js";
import { parseIdx } from "./idx.js";

/** An IDX file by the format's definition. */
function idx(type: number, shape: readonly number[], elements: (view: DataView, at: number) => number): Uint8Array {
  const bytes = new Uint8Array(4096);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 256 * type + shape.length);
  shape.forEach((size, axis) => {
    view.setUint32(4 + 4 * axis, size);
  });
  return bytes.slice(0, elements(view, 4 + 4 * shape.length));
}

const types = [
  { code: 8, size: 1, array: Uint8Array, set: "setUint8", value: fc.integer({ min: 0, max: 255 }) },
  { code: 9, size: 1, array: Int8Array, set: "setInt8", value: fc.integer({ min: -128, max: 127 }) },
  { code: 11, size: 2, array: Int16Array, set: "setInt16", value: fc.integer({ min: -32768, max: 32767 }) },
  { code: 12, size: 4, array: Int32Array, set: "setInt32", value: fc.integer() },
  { code: 13, size: 4, array: Float32Array, set: "setFloat32", value: fc.float({ noNaN: true }) },
  { code: 14, size: 8, array: Float64Array, set: "setFloat64", value: fc.double({ noNaN: true }) },
] as const;

describe("parseIdx", () => {
  it.each(types)("reads type $code back as it was written, big-endian, wherever the bytes lie", (type) => {
    const sizes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(sizes, fc.infiniteStream(type.value as fc.Arbitrary<number>), (shape, stream) => {
        const values = [...stream.take(shape.reduce((a, b) => a * b, 1))];
        const bytes = idx(type.code, shape, (view, at) => {
          for (const value of values) {
            view[type.set](at, value);
            at += type.size;
          }
          return at;
        });
        const shifted = new Uint8Array(bytes.length + 3).subarray(3); // not aligned
        shifted.set(bytes);
        const array = parseIdx(shifted, "test");
        expect(array.shape).toEqual(shape);
        expect(array.data).toEqual(type.array.from(values));
      }),
    );
  });

  const labels = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4]); // MNIST's first labels

  it("reads the published example", () => {
    expect(parseIdx(labels, "labels")).toEqual({ shape: [3], data: new Uint8Array([5, 0, 4]) });
  });

  it("refuses a file cut short at any length, or longer, or of other kinds", () => {
    for (let length = 0; length < labels.length; length++) {
      expect(() => parseIdx(labels.subarray(0, length), "f"), `${length} bytes`).toThrow(InputError);
    }
    expect(() => parseIdx(new Uint8Array([...labels, 0]), "train-labels")).toThrow(
      "train-labels is not a whole IDX file: 12 bytes, expected 11 for uint8 [3].",
    );
    expect(() => parseIdx(new Uint8Array([0x1f, 0x8b, 8, 0, 0]), "f")).toThrow("gzip");
  });

  it("never fails otherwise, whatever the bytes", () => {
    const start = fc.constantFrom([], [0, 0], [0, 0, 8, 1], [0, 0, 13, 255], [0, 0, 14, 2, 255, 255, 255, 255]);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 40 }), (head, tail) => {
        try {
          parseIdx(new Uint8Array([...head, ...tail]), "f");
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});
