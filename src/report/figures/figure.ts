/** The parts of every figure: title, chart, legend, and a description for screen readers. */
import { visible } from "../../visible-text.js";
import type { MethodLook } from "../colours.js";
import { markerPath } from "./marker.js";

/** A complete figure. */
export interface Figure {
  /** "problem-1-test-accuracy": its file's name and its anchor. */
  readonly id: string;
  /** The line above the chart. */
  readonly title: string;
  /**
   * A sentence or two: the meaning of its marks, and n. Names of methods stand between backticks.
   */
  readonly caption: string;
  /** Its content in words and numbers, for readers who do not see it. */
  readonly description: string;
  /** Title, chart and legend as one element. */
  readonly svg: SVGElement;
}

/** The parts of a figure. */
export interface FigureParts {
  readonly id: string;
  /** Names of methods in it stand between backticks. */
  readonly title: string;
  /** Likewise. */
  readonly caption: string;
  readonly description: string;
  /** The chart that Plot drew. */
  readonly chart: SVGElement | HTMLElement;
  /** Methods for the legend, where no axis names them. */
  readonly legend?: ReadonlyMap<string, MethodLook>;
}

/** Width of all charts in pixels: readable at 400 pixels, and side by side on a wide page. */
export const chartWidth = 480;
/** Size of all text except the title, in pixels. */
export const fontSize = 12;

/** How much wider bold text is. */
const BOLD = 1.15;

const SVG = "http://www.w3.org/2000/svg";
const legendLine = 20;
/** Width of the line with a marker before the text of a legend's entry, in pixels. */
const sampleWidth = 34;

/** Puts a figure together as one SVG element, for a page or a separate file. */
export function figure(parts: FigureParts, document: Document): Figure {
  const { id, title, caption, description, chart, legend = new Map<string, MethodLook>() } = parts;
  const width = Number(chart.getAttribute("width"));
  const plainTitle = withoutTicks(title);
  const lines = wrapText(title, width, BOLD * (fontSize + 2));
  const entries = placeLegend([...legend.keys()], width);
  const top = 19 * lines.length + 3;
  const chartTop = top + (entries.length === 0 ? 0 : (entries.at(-1)!.line + 1) * legendLine + 2);
  const height = chartTop + Number(chart.getAttribute("height"));
  const svg = element(document, "svg", {
    class: "figure",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-labelledby": `${id}-title ${id}-description`,
    "font-family": "system-ui, sans-serif",
    "font-size": fontSize,
    fill: "currentColor",
  });
  svg.append(
    element(document, "title", { id: `${id}-title` }, plainTitle),
    element(document, "desc", { id: `${id}-description` }, `${description} ${withoutTicks(caption)}`),
    ...titleLines(lines, document),
    ...entries.map((entry) => legendEntry(entry, legend.get(entry.label)!, top, document)),
  );
  tidy(chart, id);
  chart.removeAttribute("style");
  for (const [name, value] of Object.entries({ y: chartTop, "font-size": fontSize, overflow: "visible" })) {
    chart.setAttribute(name, String(value));
  }
  svg.append(chart);
  return { id, title: plainTitle, caption, description, svg };
}

/** A figure's element as text. Labels in it show hidden characters as escapes. */
export function svgText(svg: SVGElement): string {
  return visible(svg.outerHTML);
}

const withoutTicks = (text: string): string => text.replaceAll("`", "");

/** The lines of a title; what stands between backticks is set as code. */
function titleLines(lines: readonly string[], document: Document): SVGElement[] {
  let isCode = false;
  return lines.map((line, i) => {
    const text = element(document, "text", { x: 0, y: 15 + 19 * i, "font-size": fontSize + 2, "font-weight": 600 });
    line.split("`").forEach((part, k) => {
      if (k > 0) isCode = !isCode;
      if (part === "") return;
      text.append(isCode ? element(document, "tspan", { "font-family": "monospace" }, part) : part);
    });
    return text;
  });
}

/** An SVG element with attributes, and text. */
export function element(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
): SVGElement {
  const node = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

interface LegendPlace {
  readonly label: string;
  readonly x: number;
  readonly line: number;
}

function placeLegend(labels: readonly string[], width: number): LegendPlace[] {
  let [x, line] = [0, 0];
  return labels.map((label) => {
    const needed = sampleWidth + textWidth(label, fontSize) + 14;
    if (x > 0 && x + needed > width) [x, line] = [0, line + 1];
    const place = { label, x, line };
    x += needed;
    return place;
  });
}

function legendEntry({ label, x, line }: LegendPlace, look: MethodLook, top: number, document: Document): SVGElement {
  const entry = element(document, "g", { transform: `translate(${round(x)},${top + line * legendLine + 8})` });
  const stroke = { stroke: look.colour, "stroke-width": 2 };
  entry.append(
    element(document, "line", { x1: 0, x2: 28, ...stroke, "stroke-dasharray": look.dash }),
    element(document, "path", { d: markerPath(look.marker), transform: "translate(14,0)", fill: look.colour }),
    element(document, "text", { x: sampleWidth, y: 4 }, label),
  );
  return entry;
}

/** The approximate width of a text in a usual sans-serif font. */
export function textWidth(text: string, size: number): number {
  return (
    [...text].reduce((sum, character) => sum + (/[il.,:;'|!1tfj()[\] \u00a0-]/.test(character) ? 0.38 : 0.6), 0) * size
  );
}

function wrapText(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  // "glyphs × mlp" stays on one line where one line can hold it.
  const bound = text.replace(/\S+ × \S+$/, (problem) =>
    textWidth(problem, size) <= width ? problem.replaceAll(" ", "\u00a0") : problem,
  );
  for (const word of bound.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * Plot's own labels speak of marks ("dot", "tip"), which says nothing beside a description of the
 * figure; its style sheets would be repeated in every chart; its ids count all charts of a process;
 * and hundredths of a pixel are not seen.
 */
function tidy(chart: Element, id: string): void {
  const clips = new Map([...chart.querySelectorAll("clipPath")].map((clip, i) => [clip.id, `${id}-clip-${i + 1}`]));
  for (const clip of chart.querySelectorAll("clipPath")) clip.setAttribute("id", clips.get(clip.id)!);
  for (const style of chart.querySelectorAll("style")) style.remove();
  for (const one of [chart, ...chart.querySelectorAll("*")]) {
    for (const name of ["aria-label", "aria-hidden", "aria-description", "class"]) one.removeAttribute(name);
    const clip = one.getAttribute("clip-path")?.slice("url(#".length, -1);
    if (clip !== undefined && clips.has(clip)) one.setAttribute("clip-path", `url(#${clips.get(clip)})`);
    for (const name of ["d", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"]) {
      const value = one.getAttribute(name);
      if (value !== null)
        one.setAttribute(
          name,
          value.replace(/-?\d+\.\d{2,}/g, (number) => String(round(Number(number)))),
        );
    }
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;
