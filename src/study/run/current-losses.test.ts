import { expect, it } from "vitest";
import { currentLosses } from "./current-losses.js";

it("is the mean of the first steps, and then forgets", () => {
  const { add, losses } = currentLosses(["a", "b"]);
  for (const [i, loss] of [4, 2, 3].entries()) add(i + 1, [loss, 10]);
  expect([...losses]).toEqual([
    ["a", 3],
    ["b", 10],
  ]);
  for (let step = 4; step <= 20; step++) add(step, [3, 10]);
  add(21, [3, 30]);
  expect(losses.get("a")).toBeCloseTo(3, 12);
  // 10 + (30 − 10) / 20
  expect(losses.get("b")).toBeCloseTo(11, 12);
});

it("stays not finite once it was", () => {
  const { add, losses } = currentLosses(["a"]);
  add(1, [Number.POSITIVE_INFINITY]);
  add(2, [1]);
  expect(losses.get("a")).not.toSatisfy(Number.isFinite);
});
