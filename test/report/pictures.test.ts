/** Every figure of the report looks as it did when somebody last looked at it, in both themes. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { haveChromium, haveFonts } from "../oracles.js";
import { difference, mostInWindow, threshold, windowSize } from "../picture-difference.js";
import { drawPictures, pictureFolder } from "./pictures.js";

const pictures = haveChromium() && haveFonts() ? await drawPictures() : undefined;

describe.runIf(pictures)("the pictures of the report", () => {
  it("are those that are stored (npm run pictures)", () => {
    expect([...pictures!.keys()].map((path) => basename(path)).sort()).toEqual(readdirSync(pictureFolder).sort());
  });

  it.each([...(pictures?.keys() ?? [])].filter((path) => existsSync(path)))("%s", (path) => {
    const [now, stored] = [pictures!.get(path)!, readFileSync(path)].map((bytes) => PNG.sync.read(bytes)) as [PNG, PNG];
    expect([now.width, now.height]).toEqual([stored.width, stored.height]);
    expect(
      difference(path, now, stored),
      "see test/report/differences; npm run pictures accepts it",
    ).toBeLessThanOrEqual(mostInWindow);
  });
});

describe("the comparison", () => {
  const png = (draw: (x: number, y: number) => number) => {
    const picture = new PNG({ width: 64, height: 64 });
    for (let i = 0; i < 64 * 64; i++) picture.data.fill(draw(i % 64, Math.floor(i / 64)), 4 * i, 4 * i + 3);
    for (let i = 0; i < 64 * 64; i++) picture.data[4 * i + 3] = 255;
    return picture;
  };
  const differs = (a: PNG, b: PNG) => pixelmatch(a.data, b.data, null, 64, 64, { threshold, windowSize });

  it("lets slight shades pass, and sees a mark of 4 × 4 pixels", () => {
    const white = png(() => 255);
    expect(
      differs(
        white,
        png(() => 250),
      ),
    ).toBe(0);
    expect(
      differs(
        white,
        png((x, y) => (x >> 2 === 5 && y >> 2 === 5 ? 0 : 255)),
      ),
    ).toBeGreaterThan(mostInWindow);
  });
});
