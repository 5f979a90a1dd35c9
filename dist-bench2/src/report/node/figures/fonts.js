/**
 * The font of figures as PDF and PNG: Arimo, which is as wide as Arial and Helvetica. It comes as a
 * package, so that a figure has the same bytes on every machine, whatever fonts that has.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create } from "fontkit";
/** Its name, for renderers that look fonts up by name. */
export const family = "Arimo";
const { resolve } = createRequire(import.meta.url);
/** Reads the files of the package. */
export function loadFonts() {
    const [regular, bold] = ["400Regular/Arimo_400Regular", "700Bold/Arimo_700Bold"].map((name) => readFileSync(resolve(`@expo-google-fonts/arimo/${name}.ttf`)));
    const both = [regular, bold].map((bytes) => create(bytes));
    return { regular, bold, has: (codePoint) => both.every((font) => font.hasGlyphForCodePoint(codePoint)) };
}
/**
 * The text of an SVG file in which characters that the font lacks are escapes.
 *
 * @returns the text, and those characters, each once
 */
export function withGlyphs(svg, { has }) {
    const lacking = new Set();
    const text = [...svg]
        .map((character) => {
        const codePoint = character.codePointAt(0);
        if (codePoint < 0x80 || has(codePoint))
            return character;
        lacking.add(character);
        return `\\u${codePoint < 0x10000 ? codePoint.toString(16).padStart(4, "0") : `{${codePoint.toString(16)}}`}`;
    })
        .join("");
    return { text, lacking: [...lacking] };
}
