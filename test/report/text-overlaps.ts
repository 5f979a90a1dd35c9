/** Texts of a figure that lie on one another. */
import { textWidth } from "../../src/report/figures/text.js";
import { textOf } from "./made-up-report.js";

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Pixels by which boxes may overlap: they are as wide as in the widest font, and as high as
 * capitals.
 */
const SLACK = 1;

/** "0.5 and 1": pairs of texts whose boxes overlap. */
export function overlapsOf(svg: Element): string[] {
  const boxes = [...svg.querySelectorAll("text")].flatMap(boxesOf);
  return boxes.flatMap((one, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (other) =>
          Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK &&
          Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > SLACK,
      )
      .map((other) => `${one.text} and ${other.text}`),
  );
}

/** Texts that reach beyond the left or the right side of the figure. */
export function textsBeyond(svg: Element): string[] {
  const width = Number(svg.getAttribute("width"));
  return [...svg.querySelectorAll("text")]
    .flatMap(boxesOf)
    .filter(({ left, right }) => left < -SLACK || right > width + SLACK)
    .map(({ text }) => text);
}

/** One per line. */
function boxesOf(text: Element): Box[] {
  const [x, y] = placeOf(text);
  const spans = [...text.querySelectorAll("tspan")];
  const size = Number(inherited(text, "font-size"));
  const bold = inherited(text, "font-weight") === "700" ? 1.15 : 1;
  const anchor = inherited(text, "text-anchor");
  return (spans.length > 0 ? spans : [text]).flatMap((line, i) => {
    const width = bold * textWidth(textOf(line), size);
    const left = x - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
    const baseline = y + i * 1.1 * size;
    return width === 0
      ? []
      : [{ text: textOf(line), left, right: left + width, top: baseline - 0.7 * size, bottom: baseline }];
  });
}

const inherited = (one: Element, name: string): string => one.closest(`[${name}]`)?.getAttribute(name) ?? "";

/** Of the baseline, in pixels of the figure. */
function placeOf(text: Element): [x: number, y: number] {
  const number = (name: string) => Number(text.getAttribute(name) ?? 0);
  let [x, y] = [number("x") + number("dx"), number("y") + number("dy")];
  for (let one: Element | null = text; one !== null && one.localName !== "svg"; one = one.parentElement) {
    const [, left, top] = /translate\((-?[\d.]+),(-?[\d.]+)\)/.exec(one.getAttribute("transform") ?? "") ?? [];
    x += Number(left ?? 0);
    y += Number(top ?? 0);
  }
  return [x, y];
}
