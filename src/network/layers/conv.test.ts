import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphOf } from "../../../test/networks.js";
import { averagePool, conv, maxPool } from "./index.js";

const geometry = fc.record({
  size: fc.tuple(fc.integer({ min: 1, max: 17 }), fc.integer({ min: 1, max: 17 })),
  kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
  stride: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  dilation: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
});
const spaceOf = (layer: ReturnType<typeof conv>, size: readonly number[]) =>
  graphOf(layer, [1, 2, ...size]).network.logits.shape.slice(2);

describe("padding", () => {
  it('"same" gives ⌈size / stride⌉ for every kernel, stride and dilation', () => {
    fc.assert(
      fc.property(geometry, ({ size, kernel, stride, dilation }) => {
        const expected = size.map((n, i) => Math.ceil(n / stride[i]!));
        expect(spaceOf(conv(3, kernel, { stride, dilation, padding: "same" }), size)).toEqual(expected);
      }),
    );
  });

  it('"valid" and numbers give ⌊(size + 2·padding − reach) / stride⌋ + 1, or an error where that is not positive', () => {
    fc.assert(
      fc.property(geometry, fc.constantFrom("valid" as const, 1, 2), ({ size, kernel, stride, dilation }, padding) => {
        const around = padding === "valid" ? 0 : padding;
        const expected = size.map((n, i) => {
          const reach = (kernel[i]! - 1) * dilation[i]! + 1;
          return Math.floor((n + 2 * around - reach) / stride[i]!) + 1;
        });
        const layer = conv(3, kernel, { stride, dilation, padding });
        if (expected.every((n) => n > 0)) expect(spaceOf(layer, size)).toEqual(expected);
        else
          expect(() => spaceOf(layer, size)).toThrow(/layer "conv1": its window of \d+×\d+ is larger than the images/);
      }),
    );
  });

  it("pooling leaves out what fills no window, unless padded", () => {
    for (const pool of [maxPool, averagePool]) {
      expect(spaceOf(pool(2), [7, 4])).toEqual([3, 2]);
      expect(spaceOf(pool(2, { padding: "same" }), [7, 4])).toEqual([4, 2]);
      expect(spaceOf(pool(3, { stride: 1, padding: 1 }), [7, 4])).toEqual([7, 4]);
    }
  });
});
