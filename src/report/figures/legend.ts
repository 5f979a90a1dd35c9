/** What the marks of a chart are: a row of signs with their names above it. */
import type { Marker } from "../colours.js";
import { chartWidth, element, fontSize } from "./figure.js";
import { markerPath } from "./marker.js";
import { textWidth } from "./text.js";

/** A sign and its name. */
export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  readonly sign: LegendSign;
}

type LegendSign =
  | { readonly kind: "marker"; readonly marker: Marker }
  | { readonly kind: "line"; readonly dash: string; readonly width?: number | undefined }
  | { readonly kind: "band"; readonly opacity: number };

/** Pixels of a sign, behind it, and behind its name. */
const [signWidth, behindSign, behindName] = [22, 6, 16];

const rowHeight = 18;

/** Entries by rows that are as wide as a chart. */
function rowsOf(entries: readonly LegendEntry[]): { readonly entry: LegendEntry; readonly x: number }[][] {
  const rows: { entry: LegendEntry; x: number }[][] = [[]];
  let x = 0;
  for (const entry of entries) {
    const width = signWidth + behindSign + textWidth(entry.label, fontSize);
    if (x > 0 && x + width > chartWidth) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)!.push({ entry, x });
    x += width + behindName;
  }
  return rows;
}

/** The chart, moved down, and the legend above it. */
export function underLegend(
  chart: SVGElement | HTMLElement,
  entries: readonly LegendEntry[],
  document: Document,
): SVGElement | HTMLElement {
  const top = legendHeight(entries) + 4;
  const below = element(document, "g", { transform: `translate(0,${top})` });
  below.append(...chart.childNodes);
  chart.append(legend(entries, document), below);
  chart.setAttribute("height", String(top + Number(chart.getAttribute("height"))));
  return chart;
}

/** Height of the legend in pixels. */
const legendHeight = (entries: readonly LegendEntry[]): number => rowHeight * rowsOf(entries).length;

/** The legend, at the top left. */
function legend(entries: readonly LegendEntry[], document: Document): SVGElement {
  const group = element(document, "g", { "text-anchor": "start" });
  rowsOf(entries).forEach((row, i) => {
    const y = rowHeight * i + 8;
    for (const { entry, x } of row) {
      group.append(
        signOf(entry, x, y, document),
        element(document, "text", { x: x + signWidth + behindSign, y: y + 4, fill: "currentColor" }, entry.label),
      );
    }
  });
  return group;
}

function signOf({ sign, colour }: LegendEntry, x: number, y: number, document: Document): SVGElement {
  if (sign.kind === "marker") {
    const transform = `translate(${x + signWidth / 2},${y})`;
    return element(document, "path", { d: markerPath(sign.marker), transform, fill: colour });
  }
  if (sign.kind === "band") {
    const place = { x, y: y - 5, width: signWidth, height: 10 };
    return element(document, "rect", { ...place, fill: colour, "fill-opacity": sign.opacity });
  }
  return element(document, "path", {
    d: `M${x},${y}H${x + signWidth}`,
    fill: "none",
    stroke: colour,
    "stroke-width": sign.width ?? 2,
    "stroke-dasharray": sign.dash,
  });
}
