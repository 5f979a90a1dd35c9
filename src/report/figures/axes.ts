/** Sizes, colours and texts of numbers that all charts share. */
import type { PlotOptions } from "@observablehq/plot";
import type { MethodLook } from "../colours.js";
import { chartWidth, fontSize } from "./figure.js";
import { shortLabels, textWidth } from "./text.js";

/** Colour of grid lines and shading. */
export const faint = "var(--faint, #d9dde1)";
/** Colour of reference lines. */
export const quiet = "var(--quiet, #566068)";

/** Colour of the page, for edges that set one mark off from another. */
export const page = "var(--page, #ffffff)";

/** Options of all charts. */
export function chartOptions(document: Document): PlotOptions {
  return {
    document,
    width: chartWidth,
  };
}

/** Options of a chart with numbers along both axes and the name of the upright one above it. */
export function planeOptions(document: Document): PlotOptions {
  return { ...chartOptions(document), height: 300, marginTop: 26, marginBottom: 40, marginLeft: 52, marginRight: 16 };
}

/** The name of a horizontal axis, in its middle, and of an upright one, above it. */
export const acrossLabel = (label: string) => ({ label, labelAnchor: "center", labelArrow: "none" }) as const;
export const uprightLabel = (label: string) => ({ label, labelAnchor: "top", labelArrow: "none" }) as const;

/** Scales by which methods have their colours and markers. */
export function methodScales(looks: ReadonlyMap<string, MethodLook>): Pick<PlotOptions, "color" | "symbol"> {
  const domain = [...looks.keys()];
  const all = [...looks.values()];
  return {
    color: { type: "ordinal", domain, range: all.map(({ colour }) => colour) },
    symbol: { type: "ordinal", domain, range: all.map(({ marker }) => marker) },
  };
}

/** The number of a tick, with no more digits than it has. */
export function plain(value: number): string {
  const text = Math.abs(value) >= 1e5 ? value.toExponential() : String(Number(value.toPrecision(6)));
  return text.replace("e+", "e").replaceAll("-", "−");
}

/** The number of a tick that is a power of ten: 1e-8 → "1e−8". */
export const power = (value: number): string =>
  value === 1 ? "1" : `1e${Math.round(Math.log10(value))}`.replace("-", "−");

/** Whole numbers from 1 to `last` at equal steps, and 1: epochs, layers. */
export function countTicks(last: number, most: number): number[] {
  const step =
    [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((one) => last / one <= most) ?? Math.ceil(last / most);
  // From 1 by twos, since 2 beside 1 would break the steps.
  if (step === 2) return Array.from({ length: Math.ceil(last / 2) }, (_, i) => 2 * i + 1);
  return Array.from({ length: Math.floor(last / step) }, (_, i) => step * (i + 1)).concat(step > 1 ? [1] : []);
}

/** 0.0951 → "9.51", with a typographic minus sign. */
export function points(fraction: number): string {
  return (100 * fraction).toFixed(2).replace("-", "−");
}

/** The interval of two seeds is so wide that it says less than the two values. */
export const INTERVALS_FROM = 3;

/** Most room that a label takes beside a chart, in pixels. */
export const MOST_LABEL = 150;

/** Room for the longest label of a y axis. */
export function labelMargin(labels: readonly string[]): number {
  const short = [...shortLabels(labels, MOST_LABEL, fontSize).values()];
  return Math.ceil(Math.max(...short.map((label) => textWidth(label, fontSize)))) + 14;
}

/** A y axis that names methods, one line per method. */
export function methodAxis(labels: readonly string[]): NonNullable<PlotOptions["y"]> {
  const short = shortLabels(labels, MOST_LABEL, fontSize);
  return {
    label: null,
    domain: [...labels],
    tickFormat: (label: string) => short.get(label)!,
    tickSize: 0,
  };
}

/** The least and the greatest of any number of values. */
export function extent(values: readonly number[]): [low: number, high: number] {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}
