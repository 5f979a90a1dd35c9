/**
 * SciPy of today beside the stored values, which are of Debian's (1.10), and beside the
 * distributions themselves.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile } from "../../src/random/index.js";
import {
  chiSquareQuantile,
  noncentralTCdf,
  studentizedRangeCdf,
  studentizedRangeQuantile,
  tCdf,
  tQuantile,
} from "../../src/statistics/index.js";
import { haveToday, pythonOfToday } from "../oracles.js";
import { runPython } from "../python.js";
import { golden } from "./golden.js";

/** Numbers of two trees side by side, with where they stand. */
function pairs(a: unknown, b: unknown, path: string): [string, number, number][] {
  if (typeof a === "number" && typeof b === "number") return [[path, a, b]];
  const [left, right] = [a, b].map((tree) => (typeof tree === "object" && tree !== null ? Object.entries(tree) : []));
  expect(right!.map(([key]) => key)).toEqual(left!.map(([key]) => key));
  return left!.flatMap(([key, value], i) => pairs(value, right![i]![1], `${path}/${key}`));
}

const distributions = {
  normalCdf: [[-37], [-9.5], [-3], [-0.2], [0], [1.7], [6]],
  normalQuantile: [[1e-300], [1e-20], [0.003], [0.4], [0.5], [0.999], [1 - 1e-12]],
  tCdf: [1, 2, 4, 9, 29, 200].flatMap((df) => [-40, -3, -0.3, 0.8, 2.5, 12].map((t) => [t, df])),
  tQuantile: [1, 2, 4, 9, 29, 200].flatMap((df) => [1e-6, 0.025, 0.3, 0.6, 0.995].map((p) => [p, df])),
  noncentralTCdf: [1, 4, 29].flatMap((df) => [
    [2, df, 1],
    [-2, df, 1],
    [2.7, df, 3],
    [9, df, 6],
    [5, df, 10],
  ]),
  chiSquareQuantile: [1, 2, 9, 300].flatMap((df) => [0.001, 0.05, 0.5, 0.95, 0.999].map((p) => [p, df])),
  studentizedRangeCdf: [
    [0.5, 2, 4],
    [2, 3, 1],
    [4, 10, 60],
    [9, 3, 4],
  ],
  studentizedRangeQuantile: [
    [0.9, 3, 4],
    [0.99, 8, 60],
  ],
};
const ours: Record<keyof typeof distributions, (...numbers: number[]) => number> = {
  normalCdf,
  normalQuantile,
  tCdf,
  tQuantile,
  noncentralTCdf,
  chiSquareQuantile,
  studentizedRangeCdf,
  studentizedRangeQuantile,
};

const program = `
import json, sys
from scipy import stats as s
of = {"normalCdf": s.norm.cdf, "normalQuantile": s.norm.ppf, "tCdf": s.t.cdf, "tQuantile": s.t.ppf, "noncentralTCdf": s.nct.cdf,
    "chiSquareQuantile": s.chi2.ppf, "studentizedRangeCdf": s.studentized_range.cdf, "studentizedRangeQuantile": s.studentized_range.ppf}
print(json.dumps({name: [float(of[name](*row)) for row in rows] for name, rows in json.load(sys.stdin).items()}))
`;

describe.skipIf(!haveToday("scipy"))("SciPy of today", () => {
  it("gives the stored values of tests and intervals, to 1e-9", () => {
    const again = runPython(readFileSync("src/statistics/inference.golden.py", "utf8"), [], "", pythonOfToday);
    const off = pairs(golden, JSON.parse(again), "").filter(
      ([, stored, today]) => Math.abs(stored - today) > 1e-9 * Math.max(1e-6, Math.abs(stored)),
    );
    expect(off).toEqual([]);
  });

  it("agrees with our distributions, to 1e-11, and to what its own integrals are good for", () => {
    const theirs = JSON.parse(runPython(program, [], JSON.stringify(distributions), pythonOfToday)) as Record<
      keyof typeof distributions,
      number[]
    >;
    // SciPy integrates the studentized range to 1e-8 or so.
    const allowed = { studentizedRangeCdf: 1e-8, studentizedRangeQuantile: 1e-6, noncentralTCdf: 1e-8 };
    const off = Object.entries(distributions).flatMap(([name, rows]) =>
      rows.flatMap((row, i) => {
        const key = name as keyof typeof distributions;
        const [got, want] = [ours[key](...row), theirs[key][i]!];
        const relative = Math.abs(got - want) / Math.abs(want);
        const bound = { ...allowed }[key as keyof typeof allowed] ?? 1e-11;
        return relative < bound || got === want ? [] : [[name, row, got, want, relative]];
      }),
    );
    expect(off).toEqual([]);
  });
});
