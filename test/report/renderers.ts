/** Figures' files drawn by programs that share no code: Chromium, librsvg, resvg and poppler. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-wasm";
import { PNG } from "pngjs";
import { fontStack } from "../../src/report/figures/standalone.js";
import { startPng } from "../../src/report/node/figures/png.js";
import { inChromium } from "../chromium.js";
import { fonts, rsvgConvert } from "../oracles.js";

/** The font that all of them find: other machines may have others of the stack. */
const font = "DejaVu Sans";

/** A figure's file with that font. */
export function withTestFont(svg: string): string {
  if (!svg.includes(fontStack)) throw new Error("The figure's fonts are no longer where this test replaces them.");
  return svg.replaceAll(fontStack, font);
}

/** A pixel of the picture is a pixel of the figure. */
export async function byChromium(svgs: readonly string[]): Promise<PNG[]> {
  const program = `
    const pictures = [];
    for (const svg of ${JSON.stringify(svgs).replaceAll("<", "\\u003c")}) {
      const image = new Image();
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      canvas.getContext("2d", { willReadFrequently: true }).drawImage(image, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
      pictures.push(bytes.toBase64());
    }
    const result = JSON.stringify(pictures);`;
  const pictures = JSON.parse(await inChromium(program)) as string[];
  return pictures.map((picture) => PNG.sync.read(Buffer.from(picture, "base64")));
}

/** Debian's librsvg. */
export function byLibrsvg(svg: string): PNG {
  return PNG.sync.read(execFileSync(rsvgConvert, ["--format", "png"], { input: svg, maxBuffer: 2 ** 26 }));
}

/** resvg, with the files of the test's font. */
export async function byResvg(svg: string): Promise<PNG> {
  await startPng();
  const fontBuffers = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => readFileSync(join(fonts, file)));
  const renderer = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: font } });
  return PNG.sync.read(Buffer.from(renderer.render().asPng()));
}

/** The first page of a PDF file at this many dots per inch, by poppler. */
export function byPoppler(pdf: Uint8Array, dotsPerInch: number): PNG {
  const { status, stdout, stderr } = spawnSync("pdftoppm", ["-png", "-r", String(dotsPerInch), "-"], {
    input: pdf,
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`pdftoppm: ${stderr}`);
  return PNG.sync.read(stdout);
}

/**
 * The greatest difference of two pictures' mean colours in any square, from 0 to 255. Renderers
 * place and smooth letters differently, by a fraction of a pixel, which moves the mean of a square
 * little; what is missing, or stands elsewhere, changes it much.
 *
 * @param side of the squares, in pixels
 */
export function difference(a: PNG, b: PNG, side = 12): number {
  let greatest = 0;
  for (let top = 0; top < a.height; top += side / 2) {
    for (let left = 0; left < a.width; left += side / 2) {
      for (let channel = 0; channel < 3; channel++) {
        const [one, other] = [a, b].map((picture) => meanOf(picture, left, top, side, channel));
        greatest = Math.max(greatest, Math.abs(one! - other!));
      }
    }
  }
  return greatest;
}

/** Beyond its edge a picture is white. */
function meanOf({ width, height, data }: PNG, left: number, top: number, side: number, channel: number): number {
  let sum = 0;
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) {
      sum += x < width && y < height ? data[4 * (y * width + x) + channel]! : 255;
    }
  }
  return sum / side ** 2;
}
