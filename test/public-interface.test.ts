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
import { permittedFor } from "../scripts/house/offenders.js";
import { namesWithoutDocs, publicNames } from "../scripts/house/public-names.js";
import { complaints } from "../scripts/house/rules.js";

it("every public name has a docstring, but those in test/offenders.json", () => {
  const offences = new Map(namesWithoutDocs().map((name) => [name, 1]));
  expect(complaints(offences, permittedFor("namesWithoutDocs"))).toEqual([]);
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
  const missing = publicNames().filter(({ name }) => !headings.has(name.split(".").at(-1)!));
  expect(missing.map(({ entry, name }) => `${entry} ${name}`)).toEqual([]);
});

describe("the examples of src", () => {
  const wrong = wrongExamples();
  const permitted = permittedFor("wrongExamples");

  it.each(examples().map(({ key }) => key))("%s", (key) => {
    if (permitted.has(key)) expect(wrong.has(key), "is right: run npm run offenders").toBe(true);
    else expect(wrong.get(key)).toBeUndefined();
  });

  it("exist where test/offenders.json lists them", () => {
    const keys = new Set(examples().map(({ key }) => key));
    expect([...permitted.keys()].filter((key) => !keys.has(key))).toEqual([]);
  });
});

describe("the check of examples", () => {
  const outcome = (code: string) => wrongExamples([{ key: "x", code }]).get("x");
  const program = 'import { he, gain } from "stepzero";\n';

  it("passes what is right", () => {
    expect(outcome(`${program}gain("relu"); // → 1.41421\nhe.name; // → "he"`)).toBeUndefined();
  });

  it("sees what does not import, compile, run or say the truth", () => {
    expect(outcome("gain(1);")).toContain("imports nothing");
    expect(outcome(`${program}gain("rellu") + 1n;`)).toContain("Operator '+'");
    expect(outcome(`${program}gain("rellu");`)).toContain("relu");
    expect(outcome(`${program}gain("relu"); // → 1.4143`)).toContain("the example says 1.4143, but the value is 1.414");
  });

  it("reads the values that comments claim", () => {
    expect(expectedValue("{ mean: -0.5, list: [1] }")).toEqual({
      fields: { mean: { number: -0.5, tolerance: 0.05000001 }, list: { items: [{ number: 1, tolerance: 0 }] } },
    });
    expect(expectedValue("0.8165, 1 / √1.5")).toMatchObject({ number: 0.8165 });
    expect(expectedValue("sigmaW² = 1.7610")).toBeUndefined();
  });
});
