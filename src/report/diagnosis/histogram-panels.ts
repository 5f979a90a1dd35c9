/**
 * Histograms of layers as panels on one axis: one kind of numbers filled, another as an outline.
 */
import * as Plot from "@observablehq/plot";
import type { Bins } from "../../diagnosis/measure/histogram.js";
import { chartOptions, faint, plain } from "../figures/axes.js";
import { chartWidth, fontSize } from "../figures/figure.js";
import { shortLabels } from "../figures/text.js";

/** The counts of one panel as shares; undefined where the layer has no such numbers. */
export type PanelShares = readonly number[] | undefined;

/** A layer in the figure. */
export interface Panel {
  /** "16 dense16". */
  readonly title: string;
  readonly filled: PanelShares;
  readonly outlined: PanelShares;
  /** Instead of bars. */
  readonly note?: string | undefined;
}

/** What all panels share. */
export interface PanelAxes {
  readonly bins: Bins;
  /** Below the panels. */
  readonly label: string;
  readonly ticks: readonly number[];
  readonly tickText: (place: number) => string;
  readonly colours: { readonly filled: string; readonly outlined: string };
}

const columns = 3;

/** Of the frame of a panel, of its title, and between panels, in pixels. */
const [panelHeight, titleHeight, gap] = [84, 20, 18];
const margins = { marginLeft: 46, marginRight: 12, marginBottom: 40 } as const;
const panelWidth = (chartWidth - margins.marginLeft - margins.marginRight - gap * (columns - 1)) / columns;

/** The bars beyond the ends of the axis are this far from it, in bins. */
const APART = 0.8;

/** Of the filled bars. */
export const fillOpacity = 0.5;

/** A bar, or the part of an outline above a bin. */
interface Bar {
  readonly panel: number;
  readonly left: number;
  readonly right: number;
  readonly percent: number;
}

/** The chart. */
export function histogramPanels(
  panels: readonly Panel[],
  axes: PanelAxes,
  document: Document,
): SVGElement | HTMLElement {
  const { bins, label, ticks, tickText, colours } = axes;
  const rows = Math.ceil(panels.length / columns);
  const step = panelHeight + titleHeight + 8;
  const marginTop = 18 + titleHeight;
  const width = (bins.high - bins.low) / bins.count;
  const beyond = (APART + 1.4) * width;
  const at = {
    fx: ({ panel }: { readonly panel: number }) => panel % columns,
    fy: ({ panel }: { readonly panel: number }) => Math.floor(panel / columns),
  };
  const short = shortLabels(
    panels.map(({ title }) => title),
    panelWidth,
    fontSize,
  );
  const titles = panels.map(({ title, note }, panel) => ({ panel, text: short.get(title)!, note }));
  const barsOf = (kind: "filled" | "outlined") => panels.flatMap((one, panel) => bars(one[kind], panel, bins));
  const [filled, outlined] = [barsOf("filled"), barsOf("outlined")];
  return Plot.plot({
    ...chartOptions(document),
    height: marginTop + rows * step - (step - panelHeight) + margins.marginBottom,
    ...margins,
    marginTop,
    x: {
      label,
      labelAnchor: "center",
      labelArrow: "none",
      domain: [bins.low - beyond, bins.high + beyond],
      ticks: [...ticks],
      tickFormat: tickText,
    },
    y: {
      label: "share of the numbers (%)",
      labelAnchor: "top",
      labelArrow: "none",
      grid: true,
      // Small shares can be seen beside a bar that has all.
      type: "sqrt",
      domain: [0, 100],
      ticks: [0, 10, 40, 100],
      tickFormat: plain,
    },
    fx: { domain: places(columns), axis: null, padding: gap / (panelWidth + gap), round: false },
    fy: { domain: places(rows), axis: null, padding: 1 - panelHeight / step, round: false },
    marks: [
      Plot.ruleY(titles, { ...at, y: 0, stroke: faint }),
      // One area, since seams would show between bars.
      Plot.areaY(outlines(filled), {
        ...at,
        x: "x",
        y1: 0,
        y2: "y",
        z: "panel",
        fill: colours.filled,
        fillOpacity,
      }),
      Plot.line(outlines(outlined), {
        ...at,
        x: "x",
        y: "y",
        z: "panel",
        stroke: colours.outlined,
        strokeWidth: 1.2,
      }),
      Plot.text(titles, { ...at, frameAnchor: "top-left", text: "text", dy: -18, fontSize }),
      Plot.text(
        titles.filter(({ note }) => note !== undefined),
        { ...at, frameAnchor: "middle", text: "note", fontSize },
      ),
    ],
  });
}

const places = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The bins that have numbers in them. */
function bars(shares: PanelShares, panel: number, { low, high, count }: Bins): Bar[] {
  const width = (high - low) / count;
  return (shares ?? []).flatMap((share, i) => {
    const shift = i === 0 ? -APART : i > count ? APART : 0;
    const left = low + (i - 1 + shift) * width;
    return share === 0 ? [] : [{ panel, left, right: left + width, percent: 100 * share }];
  });
}

/** A line along the tops of bars; NaN interrupts it where bars are not neighbours. */
function outlines(of: readonly Bar[]) {
  return of.flatMap(({ panel, left, right, percent: y }, i) => {
    const [before, after] = [of[i - 1], of[i + 1]];
    const begins = before?.panel !== panel || left - before.right > 1e-9;
    const ends = after?.panel !== panel || after.left - right > 1e-9;
    return [
      ...(begins ? [{ panel, x: left, y: 0 }] : []),
      { panel, x: left, y },
      { panel, x: right, y },
      ...(ends
        ? [
            { panel, x: right, y: 0 },
            { panel, x: right, y: Number.NaN },
          ]
        : []),
    ];
  });
}
