/**
 * A figure as PDF: a walk over the few elements and attributes that our SVG files have, which
 * pdfkit draws. Text stays text, in an embedded font. Nothing in the file tells when it was made,
 * and nothing is compressed, so that every machine makes the same bytes.
 */
import { DOMParser } from "linkedom";
import PDFDocument from "pdfkit";
import { parsePaint, plainPaint } from "./paint.js";
/** Points per pixel of CSS. */
const POINTS = 72 / 96;
const program = { Producer: "stepzero", Creator: "stepzero" };
const noDate = new Date(0);
/** The bytes of a PDF file with one page, as large as the figure. */
export function pdfOf(svg, fonts) {
    const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    const [left, top, width, height] = root.getAttribute("viewBox").split(" ").map(Number);
    const pdf = new PDFDocument({
        size: [width * POINTS, height * POINTS],
        margin: 0,
        compress: false,
        // Any font but pdfkit's own, which it would read from a file.
        font: fonts.regular,
        info: { ...program, Title: root.querySelector("title")?.textContent ?? "", CreationDate: noDate },
    });
    // pdfkit wants a date, and writes what a loop over `info` finds.
    Object.defineProperty(pdf.info, "CreationDate", { enumerable: false });
    pdf.scale(POINTS);
    pdf.translate(-left, -top);
    drawChildren(root, parsePaint(root, plainPaint), { pdf, fonts });
    pdf.end();
    return pdf.read();
}
function drawChildren(parent, paint, walk) {
    for (const child of parent.children)
        draw(child, paint, walk);
}
/** @throws Error for an element that our figures do not have, which is a defect of this file */
function draw(element, inherited, walk) {
    const { pdf } = walk;
    const name = element.localName;
    if (["title", "desc"].includes(name))
        return;
    const paint = parsePaint(element, inherited);
    pdf.save();
    transform(pdf, element.getAttribute("transform") ?? "");
    if (name === "g")
        drawChildren(element, paint, walk);
    else if (name === "text")
        drawText(element, paint, walk);
    else if (outline(pdf, element))
        fillAndStroke(pdf, paint);
    else
        throw new Error(`Figures have no <${name}>.`);
    pdf.restore();
}
/** Adds a shape's outline to the path; false for what is no shape. */
function outline(pdf, shape) {
    const of = (name) => Number(shape.getAttribute(name) ?? 0);
    const name = shape.localName;
    if (name === "path")
        pdf.path(shape.getAttribute("d"));
    else if (name === "line")
        pdf.moveTo(of("x1"), of("y1")).lineTo(of("x2"), of("y2"));
    else if (name === "circle")
        pdf.circle(of("cx"), of("cy"), of("r"));
    else if (name === "rect")
        pdf.rect(of("x"), of("y"), of("width"), of("height"));
    else
        return false;
    return true;
}
function fillAndStroke(pdf, { fill, stroke, ...paint }) {
    if (fill !== "none")
        pdf.fillColor(fill, paint.fillOpacity);
    if (stroke !== "none") {
        pdf.strokeColor(stroke, paint.strokeOpacity).lineWidth(paint.strokeWidth).lineCap(paint.cap).lineJoin(paint.join);
        pdf.miterLimit(paint.miterLimit);
        if (paint.dash.length > 0)
            pdf.dash(paint.dash, {});
    }
    if (fill !== "none" && stroke !== "none")
        pdf.fillAndStroke();
    else if (fill !== "none")
        pdf.fill();
    else if (stroke !== "none")
        pdf.stroke();
    // A path that nothing paints must end, too, or the next one would begin with it.
    else
        pdf.addContent("n");
}
/** Text: one line, or lines that are elements of their own. */
function drawText(element, paint, walk, at = { x: 0, y: 0 }) {
    const of = (name, otherwise) => Number(element.getAttribute(name) ?? otherwise);
    let place = { x: of("x", at.x) + of("dx", 0), y: of("y", at.y) + of("dy", 0) };
    if (element.children.length === 0)
        drawLine(element.textContent ?? "", place, paint, walk);
    for (const line of element.children) {
        place = drawText(line, parsePaint(line, paint), walk, place);
    }
    return place;
}
function drawLine(text, { x, y }, paint, { pdf, fonts }) {
    if (text.trim() === "")
        return;
    const { regular, bold } = fonts;
    pdf.font((paint.isBold ? bold : regular)).fontSize(paint.fontSize);
    pdf.fillColor(paint.fill, paint.fillOpacity);
    const left = x - paint.anchor * pdf.widthOfString(text);
    pdf.text(text, left, y, { lineBreak: false, baseline: "alphabetic" });
}
/** "translate(3,4) rotate(-90)". */
function transform(pdf, text) {
    for (const [, kind, numbers] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
        const [a = 0, b = 0] = numbers.split(/[\s,]+/).map(Number);
        if (kind === "translate")
            pdf.translate(a, b);
        else if (kind === "rotate")
            pdf.rotate(a);
        else
            throw new Error(`Figures have no transform ${kind}().`);
    }
}
