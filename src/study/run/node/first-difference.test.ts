/** The first place where two values differ. */
import { expect, it } from "vitest";
import { firstDifference } from "./first-difference.js";

it("is none for equal values, whether or not undefined is written", () => {
  expect(firstDifference({ a: [1, { b: "x" }], c: undefined }, { a: [1, { b: "x" }] })).toBeUndefined();
  expect(firstDifference(Number.NaN, Number.NaN)).toBeUndefined();
});

it("names the place as a person writes it", () => {
  expect(firstDifference({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toEqual({ path: "a[1].b", here: 2, there: 3 });
  expect(firstDifference({ a: [1] }, { a: [1, 2] })).toEqual({ path: "a[1]", here: undefined, there: 2 });
  expect(firstDifference({ a: {} }, { a: [] })).toEqual({ path: "a", here: {}, there: [] });
  expect(firstDifference(1, "1")).toEqual({ path: "", here: 1, there: "1" });
});

it("passes over keys that may differ", () => {
  const isPath = (key: string) => key === "path";
  expect(firstDifference([{ path: "/a", n: 1 }], [{ path: "/b", n: 1 }], isPath)).toBeUndefined();
  expect(firstDifference([{ path: "/a", n: 1 }], [{ path: "/b", n: 2 }], isPath)!.path).toBe("[0].n");
});
