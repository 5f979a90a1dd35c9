/**
 * The CHANGELOG's tables of names: every name of before stands in one of them, and what it says
 * exists.
 */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { publicNames } from "../scripts/house/public-names.js";

const tables = readFileSync("CHANGELOG.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| "));
const exported = new Set(publicNames().map(({ entry, name }) => `${name} of ${entry}`));

/** Names that changed: before, and what the table says about them. */
const changed = tables.flatMap((line) => {
  const [, before, now] = /^\| `(\w+)` \| "stepzero(?:\/\w+)?" \| (.*) \|$/.exec(line) ?? [];
  return before === undefined ? [] : [{ before, now: now! }];
});

/** Names that stayed, with the entry point to import them from. */
const moved = tables.flatMap((line) => {
  const [, entry, names] = /^\| "(stepzero(?:\/\w+)?)" \| (`.*`) \|$/.exec(line) ?? [];
  return names === undefined ? [] : [...names.matchAll(/`(\w+)`/g)].map(([, name]) => ({ name: name!, entry: entry! }));
});

it("every name that the package exported at e740af2 stands in one row", () => {
  const names = [...changed.map(({ before }) => before), ...moved.map(({ name }) => name)];
  // 225 values and 165 types, counted in the declarations of that commit.
  expect(names).toHaveLength(225 + 165);
  expect(new Set(names).size).toBe(names.length);
});

it("every name that stayed is exported where the table says", () => {
  const missing = moved.filter(({ name, entry }) => !exported.has(`${name} of ${entry}`));
  expect(missing).toEqual([]);
});

it("every name that changed has a new name that is exported, or a sentence on what to use", () => {
  for (const { before, now } of changed) {
    if (/^gone: \S/.test(now)) continue;
    const [, name, entry] = /^`(\w+)` of "(stepzero(?:\/\w+)?)"/.exec(now)!;
    expect(exported, `${before} → ${now}`).toContain(`${name} of ${entry}`);
  }
});

it("the names in those sentences are exported where they say", () => {
  const mentioned = changed.flatMap(({ now }) => [...now.matchAll(/`(\w+)[^`]*` \("(stepzero\/\w+)"\)/g)]);
  expect(mentioned.length).toBeGreaterThan(3);
  expect(mentioned.filter(([, name, entry]) => !exported.has(`${name} of ${entry}`))).toEqual([]);
});
