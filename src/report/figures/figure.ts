/** The parts of every figure: title, chart, and a description for screen readers. */
import type { Plot } from "@observablehq/plot";
import { visible } from "../../visible-text.js";
import { BOLD, textWidth, wrapText } from "./text.js";

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
  /** Title and chart as one element. */
  readonly svg: SVGElement;
  /**
   * Where the numbers of its horizontal axis lie, in pixels of the drawing; left out where it has
   * none, or several.
   */
  readonly across?: NumberAxis | undefined;
}

/** The ends of an axis of numbers, and where they are drawn. */
export interface NumberAxis {
  readonly domain: readonly [low: number, high: number];
  readonly range: readonly [left: number, right: number];
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
}

/** Width of all charts in pixels: readable at 400 pixels, and side by side on a wide page. */
export const chartWidth = 480;
/** Size of all text except the title, in pixels. */
export const fontSize = 12;

const SVG = "http://www.w3.org/2000/svg";

/** Puts a figure together as one SVG element, for a page or a separate file. */
export function figure(parts: FigureParts, document: Document): Figure {
  const { id, title, caption, description, chart } = parts;
  const width = Number(chart.getAttribute("width"));
  const plainTitle = withoutTicks(title);
  const lines = titleLines(title, width);
  const chartTop = 19 * lines.length + 3;
  const height = chartTop + Number(chart.getAttribute("height"));
  const svg = element(document, "svg", {
    class: "figure",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-labelledby": `${id}-title ${id}-description`,
    "font-size": fontSize,
    fill: "currentColor",
  });
  svg.append(
    element(document, "title", { id: `${id}-title` }, plainTitle),
    element(document, "desc", { id: `${id}-description` }, `${description} ${withoutTicks(caption)}`),
    ...lines.map((line, i) => titleLine(line, i, document)),
  );
  const across = numberAxis(chart as Partial<Plot>);
  svg.append(movedTo(chart, chartTop, document));
  return { id, title: plainTitle, caption, description, svg, ...(across && { across }) };
}

/** The axis of one chart; charts of panels have one per panel. */
function numberAxis(chart: Partial<Plot>): NumberAxis | undefined {
  const x = chart.scale?.("x");
  if (x?.type !== "linear" || chart.scale?.("fx") !== undefined) return undefined;
  return { domain: x.domain as [number, number], range: x.range as [number, number] };
}

/** A figure's element as text. Labels in it show hidden characters as escapes. */
export function svgText(svg: SVGElement): string {
  return visible(svg.outerHTML);
}

/** A text without the backticks around names of methods. */
export const withoutTicks = (text: string): string => text.replaceAll("`", "");

/** "glyphs × mlp" at the end of a title stays on one line where one line can hold it. */
function titleLines(title: string, width: number): string[] {
  const size = BOLD * (fontSize + 2);
  const bound = withoutTicks(title).replace(/\S+ × \S+$/, (problem) =>
    textWidth(problem, size) <= width ? problem.replaceAll(" ", "\u00a0") : problem,
  );
  return wrapText(bound, width, size);
}

function titleLine(line: string, i: number, document: Document): SVGElement {
  return element(document, "text", { x: 0, y: 15 + 19 * i, "font-size": fontSize + 2, "font-weight": 700 }, line);
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

/** The chart's marks as a group that begins at this height. */
function movedTo(chart: Element, y: number, document: Document): SVGElement {
  chart.setAttribute("font-size", String(fontSize));
  tidy(chart);
  const group = element(document, "g", {
    class: "chart",
    transform: `translate(0,${y})`,
    "text-anchor": chart.getAttribute("text-anchor") ?? "start",
  });
  group.append(...chart.childNodes);
  return group;
}

/**
 * Plot's own labels speak of marks ("dot", "tip"), which says nothing beside a description of the
 * figure; its style sheets would be repeated in every chart; some renderers do not know "em" and
 * variants of fonts; and hundredths of a pixel are not seen.
 */
function tidy(chart: Element): void {
  for (const style of chart.querySelectorAll("style")) style.remove();
  for (const one of chart.querySelectorAll("*")) {
    for (const name of dropped) one.removeAttribute(name);
    for (const name of lengths) {
      const value = one.getAttribute(name);
      if (value !== null) one.setAttribute(name, inPixels(value, one));
    }
  }
}

const dropped = ["aria-label", "aria-hidden", "aria-description", "class", "font-variant"];
const lengths = ["d", "transform", "x", "y", "dx", "dy", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"];

/** Numbers with one decimal place, and "0.3em" as pixels. */
function inPixels(value: string, one: Element): string {
  const em = /^(-?[\d.]+)em$/.exec(value)?.[1];
  if (em !== undefined) return String(round(Number(em) * sizeOf(one)));
  return value.replace(/-?\d+\.\d{2,}/g, (number) => String(round(Number(number))));
}

/** The size of an element's text, in pixels. */
function sizeOf(one: Element): number {
  return Number(one.closest("[font-size]")?.getAttribute("font-size") ?? fontSize);
}

const round = (value: number): number => Math.round(value * 10) / 10;
