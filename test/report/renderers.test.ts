/** Figures' files look the same whoever draws them, and as PDF and PNG. */
import { execFileSync } from "node:child_process";
import type { PNG } from "pngjs";
import { PNG as Png } from "pngjs";
import { describe, expect, it } from "vitest";
import { loadFormats } from "../../src/report/node/figures/formats.js";
import { PNG_SCALE } from "../../src/report/node/figures/png.js";
import { haveChromium, haveFonts, haveLibrsvg, havePoppler } from "../oracles.js";
import { manyFigures } from "./many-figures.js";
import { byChromium, byLibrsvg, byPoppler, byResvg, difference, withTestFont } from "./renderers.js";

/**
 * The greatest differences measured were 11.0 with text and 6.2 without, where a text that is
 * missing gives 26 and more, and a line or a marker 9 and more.
 */
const [most, mostOfShapes] = [14, 8];

const figures = manyFigures();
const withoutText = (svg: string) => svg.replace(/<text .*?<\/text>/g, "");

const renderers = haveChromium() && haveFonts() && haveLibrsvg();
const whole = [...figures.values()].map(withTestFont);
const pictures = renderers ? await byChromium([...whole, ...whole.map(withoutText)]) : ([] as readonly PNG[]);

describe.runIf(renderers)("Chromium, librsvg and resvg draw alike", () => {
  it.each([...figures.keys()].map((name, i) => [name, i] as const))("%s", async (_, i) => {
    const [svg, shapes] = [whole[i]!, withoutText(whole[i]!)];
    const [picture, ofShapes] = [pictures[i]!, pictures[whole.length + i]!];
    for (const other of [byLibrsvg(svg), await byResvg(svg)]) {
      expect([other.width, other.height]).toEqual([picture.width, picture.height]);
      expect(difference(picture, other)).toBeLessThan(most);
    }
    for (const other of [byLibrsvg(shapes), await byResvg(shapes)]) {
      expect(difference(ofShapes, other)).toBeLessThan(mostOfShapes);
    }
  });

  it("and the comparison sees a text, a line, a bar and a colour that are missing", async () => {
    const at = (name: string) => [...figures.keys()].indexOf(`usual: problem-1-${name}.svg`);
    const [curve, values] = [at("test-accuracy"), at("final-values")];
    const without = async (i: number, text: string | RegExp, by = "") => {
      const svg = whole[i]!.replace(text, by);
      expect(svg).not.toBe(whole[i]);
      return byResvg(svg);
    };
    for (const text of [
      /<text [^>]*>Test accuracy.*?<\/text>/,
      /<text [^>]*>orthogonal<\/text>/,
      /<text [^>]*>epoch<\/text>/,
    ]) {
      expect(difference(pictures[curve]!, await without(curve, text)), String(text)).toBeGreaterThan(most);
    }
    const shapes = async (i: number, text: string | RegExp, by = "") =>
      difference(pictures[whole.length + i]!, await byResvg(withoutText(whole[i]!.replace(text, by))));
    expect(
      await shapes(curve, /<path [^>]*stroke="#0665bc"[^>]*d="M46[^>]*>|<path [^>]*d="M46[^>]*stroke="#0665bc"[^>]*>/),
    ).toBeGreaterThan(mostOfShapes);
    expect(await shapes(curve, /#d26810/g, "#0665bc")).toBeGreaterThan(mostOfShapes);
    expect(await shapes(values, /<line [^>]*stroke="#0665bc"[^>]*>/)).toBeGreaterThan(mostOfShapes);
  });
});

describe.runIf(havePoppler())("PDF and PNG", async () => {
  const notices: string[] = [];
  const { pdf, png } = await loadFormats(["pdf", "png"], (message) => notices.push(message));
  const poppler = (program: string, args: readonly string[], input: Uint8Array) =>
    execFileSync(program, args, { input, encoding: "utf8" });

  it.each([...figures])("%s: one page that looks as the picture does, with its fonts in it", (_, svg) => {
    const [bytes, picture] = [pdf!(svg) as Uint8Array, Png.sync.read(Buffer.from(png!(svg)))];
    const page = byPoppler(bytes, 96 * PNG_SCALE);
    // poppler rounds sizes up.
    expect(Math.abs(page.width - picture.width)).toBeLessThanOrEqual(1);
    expect(Math.abs(page.height - picture.height)).toBeLessThanOrEqual(1);
    expect(difference(picture, page, 12 * PNG_SCALE)).toBeLessThan(mostOfShapes);
    const fonts = poppler("pdffonts", ["-"], bytes).trim().split("\n").slice(2);
    expect(fonts).toHaveLength(2);
    for (const font of fonts) expect(font).toMatch(/\+Arimo-(Bold|Regular) .* yes yes yes /);
    expect(poppler("pdfinfo", ["-"], bytes)).not.toMatch(/Date/);
  });

  it("have the text of the figure", () => {
    const words = (text: string) => text.match(/[^\s\u00a0]+/g)!.sort();
    const svg = figures.get("usual: problem-1-test-accuracy.svg")!;
    const shown = [...svg.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, text]) => text!).join(" ");
    const text = shown.replaceAll("&#160;", " ").replaceAll("&quot;", '"');
    expect(words(poppler("pdftotext", ["-raw", "-", "-"], pdf!(svg) as Uint8Array))).toEqual(words(text));
  });

  it("have the same bytes every time", async () => {
    const again = await loadFormats(["pdf", "png"], () => {});
    const svg = figures.get("usual: problem-1-final-values.svg")!;
    expect(Buffer.compare(Buffer.from(pdf!(svg)), Buffer.from(again.pdf!(svg)))).toBe(0);
    expect(Buffer.compare(Buffer.from(png!(svg)), Buffer.from(again.png!(svg)))).toBe(0);
  });

  it("show what the font lacks as escapes, and say so once", () => {
    expect(notices).toEqual([]);
    const svg = figures.get("one: problem-1-final-values.svg")!.replaceAll("glyphs", "猫と🐈");
    const text = poppler("pdftotext", ["-raw", "-", "-"], pdf!(svg) as Uint8Array);
    expect(text).toContain("\\u732b\\u3068\\u{1f408}");
    png!(svg);
    expect(notices).toEqual([
      "The font of PDF and PNG has no 猫 と 🐈: escapes stand there. Figures as SVG have the characters.",
    ]);
  });
});
