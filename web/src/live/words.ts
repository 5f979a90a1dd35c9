/** Numbers and states in words. */

import { grouped } from "../../../src/study/results/figure-text.js";
import type { CellState } from "./messages.js";

/** 40 → "about 40 s"; 4000 → "about 1 h 7 min". */
export function aboutTime(seconds: number): string {
  if (seconds < 1) return "less than a second";
  if (seconds < 100) return `about ${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `about ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `about ${hours} h ${minutes % 60} min` : `about ${Math.round(hours / 24)} days`;
}

/** 1 → "1 run", 2 → "2 runs". */
export const runs = (count: number): string => `${grouped(count)} run${count === 1 ? "" : "s"}`;

/** The sign of a state in the grid, which says the same as its colour. */
export const signs: Readonly<Record<CellState, string>> = {
  waiting: "·",
  running: "▸",
  learned: "✓",
  stuck: "=",
  diverged: "∞",
  crashed: "×",
  refused: "–",
  "not needed": "",
};

/** A learning rate with three digits: 0.316227766 → "0.316". */
export const rateText = (rate: number): string => String(Number(rate.toPrecision(3)));
