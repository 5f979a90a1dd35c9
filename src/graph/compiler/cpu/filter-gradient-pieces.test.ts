import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gradientPiece } from "./filter-gradient-pieces.js";

const MiB = 2 ** 20;

describe("pieces of a filter gradient", () => {
  // The fastest of ten forms or within a tenth of it, on an Intel Xeon with 2 MiB per core (issue
  // 16's table) and on an AMD EPYC of family 26 (docs/performance.md).
  it.each([
    [[128, 64, 24, 24], 2 * MiB, { samples: 16, filters: 32 }],
    [[128, 16, 32, 32], 2 * MiB, { samples: 16, filters: 16 }],
    [[128, 64, 8, 8], 2 * MiB, undefined],
    [[128, 64, 24, 24], 8 * MiB, undefined],
    [[512, 64, 24, 24], 8 * MiB, { samples: 64, filters: 32 }],
    [[512, 16, 32, 32], 8 * MiB, { samples: 64, filters: 16 }],
    [[128, 64, 24, 24], undefined, undefined],
  ] as const)("dY %j, cache %s: %j", (shape, cache, expected) => {
    expect(gradientPiece(shape, 16, cache)).toEqual(expected);
  });

  it("cut samples and filters into equal parts of whole blocks", () => {
    const size = fc.integer({ min: 1, max: 64 });
    fc.assert(
      fc.property(
        fc.constantFrom(8, 16),
        fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 8 }), size, size),
        fc.integer({ min: 1, max: 4 * MiB }),
        (block, [n, o, h, w], cache) => {
          const piece = gradientPiece([n * block, o * block, h, w], block, cache);
          if (piece === undefined) return;
          expect([(n * block) % piece.samples, (o * block) % piece.filters]).toEqual([0, 0]);
          expect([piece.samples % block, piece.filters % block]).toEqual([0, 0]);
        },
      ),
    );
  });
});
