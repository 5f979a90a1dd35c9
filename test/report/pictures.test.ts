/** Every figure of the report looks as it did when somebody last looked at it, in both themes. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { haveChromium, haveFonts } from "../oracles.js";
import { drawPictures, pictureFolder } from "./pictures.js";

/**
 * Edges are smoothed a little differently on other processors, so pixels may differ slightly
 * (`threshold`), and a few more in any square of 16 × 16 pixels. A lost marker, letter or line
 * changes more than that.
 */
const threshold = 0.1;
const windowSize = 16;
const mostInWindow = 5;

/**
 * How many pixels differ in the square where most do; the differences are written where they can be
 * looked at.
 */
function difference(path: string, now: PNG, stored: PNG): number {
  const { width, height } = now;
  const shown = new PNG({ width, height });
  const count = pixelmatch(now.data, stored.data, shown.data, width, height, { threshold, windowSize });
  if (count > mostInWindow) {
    mkdirSync("test/report/differences", { recursive: true });
    writeFileSync(join("test/report/differences", basename(path)), PNG.sync.write(shown));
    writeFileSync(join("test/report/differences", `now-${basename(path)}`), PNG.sync.write(now));
  }
  return count;
}

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
