/** Axes that are the same in every diagnosis, and the looks of series. */
import { hues } from "../colours.js";
import type { FixedAxis } from "./depth-figure.js";

/** A hue as a colour of a mark. */
export const hue = (name: keyof typeof hues): string => `var(--hue-${name}, ${hues[name][0]})`;

const powers = (first: number, last: number, step: number): number[] =>
  Array.from({ length: Math.round((last - first) / step) + 1 }, (_, i) => Number(`1e${first + step * i}`));

/** Mean squares. */
export const moments = (label: string): FixedAxis => ({
  label,
  domain: [1e-12, 1e12],
  logarithmic: true,
  ticks: powers(-12, 12, 4),
});

/** What a step changes of a kernel. */
export const ratios = (label: string): FixedAxis => ({
  label,
  domain: [1e-9, 1e3],
  logarithmic: true,
  ticks: powers(-9, 3, 2),
});

export const cosines: FixedAxis = {
  label: "cosine",
  domain: [-1, 1],
  logarithmic: false,
  ticks: [-1, -0.5, 0, 0.5, 1],
};

/** Shares of units. */
export const shares: FixedAxis = {
  label: "share of the layer's units (%)",
  domain: [0, 100],
  logarithmic: false,
  ticks: [0, 25, 50, 75, 100],
};

/** Of what a figure shows first, and beside it. */
export const blue = { colour: hue("blue"), marker: "circle" } as const;
export const vermilion = { colour: hue("vermilion"), marker: "square" } as const;
