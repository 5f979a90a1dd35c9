/** How an element of an SVG file is painted: its own attributes, and those it inherits. */

/** Colours, strokes and text. */
export interface Paint {
  /** "#rrggbb", or "none". */
  readonly fill: string;
  readonly fillOpacity: number;
  readonly stroke: string;
  readonly strokeOpacity: number;
  readonly strokeWidth: number;
  /** Lengths of strokes and gaps; empty for a whole line. */
  readonly dash: readonly number[];
  readonly cap: "butt" | "round" | "square";
  readonly join: "miter" | "round" | "bevel";
  readonly miterLimit: number;
  readonly fontSize: number;
  readonly isBold: boolean;
  /** The part of a text that lies left of its place: 0, ½ or 1. */
  readonly anchor: number;
}

/** The initial values of SVG. */
export const plainPaint: Paint = {
  fill: "#000000",
  fillOpacity: 1,
  stroke: "none",
  strokeOpacity: 1,
  strokeWidth: 1,
  dash: [],
  cap: "butt",
  join: "miter",
  miterLimit: 4,
  fontSize: 12,
  isBold: false,
  anchor: 0,
};

const anchors: Readonly<Record<string, number>> = { start: 0, middle: 0.5, end: 1 };

/** The paint of an element within one of this paint. */
export function parsePaint(element: Element, inherited: Paint): Paint {
  const text = (name: string, otherwise: string) => element.getAttribute(name) ?? otherwise;
  const number = (name: string, otherwise: number) => Number(text(name, String(otherwise)));
  const dash = element.getAttribute("stroke-dasharray");
  const weight = element.getAttribute("font-weight");
  // It does not inherit, but our figures have it on shapes only.
  const opacity = number("opacity", 1);
  return {
    fill: text("fill", inherited.fill),
    fillOpacity: number("fill-opacity", inherited.fillOpacity) * opacity,
    stroke: text("stroke", inherited.stroke),
    strokeOpacity: number("stroke-opacity", inherited.strokeOpacity) * opacity,
    strokeWidth: number("stroke-width", inherited.strokeWidth),
    dash: dash === null ? inherited.dash : (dash.match(/[\d.]+/g) ?? []).map(Number),
    cap: text("stroke-linecap", inherited.cap) as Paint["cap"],
    join: text("stroke-linejoin", inherited.join) as Paint["join"],
    miterLimit: number("stroke-miterlimit", inherited.miterLimit),
    fontSize: number("font-size", inherited.fontSize),
    isBold: weight === null ? inherited.isBold : weight === "bold" || Number(weight) >= 600,
    anchor: anchors[text("text-anchor", "")] ?? inherited.anchor,
  };
}
