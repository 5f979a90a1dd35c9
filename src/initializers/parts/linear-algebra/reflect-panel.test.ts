/** JavaScript and WebAssembly multiply panels to the same bits. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { normals, stream } from "../../../random/index.js";
import { haar } from "./haar.js";
import { OVERLAPS, plainMemory, vectorMemory, WIDTH } from "./reflect-panel.js";
import { productOfReflectors, toReflector } from "./reflectors.js";

test("the functions give the same bits, whatever the numbers", () => {
  const numbers = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.infiniteStream(numbers), (length, source) => {
      const size = WIDTH * length;
      const inputs = Float64Array.from(source.take(2 * size + OVERLAPS));
      const [plain, vectors] = [plainMemory, vectorMemory].map((memoryOf) => {
        const { numbers: memory, reflectPanel } = memoryOf(inputs.length)!;
        memory.set(inputs);
        reflectPanel(0, size, 2 * size, 2 * size);
        return new BigUint64Array(memory.slice(0, inputs.length).buffer);
      });
      expect(vectors).toEqual(plain);
    }),
  );
});

test("products of reflectors have the same bits, whatever their shape", () => {
  // 350 reflectors of 400 numbers take two tiles.
  for (const [length, count] of [
    [5, 5],
    [37, 22],
    [131, 130],
    [400, 350],
  ] as const) {
    const vectors = normals(stream(0, "reflectors"), length * count);
    for (let k = 0; k < count; k++) {
      vectors.fill(0, k * length, k * length + k);
      toReflector(vectors, length, k);
    }
    const reflectors = { length, count, vectors, signs: new Float64Array(count).fill(1) };
    const plain = productOfReflectors(reflectors, plainMemory);
    expect(productOfReflectors(reflectors, (size) => vectorMemory(size)!)).toEqual(plain);
    expect(productOfReflectors(reflectors)).toEqual(plain);
  }
});

/*
 * SHA-256 of the doubles, by the code of 2026-11 that had no WebAssembly (commit ab6fd3b):
 *
 * createHash("sha256").update(haar(stream(0, "q"), rows, columns).values).digest("hex")
 */
test.each([
  [512, 512, "edee3ca8d6d2"],
  [300, 201, "5361565c8012"],
  [150, 700, "53eabf881173"],
  [64, 64, "99d6ebd9068a"],
])("haar %i × %i has the numbers that it always had", (rows, columns, digest) => {
  const { values } = haar(stream(0, "q"), rows, columns);
  expect(createHash("sha256").update(values).digest("hex").slice(0, 12)).toBe(digest);
});
