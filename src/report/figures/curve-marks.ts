/** The marks of learning curves, in one chart or in a panel per method. */
import * as Plot from "@observablehq/plot";
import type { MethodLook } from "../colours.js";
import { countTicks, faint, page, plain, quiet } from "./axes.js";
import type { CurveAxis, CurveData, CurvePoint, SeedPoint } from "./curve-data.js";

/** The parts of the chart of one measure. */
export interface Curves extends CurveData {
  /** Methods with the figure, by rank. */
  readonly looks: ReadonlyMap<string, MethodLook>;
  /** The means as lines, cut where they leave the axis. */
  readonly lines: readonly CurvePoint[];
  /** The intervals that are drawn, likewise. */
  readonly bands: readonly CurvePoint[];
  /**
   * Lines of single seeds, likewise: those that no band stands for. Empty where they are too many.
   */
  readonly thin: readonly SeedPoint[];
  /** Where a line leaves the axis at its upper end. */
  readonly cutOff: readonly { readonly method: string; readonly epoch: number }[];
  /**
   * The figure of a network that learned nothing, and its label; undefined where that is off the
   * axis.
   */
  readonly chance: { readonly value: number; readonly label: string } | undefined;
}

/** The panel of a method; one chart has none. */
export type Panel = { readonly fx?: (row: OfMethod) => number; readonly fy?: (row: OfMethod) => number };

interface OfMethod {
  readonly method: string;
}

/** How much larger than usual a method's line and marker at a point are, in pixels. */
export interface Sizes {
  readonly line: (method: string) => number;
  readonly marker: (point: CurvePoint) => number;
}

const colour = { value: ({ method }: OfMethod) => method, scale: "color" as const };
const symbol = { value: ({ method }: OfMethod) => method, scale: "symbol" as const };

/** Bands, single seeds, means, and signs where lines break off or leave the axis. */
export function curveMarks(curves: Curves, { line, marker }: Sizes, panel: Panel = {}): Plot.Markish[] {
  const { looks, lines, bands, thin, brokenOff, cutOff, lastEpoch } = curves;
  const [low, high] = curves.axis.domain;
  const mean = { ...panel, x: "epoch", y: "mean", stroke: colour };
  return [
    Plot.areaY(bands, {
      ...panel,
      x: "epoch",
      y1: "low",
      y2: "high",
      fill: colour,
      fillOpacity: 0.16,
      z: "method",
    }),
    Plot.line(thin, {
      ...panel,
      x: "epoch",
      y: "value",
      z: "run",
      stroke: colour,
      strokeWidth: 1,
      strokeOpacity: 0.5,
    }),
    ...[...looks].map(([label, { dash }]) => {
      const points = lines.filter(({ method }) => method === label);
      return Plot.line(points, { ...mean, strokeWidth: line(label), strokeDasharray: dash });
    }),
    Plot.dot(
      lines.filter(({ epoch, mean: value }) => isMarked(epoch, lastEpoch) && value <= high),
      {
        ...panel,
        x: "epoch",
        y: "mean",
        fill: colour,
        symbol,
        r: { value: marker, scale: null },
        stroke: page,
        strokeWidth: 0.8,
        sort: null,
      },
    ),
    Plot.text(
      brokenOff.filter(({ value }) => value >= low && value <= high),
      { ...panel, x: "epoch", y: "value", text: () => "×", fill: colour, fontSize: 16, fontWeight: "bold" },
    ),
    // As text, since a symbol of the scale would be a method's.
    Plot.text(cutOff, { ...panel, x: "epoch", y: high, text: () => "▲", fill: colour, fontSize: 11, dy: 2 }),
    Plot.ruleY([low], { stroke: faint }),
  ];
}

/** A dotted line where answering without learning lies. */
export function chanceMarks({ chance }: Curves): Plot.Markish[] {
  return chance === undefined ? [] : [Plot.ruleY([chance.value], { stroke: quiet, strokeDasharray: "2 3" })];
}

/** The scales of epochs and figures. */
export function curveScales({ axis, lastEpoch }: Curves, label: string, epochs: number, values: number) {
  const { domain, logarithmic } = axis;
  return {
    x: {
      label: "epoch",
      labelAnchor: "center" as const,
      labelArrow: "none" as const,
      domain: [1, lastEpoch],
      ticks: countTicks(lastEpoch, epochs),
      tickFormat: plain,
    },
    y: {
      label,
      labelAnchor: "top" as const,
      labelArrow: "none" as const,
      grid: true,
      type: logarithmic ? ("log" as const) : ("linear" as const),
      domain: [...domain],
      clamp: false,
      ticks: logarithmic ? logarithmicTicks(domain) : values,
      tickFormat: plain,
    },
  };
}

/** Powers of ten; over less than three, twice and five times them, too. */
function logarithmicTicks([low, high]: CurveAxis["domain"]): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.floor(Math.log10(high))];
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const steps = last - first < 3 ? [1, 2, 5] : [1];
  const ticks = powers.flatMap((exponent) => steps.map((step) => Number(`${step}e${exponent}`)));
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** Which epochs' means have a marker: about ten of them. */
export function isMarked(epoch: number, last: number): boolean {
  const step = Math.max(1, Math.ceil(last / 10));
  return (last - epoch) % step === 0;
}
