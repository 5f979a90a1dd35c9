/**
 * The imports of `src` follow the order of the parts in docs/architecture.md, and no files import
 * each other in a circle.
 */
import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { components, filesWithoutPart, needlessExceptions, partOf, partsInOrder } from "../scripts/house/order.js";
import { offendersOf } from "../scripts/house/rules.js";

it.each(["circularImports", "upwardImports"] as const)("%s: none", (rule) => {
  expect(offendersOf(rule)).toEqual([]);
});

it("every file of src belongs to a part of the table", () => {
  expect(filesWithoutPart()).toEqual([]);
});

it("every exception to the order is needed", () => {
  expect(needlessExceptions()).toEqual([]);
});

it("the table names only files that exist", () => {
  const paths = partsInOrder().flatMap((part) => [...part.paths, ...part.readFirst]);
  expect(paths.filter((path) => !existsSync(`src/${path}`))).toEqual([]);
});

it("a file belongs to the part with the longest path", () => {
  const parts = [{ paths: ["graph/"] }, { paths: ["graph/file/", "graph/index.ts"] }].map((part) => ({
    ...part,
    readFirst: [],
  }));
  const files = ["graph/graph.ts", "graph/file/read.ts", "graph/index.ts", "graph/index.tsx", "data/data.ts"];
  expect(files.map((file) => partOf(`src/${file}`, parts))).toEqual([0, 1, 1, 0, -1]);
});

it("finds circles of imports; circles that share a file count as one", () => {
  const component = components([
    ["a", "b"],
    ["b", "c"],
    ["c", "b"],
    ["c", "d"],
    ["d", "c"],
    ["d", "e"],
    ["f", "a"],
  ]);
  expect(new Set(["b", "c", "d"].map((file) => component.get(file))).size).toBe(1);
  expect(new Set([...component.values()]).size).toBe(4);
});
