/**
 * What the browser's entry points load runs in a browser: nothing of Node, no clock, no
 * environment, no global randomness.
 */
import { expect, it } from "vitest";
import { entryPoints } from "../scripts/house/entries.js";
import { browserFiles, usesIn } from "../scripts/house/purity.js";
import { offendersOf } from "../scripts/house/rules.js";

it("loads nothing impure", () => {
  expect(offendersOf("impureUses")).toEqual([]);
});

it("follows the imports of all entry points", () => {
  expect(entryPoints().map(({ source }) => source)).toEqual(
    expect.arrayContaining(["src/entries/index.ts", "src/entries/browser.ts", "src/entries/node.ts"]),
  );
  expect(browserFiles().size).toBeGreaterThan(150);
  expect(browserFiles().has("src/entries/node.ts")).toBe(false);
});

it("sees Node, clocks and the environment where they are used", () => {
  const what = (file: string) => new Set(usesIn(file).map((use) => use.what));
  expect(what("src/data/node/download.ts")).toContain("node:fs");
  expect(what("src/study/run/node/worker.ts")).toContain("process");
  expect(what("test/report/made-up-report.ts")).toEqual(new Set());
});
