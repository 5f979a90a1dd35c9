/**
 * Every public name says what it is, and every example in a docstring compiles, runs and says the
 * truth.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { entryPoints } from "../scripts/house/entries.js";
import { examples, wrongExamples } from "../scripts/house/examples.js";
import { expectedValue } from "../scripts/house/expected-value.js";
import { namesWithoutDocs, publicNames } from "../scripts/house/public-names.js";

const names = publicNames();

it("every public name has a docstring", () => {
  expect(namesWithoutDocs(names)).toEqual([]);
});

it.each(entryPoints().map(({ name, source }) => [name, source] as const))(
  "%s says its name: @module",
  (name, source) => {
    expect(readFileSync(source, "utf8")).toContain(` * @module ${name}\n`);
  },
);

it("docs/reference has every public name (npm run docs)", () => {
  const pages = readdirSync("docs/reference", { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".md"),
  );
  const text = pages.map((path) => readFileSync(join("docs/reference", path), "utf8")).join("\n");
  const headings = new Set(
    [...text.replaceAll("\\", "").matchAll(/^### (?:abstract )?([\w$]+)/gm)].map(([, name]) => name),
  );
  const missing = names.filter(({ name }) => !headings.has(name.split(".").at(-1)!));
  expect(missing.map(({ entry, name }) => `${entry} ${name}`)).toEqual([]);
});

const program = 'import { he, gain } from "stepzero";\n';
/** Examples to try the check on, by what is wrong with them. */
const probes = {
  nothing: `${program}gain("relu"); // → 1.41421\nhe.name; // → "he"`,
  imports: "gain(1);",
  compiles: `${program}gain("relu") + 1n;`,
  runs: `${program}gain("rellu");`,
  truth: `${program}gain("relu"); // → 1.4143`,
};

describe("the examples of src", () => {
  const all = examples();
  const wrong = wrongExamples([...all, ...Object.entries(probes).map(([key, code]) => ({ key, code }))]);

  it.each(all.map(({ key }) => key))("%s", (key) => {
    expect(wrong.get(key)).toBeUndefined();
  });

  it("are wrong where they do not import, compile, run or say the truth", () => {
    expect(wrong.get("nothing")).toBeUndefined();
    expect(wrong.get("imports")).toContain("imports nothing");
    expect(wrong.get("compiles")).toContain("Operator '+'");
    expect(wrong.get("runs")).toContain("rellu");
    expect(wrong.get("truth")).toContain("the example says 1.4143, but the value is 1.414");
  });
});

it("values that comments claim are read", () => {
  expect(expectedValue("{ mean: -0.5, list: [1] }")).toEqual({
    fields: { mean: { number: -0.5, tolerance: 0.05000001 }, list: { items: [{ number: 1, tolerance: 0 }] } },
  });
  expect(expectedValue("0.8165, 1 / √1.5")).toMatchObject({ number: 0.8165 });
  expect(expectedValue("sigmaW² = 1.7610")).toBeUndefined();
});
