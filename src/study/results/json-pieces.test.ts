import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonPieces } from "./json-pieces.js";

it("joined are the text of JSON.stringify", () => {
  const value = { a: [], b: { c: Array.from({ length: 101 }, (_, i) => ({ i, no: undefined })) }, d: undefined };
  expect([...jsonPieces(value)].join("")).toBe(JSON.stringify(value));
  const long = (element: unknown) => Array.from({ length: 150 }, () => element);
  fc.assert(
    fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (some, more) => {
      for (const one of [some, more, { ...more, many: long(some) }, long(more), [long([some]), more, undefined]]) {
        expect([...jsonPieces(one)].join("")).toBe(JSON.stringify(one));
      }
    }),
  );
});

it("have one element of a long array each", () => {
  const runs = Array.from({ length: 1000 }, (_, seed) => ({ seed, epochs: Array.from({ length: 5 }, () => "x") }));
  const pieces = [...jsonPieces({ study: { seeds: 3 }, runs, across: { improvement: runs } })];
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(60);
});
