/** A coordinate check in words and as a table of slopes, for terminal and page. */
import {
  type CoordinateCheck,
  decisive,
  type LayerGroup,
  layerGroups,
  type Quantity,
  quantities,
  type Series,
  type SlopeInterval,
  type Sweep,
} from "./coordinate-check.js";

/** 2, "step" → "2 steps". */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** With what the networks were trained: "he · sgd, rate 0.1 · 1 step on 8 samples · 10 draws". */
export function settingOf(check: CoordinateCheck): string {
  const { optimizer, learningRate, steps, seeds, rows, init, ratesByTensor, notes } = check;
  const rate = `${optimizer}, rate ${learningRate}${ratesByTensor ? " times a factor for each tensor" : ""}`;
  return [init, rate, `${counted(steps, "step")} on ${rows} samples`, counted(seeds, "draw"), ...notes].join(" · ");
}

/** "width 64, 128, 256 at depth 6". */
export function sizesOf({ dimension, sizes, fixed }: Sweep): string {
  return `${dimension} ${sizes.join(", ")}${fixed === null ? "" : ` at ${fixed.dimension} ${fixed.size}`}`;
}

/** "0.56 ±0.18": Student's intervals are symmetric. Nothing for null. */
export function slopeText(slope: SlopeInterval | null): string {
  return slope === null ? "" : `${signed(slope.mean.toFixed(2))} ±${(slope.high - slope.mean).toFixed(2)}`;
}

const signed = (digits: string): string => digits.replace(/^-0\.00$/, "0.00").replace("-", "−");

/** One series of a sweep. */
export const seriesOf = ({ series }: Sweep, group: LayerGroup, quantity: Quantity): Series =>
  series.find((one) => one.group === group && one.quantity === quantity)!;

/**
 * The slopes of a sweep: a column for each quantity, the decisive one last, and theory beside it.
 */
export interface SlopeTable {
  /** A line above the other, without the column of names. */
  readonly titles: readonly (readonly [string, string])[];
  readonly rows: readonly { readonly group: LayerGroup; readonly cells: readonly string[] }[];
}

/** The table of slopes. */
export function slopeTable(sweep: Sweep): SlopeTable {
  const { dimension, agreesWith } = sweep;
  const deciding = decisive[dimension];
  const order = [...quantities.filter((one) => one !== deciding), deciding];
  const exponentOf = ({ expected }: Series) => (expected === null ? "" : signed(String(expected)));
  return {
    titles: [
      ...order.map((quantity) => ["", quantity] as const),
      ...(agreesWith === null ? [] : [[agreesWith, deciding] as const]),
    ],
    rows: layerGroups.map((group) => ({
      group,
      cells: [
        ...order.map((quantity) => slopeText(seriesOf(sweep, group, quantity).slope)),
        ...(agreesWith === null ? [] : [exponentOf(seriesOf(sweep, group, deciding))]),
      ],
    })),
  };
}
