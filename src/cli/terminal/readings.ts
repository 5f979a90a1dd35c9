/** Readings of a diagnosis as cells of a table. */
import { figure } from "./numbers.js";
import { sparkline } from "./sparkline.js";

/** So many rows show a network; more are folded. */
const ROWS = 12;

/**
 * Indices of at most `ROWS` rows, evenly picked, with the first, the last and the first bad one.
 */
export function telling(count: number, firstBad: number): number[] {
  if (count <= ROWS) return Array.from({ length: count }, (_, i) => i);
  const even = Array.from({ length: ROWS - 1 }, (_, i) => Math.round((i * (count - 1)) / (ROWS - 2)));
  return [...new Set([...even, ...(firstBad < 0 ? [] : [firstBad])])].sort((a, b) => a - b);
}

/** Two digits; nothing for what was not measured. */
export const few = (value: number | null | undefined): string =>
  value === null || value === undefined ? "" : Number.isFinite(value) ? twoDigits(value) : String(value);

/** Two digits: 0.17, 4.1e-24. */
const twoDigits = (value: number): string => {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e5)) return figure(Number(value.toPrecision(2)));
  return String(value.toExponential(1)).replace(".0e", "e").replace("e+", "e");
};

/** "12 %"; nothing for what was not measured. */
export const share = (value: number | null): string =>
  value === null ? "" : Number.isNaN(value) ? "NaN" : `${Math.round(value * 100)} %`;

/**
 * A bar on the fixed axis from 1e-12 to 1e12: a healthy network is in its middle, whatever else.
 */
export const bar = (value: number): string => sparkline([Math.log10(Math.max(value, 1e-300))], -12, 12);
