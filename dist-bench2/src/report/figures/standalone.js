/**
 * A figure as a file of its own, which programs that know little of CSS draw as browsers do:
 * attributes only, no variables, no style sheet, no theme. It is light whatever the page is, and
 * its caption stands in it, since a paper leaves the page behind.
 */
import { element, svgText, withoutTicks } from "./figure.js";
import { wrapText } from "./text.js";
/** Fonts of the same widths where there are any, and the most usual ones elsewhere. */
export const fontStack = "Arial, Helvetica, 'Liberation Sans', Arimo, 'DejaVu Sans', sans-serif";
const [ground, ink, quiet] = ["#ffffff", "#1c2024", "#566068"];
/** Pixels around the figure. */
const PADDING = 10;
/** Of the caption, in pixels. */
const [captionSize, captionLine] = [11, 15];
/**
 * A figure as the text of an SVG file: light, with its caption, in plain attributes.
 *
 * @param figure as `finalValues`, `differences`, `learningCurves` or `heatMap` draw it
 */
export function standalone({ svg, caption }) {
    const document = svg.ownerDocument;
    const [width, height] = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
    const lines = wrapText(withoutTicks(caption), width, captionSize);
    const whole = [width + 2 * PADDING, height + 8 + captionLine * lines.length + 2 * PADDING];
    const alone = svg.cloneNode(true);
    for (const [name, value] of Object.entries({
        viewBox: `${-PADDING} ${-PADDING} ${whole[0]} ${whole[1]}`,
        width: whole[0],
        height: whole[1],
        "font-family": fontStack,
    })) {
        alone.setAttribute(name, String(value));
    }
    for (const one of [alone, ...alone.querySelectorAll("[class]")])
        one.removeAttribute("class");
    const text = { x: 0, "font-size": captionSize, fill: quiet };
    alone.append(...lines.map((line, i) => element(document, "text", { ...text, y: height + 8 + captionLine * (i + 1) - 4 }, line)));
    const behind = { x: -PADDING, y: -PADDING, width: whole[0], height: whole[1], fill: ground };
    alone.querySelector("desc").after(element(document, "rect", behind));
    return `<?xml version="1.0" encoding="UTF-8"?>\n${plainAttributes(svgText(alone))}\n`;
}
/** Every variable becomes the light colour behind it, and what HTML has of its own goes. */
function plainAttributes(text) {
    return (text
        .replace(/var\(--[\w-]+, (#[0-9a-f]{6})\)/g, "$1")
        .replaceAll('"currentColor"', `"${ink}"`)
        // HTML's serialization has one entity that XML lacks.
        .replaceAll("&nbsp;", "&#160;")
        .replace(/^<svg(?![^>]*\sxmlns=)/, '<svg xmlns="http://www.w3.org/2000/svg"'));
}
