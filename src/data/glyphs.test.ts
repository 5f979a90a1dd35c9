import { beforeAll, describe, expect, it } from "vitest";
import { inChromium } from "../../test/chromium.js";
import { haveChromium } from "../../test/oracles.js";
import { datasetChecksum } from "./checksum.js";
import type { Dataset } from "./dataset.js";
import { glyphShapes, polyline } from "./glyph-shapes.js";
import { glyphs } from "./glyphs.js";

/** Changes only with a new version of the data set: every stored result on glyphs depends on it. */
const PINNED = "18dececf7ade5e6567a15825cdb289123ceea88972e30c783ac0aa8d912ff0cd";

describe("glyphs", () => {
  let data: Dataset;
  beforeAll(() => {
    data = glyphs();
  });

  it("are the bytes they have always been", async () => {
    expect(await datasetChecksum(data)).toBe(PINNED);
    expect(data.checksum).toBe(PINNED);
  });

  it.skipIf(!haveChromium())("are the same bytes in Chromium", async () => {
    const checksum = await inChromium(`
      import { glyphs } from "./data/glyphs.js";
      import { datasetChecksum } from "./data/checksum.js";
      const result = await datasetChecksum(glyphs());`);
    expect(checksum).toBe(PINNED);
  });

  it("hold 10,000 and 2,000 images, equally many of each class, shuffled", () => {
    expect([data.shape, data.classes, data.classNames.length]).toEqual([[1, 28, 28], 10, 10]);
    for (const [split, count] of [
      [data.train, 10_000],
      [data.test, 2_000],
    ] as const) {
      expect([split.count, split.labels.length, split.inputs.length]).toEqual([count, count, 784 * count]);
      const counts = new Array(10).fill(0);
      for (const label of split.labels) counts[label]++;
      expect(counts).toEqual(new Array(10).fill(count / 10));
      // Of neighbours in a shuffled order a tenth are alike: 1000 ± 150 of 10,000 (five standard
      // deviations).
      const alike = split.labels.filter((label, i) => i > 0 && label === split.labels[i - 1]).length;
      expect(Math.abs(alike - count / 10)).toBeLessThan(5 * Math.sqrt(0.09 * count));
    }
  });

  it("are all different, none of them blank, and no test image is a training image", () => {
    const seen = new Set<string>();
    for (const { inputs, count } of [data.train, data.test]) {
      for (let i = 0; i < count; i++) {
        const image = inputs.subarray(784 * i, 784 * (i + 1));
        seen.add(Buffer.from(image).toString("latin1"));
        expect(image.some((value) => value > 100)).toBe(true);
      }
    }
    expect(seen.size).toBe(12_000);
  });

  it("have signs inside their square, and curves that pass through their points", () => {
    for (const { strokes } of glyphShapes) {
      for (const stroke of strokes) {
        expect(stroke.points.flat().every((coordinate) => Math.abs(coordinate) <= 1)).toBe(true);
        const corners = polyline(stroke);
        for (const [x, y] of stroke.points) {
          const hit = corners.some((value, i) => i % 2 === 0 && value === x && corners[i + 1] === y);
          expect(hit).toBe(true);
        }
      }
    }
  });
});
