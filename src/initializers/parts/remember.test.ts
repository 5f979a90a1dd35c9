import { expect, test } from "vitest";
import { remember } from "./remember.js";

test("remembers the last 64 results, and no error", () => {
  const computed: number[] = [];
  const double = remember((x: number) => {
    computed.push(x);
    if (x < 0) throw new Error("negative");
    return 2 * x;
  });
  expect([double(0), double(0), double(1)]).toEqual([0, 0, 2]);
  expect(computed).toEqual([0, 1]);
  for (let i = 0; i < 2; i++) expect(() => double(-1)).toThrow("negative");
  expect(computed).toEqual([0, 1, -1, -1]);
  for (let x = 2; x <= 64; x++) double(x); // 0 … 64 are 65 results: the first is forgotten
  computed.length = 0;
  expect([double(1), double(64), double(0)]).toEqual([2, 128, 0]);
  expect(computed).toEqual([0]);
});

test("tells objects by their identity, and texts from numbers", () => {
  const computed: unknown[] = [];
  const first = remember((x: string | number | object, y: number) => {
    computed.push(x);
    return y;
  });
  const [a, b] = [{}, {}];
  for (const x of [a, b, "1", 1, a, b, "1", 1]) first(x, 0);
  expect(computed).toEqual([a, b, "1", 1]);
  first(a, 1);
  expect(computed.length).toBe(5);
});
