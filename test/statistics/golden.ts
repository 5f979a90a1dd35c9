/** SciPy's values for tests and intervals, and how near is near. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";

// Written by /usr/bin/python3 src/statistics/inference.golden.py (SciPy 1.10.1).
interface Bootstrap {
  readonly values: number[];
  readonly replicates: number[];
  readonly interval: [number, number];
}
export interface Golden {
  readonly t: [number[], number, number][];
  readonly tost: [number[], number, number][];
  readonly permutation: [number[], number][];
  readonly wilcoxon: [number[], number, number][];
  readonly wilcoxonWithTies: [number[], number, number][];
  readonly interquartileMean: [number[], number][];
  readonly improvement: [number[], number[], number][];
  readonly friedman: [number[][], number, number, number][];
  readonly ranks: [number[][], number[]][];
  readonly proportion: [number, number, "wilson" | "exact", [number, number]][];
  readonly percentile: Bootstrap;
  readonly bca: Bootstrap;
  readonly power: [number, number, number][];
  readonly sign: [number[], number, number, number][];
  readonly medianInterval: [number[], number, number, number, number][];
  readonly skewness: [number[], number, number][];
  readonly area: [number[], number][];
}
export const golden = JSON.parse(readFileSync("src/statistics/inference.golden.json", "utf8")) as Golden;
export const near = (got: number, expected: number, relative = 1e-8): void => {
  const allowed = relative * Math.max(1e-6, Math.abs(expected));
  expect(Math.abs(got - expected), `${got} for ${expected}`).toBeLessThanOrEqual(allowed);
};
