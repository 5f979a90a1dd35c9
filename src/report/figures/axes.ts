/** Sizes, colours and texts of numbers that all charts share. */
import type { PlotOptions } from "@observablehq/plot";
import type { MethodLook } from "../colours.js";
import { chartWidth, fontSize, textWidth } from "./figure.js";

/** Colour of grid lines and shading. */
export const faint = "var(--faint, #d9dde1)";
/** Colour of reference lines. */
export const quiet = "var(--quiet, #5b636b)";

/** Colour of the page, for edges that set one mark off from another. */
export const page = "var(--page, #ffffff)";

/** Options of all charts. */
export function chartOptions(document: Document): PlotOptions {
  return {
    document,
    width: chartWidth,
  };
}

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

/** 0.0951 → "9.51", with a typographic minus sign. */
export function points(fraction: number): string {
  return (100 * fraction).toFixed(2).replace("-", "−");
}

/** A label that leaves room for the chart. */
export function shortened(label: string, characters = 24): string {
  return label.length <= characters ? label : `${label.slice(0, characters - 1)}…`;
}

/** Room for the longest label of a y axis. */
export function labelMargin(labels: readonly string[]): number {
  return Math.ceil(Math.max(...labels.map((label) => textWidth(shortened(label), fontSize)))) + 14;
}

/** A y axis that names methods, one line per method. */
export function methodAxis(labels: readonly string[]): NonNullable<PlotOptions["y"]> {
  return {
    label: null,
    domain: [...labels],
    tickFormat: (label: string) => shortened(label),
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
