/** The live page looks as it did when somebody last looked at it, in both themes and on a phone. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { haveChromium, haveFonts } from "../oracles.js";
import { difference, mostInWindow } from "../picture-difference.js";
import { drawLivePage, livePictures } from "./pictures.js";

const pictures = haveChromium() && haveFonts() ? await drawLivePage() : undefined;

describe.runIf(pictures)("the pictures of the live page", () => {
  it("are those that are stored (npm run pictures)", () => {
    expect([...pictures!.keys()].map((path) => basename(path)).sort()).toEqual(readdirSync(livePictures).sort());
  });

  it.each([...(pictures?.keys() ?? [])].filter((path) => existsSync(path)))("%s", (path) => {
    const [now, stored] = [pictures!.get(path)!, readFileSync(path)].map((bytes) => PNG.sync.read(bytes)) as [PNG, PNG];
    expect([now.width, now.height]).toEqual([stored.width, stored.height]);
    const hint = "see test/report/differences; npm run pictures accepts it";
    expect(difference(path, now, stored), hint).toBeLessThanOrEqual(mostInWindow);
  });
});
