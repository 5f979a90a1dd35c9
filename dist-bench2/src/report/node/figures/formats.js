/** The formats of figures beside SVG, which need Node. Each is loaded only where it is wanted. */
import { figureFormats } from "../../figure-formats.js";
/** Loads what draws each format. */
const loaders = {
    pdf: async () => (await import("./pdf.js")).pdfOf,
    png: async () => {
        const { pngOf, startPng } = await import("./png.js");
        await startPng();
        return pngOf;
    },
};
/**
 * The functions that make figures of these formats.
 *
 * @param onNotice called with a sentence where PDF and PNG show characters as escapes
 */
export async function loadFormats(names, onNotice) {
    const formats = {};
    const noted = new Set();
    for (const name of figureFormats.filter((one) => names.includes(one))) {
        if (name === "svg") {
            formats[name] = (svg) => svg;
            continue;
        }
        const { loadFonts, withGlyphs } = await import("./fonts.js");
        const [draw, fonts] = [await loaders[name](), loadFonts()];
        formats[name] = (svg) => {
            const { text, lacking } = withGlyphs(svg, fonts);
            const unheard = lacking.filter((character) => !noted.has(character));
            for (const character of unheard)
                noted.add(character);
            if (unheard.length > 0)
                onNotice(lacks(unheard));
            return draw(text, fonts);
        };
    }
    return formats;
}
function lacks(characters) {
    return `The font of PDF and PNG has no ${characters.join(" ")}: escapes stand there. Figures as SVG have the characters.`;
}
