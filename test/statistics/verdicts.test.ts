/**
 * The study of docs/statistics.md on verdicts with fewer replications: every bound is three
 * standard errors or more.
 */
import { expect, test } from "vitest";
import {
  AROUND_ZERO,
  coverage,
  falseEquivalence,
  falseWinners,
  HARD,
  power,
  SHAPES,
  shiftOf,
} from "../../bench/verdict-study.js";

const shapeOf = (name: string) => [...SHAPES, ...HARD].find((shape) => shape.name === name)!;

test("winners among typically equal methods stay near 5 %, whatever the shapes of the noise", () => {
  for (const shape of SHAPES) {
    const shift = shiftOf(shape, "median");
    for (const [k, n] of [
      [2, 20],
      [4, 5],
      [4, 10],
    ] as const) {
      // Of 400 the standard error at 6 % is 1.2 %; docs/statistics.md has 4,000.
      expect(falseWinners(400, shape, k, n, shift).verdicts, `${shape.name}, ${k} methods, n = ${n}`).toBeLessThan(9.6);
    }
  }
});

test("the t test alone claims falsely there", () => {
  const shape = shapeOf("1 bad run in 5");
  const { t, verdicts } = falseWinners(400, shape, 2, 20, shiftOf(shape, "median"));
  expect(t).toBeGreaterThan(15);
  expect(verdicts).toBeLessThan(9.6);
});

test("of means no few seeds can tell where a bad run is rare", () => {
  const shape = shapeOf("1 bad run in 10");
  expect(falseWinners(400, shape, 4, 10, shiftOf(shape, "mean")).verdicts).toBeGreaterThan(12);
});

test("the printed interval holds the typical difference, where the t interval loses the mean", () => {
  const { verdicts, t } = coverage(500, shapeOf("1 bad run in 5"), 10);
  expect(verdicts).toBeGreaterThan(92);
  expect(t).toBeLessThan(90);
});

test("three that are the same are never equivalent", () => {
  const { draw, name } = AROUND_ZERO.find((law) => law.name === "two values, half and half")!;
  const { verdicts, t } = falseEquivalence(800, name, draw, 3);
  expect(verdicts).toBe(0);
  // One half to the third, ± 3 standard errors.
  expect(Math.abs(t - 12.5)).toBeLessThan(3.6);
});

test("on normal differences a family of six pairs keeps its power", () => {
  for (const n of [3, 5, 10]) {
    const { verdicts, t } = power(800, n, 6);
    expect(Math.abs(t - 80)).toBeLessThan(4.3);
    expect(t - verdicts).toBeLessThan(3);
  }
});
