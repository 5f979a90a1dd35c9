/** What trained networks answer over the plane, with the training points: a panel per method. */
import * as Plot from "@observablehq/plot";
import { hues } from "../colours.js";
import type { Drawing } from "../report.js";
import { chartOptions, page, plain } from "./axes.js";
import { type Figure, figure, fontSize } from "./figure.js";
import { shortLabels } from "./text.js";

/** The answers of one network on a square grid. */
export interface Surface {
  readonly method: string;
  /** Class of each cell, row by row from the lowest y; `size²` of them. */
  readonly classes: Uint8Array;
}

/** What is drawn. */
export interface DecisionSurfaces {
  readonly title: string;
  readonly surfaces: readonly Surface[];
  /** Cells along each side. */
  readonly size: number;
  /** The square: x and y from −half to half. */
  readonly half: number;
  readonly classNames: readonly string[];
  /** Points of the training set. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly label: number }[];
  readonly epoch: number;
}

const classHues = ["blue", "vermilion", "green", "purple"] as const;
const hueOf = (label: number): string => {
  const name = classHues[label % classHues.length]!;
  return `var(--hue-${name}, ${hues[name][0]})`;
};

/** Points that are drawn, at most. */
const MOST_POINTS = 250;

/** The figure; undefined without a surface. */
export function decisionSurface(all: DecisionSurfaces, { document }: Drawing): Figure | undefined {
  const { title, surfaces, size, half, classNames, points, epoch } = all;
  if (surfaces.length === 0) return undefined;
  const columns = surfaces.length === 1 ? 1 : 2;
  const place = (i: number) => ({ fx: i % columns, fy: Math.floor(i / columns) });
  const step = (2 * half) / size;
  const short = shortLabels(
    surfaces.map(({ method }) => method),
    190,
    fontSize,
  );
  const cells = surfaces.flatMap(({ classes }, i) =>
    runsOf(classes, size).map(({ row, from, to, label }) => ({
      x1: -half + from * step,
      x2: -half + to * step,
      y1: -half + row * step,
      y2: -half + (row + 1) * step,
      label,
      ...place(i),
    })),
  );
  const shown = points.slice(0, MOST_POINTS);
  const rows = Math.ceil(surfaces.length / columns);
  const chart = Plot.plot({
    ...chartOptions(document),
    height: 30 + rows * (columns === 1 ? 380 : 222),
    marginTop: 22,
    marginBottom: 8,
    marginLeft: 8,
    marginRight: 8,
    fx: { axis: null, padding: 0.06 },
    fy: { axis: null, padding: 0.14 },
    x: { axis: null, domain: [-half, half] },
    y: { axis: null, domain: [-half, half] },
    marks: [
      Plot.rect(cells, {
        x1: "x1",
        x2: "x2",
        y1: "y1",
        y2: "y2",
        fx: "fx",
        fy: "fy",
        fill: ({ label }: { label: number }) => hueOf(label),
        fillOpacity: 0.3,
        // Edges between cells would show as stripes.
        shapeRendering: "crispEdges",
      }),
      ...surfaces.map((_, i) =>
        Plot.dot(shown, {
          x: "x",
          y: "y",
          fx: () => place(i).fx,
          fy: () => place(i).fy,
          r: 2.2,
          fill: ({ label }: { label: number }) => hueOf(label),
          stroke: page,
          strokeWidth: 0.5,
        }),
      ),
      Plot.text(
        surfaces.map(({ method }, i) => ({ text: short.get(method)!, ...place(i) })),
        { text: "text", fx: "fx", fy: "fy", frameAnchor: "top-left", dy: -15, fontWeight: "bold", fontSize },
      ),
    ],
  });
  return figure(
    {
      id: "decision-surface",
      title: `What the networks answer, ${title}`,
      caption:
        `Colour of the ground: the class that the network answers there after epoch ${epoch}, seed 0. ` +
        `Dots: ${shown.length} training points, standardized: x and y from ${plain(-half)} to ${plain(half)}.`,
      description: `Shares of the plane. ${surfaces.map((one) => sharesText(one, classNames)).join(" ")}`,
      chart,
    },
    document,
  );
}

/** "he: a 50 %, b 50 %." */
function sharesText({ method, classes }: Surface, classNames: readonly string[]): string {
  const shareOf = (label: number) => classes.filter((one) => one === label).length / classes.length;
  return `${method}: ${classNames.map((name, label) => `${name} ${Math.round(100 * shareOf(label))} %`).join(", ")}.`;
}

/** Neighbours of one class in a row are one rectangle. */
function runsOf(classes: Uint8Array, size: number) {
  const runs: { row: number; from: number; to: number; label: number }[] = [];
  for (let row = 0; row < size; row++) {
    for (let from = 0; from < size; ) {
      const label = classes[row * size + from]!;
      let to = from + 1;
      while (to < size && classes[row * size + to] === label) to++;
      runs.push({ row, from, to, label });
      from = to;
    }
  }
  return runs;
}
