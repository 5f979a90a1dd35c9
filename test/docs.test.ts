/**
 * The pages of docs/: code compiles and runs, commands and paths exist, and pages that are made
 * from data and commands are what `npm run docs` would write now.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fillConsole } from "../scripts/console-docs.js";
import { wrongExamples } from "../scripts/house/examples.js";
import { initializerDocs } from "../scripts/initializer-docs.js";
import { commands } from "../src/cli/commands.js";
import { parseCommandLine } from "../src/cli/parse.js";
import { compareSchema } from "../src/entries/study.js";
import { anchorsOf, codeBlocks, commandsOf, headingsOf, linksOf } from "./pages.js";

const docs = readdirSync("docs")
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);
const pages = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", ...docs];

it("docs/initializers.md is up to date (npm run docs)", () => {
  expect(readFileSync("docs/initializers.md", "utf8")).toBe(initializerDocs());
});

it.each(["docs/explain.md", "docs/init.md"])("%s shows what the commands print (npm run docs)", (page) => {
  const text = readFileSync(page, "utf8");
  expect(fillConsole(text)).toBe(text);
});

it("the programs of the pages compile, and run where they need no browser", () => {
  const programs = docs.flatMap((page) =>
    codeBlocks(page, "ts").map((code, i) => ({ key: `${page}, program ${i + 1}`, code })),
  );
  expect(programs.length).toBeGreaterThan(4);
  expect([...wrongExamples(programs)]).toEqual([]);
});

describe.each(pages)("%s", (page) => {
  const text = readFileSync(page, "utf8");

  it("has commands of stepzero that the command line understands", async () => {
    for (const words of commandsOf(page)) {
      expect((await parseCommandLine(words, commands)).kind, words.join(" ")).toBe("run");
    }
  });

  it("has npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    const missing = [...text.matchAll(/npm run ([\w:-]+)/g)].filter(([, name]) => !(name! in scripts));
    expect(missing.map(([line]) => line)).toEqual([]);
  });

  it("has paths that exist", () => {
    const path = /`((?:src|test|bench|scripts|docs|examples|schemas)\/[\w./-]*)`|vitest run (?:--\S+ \S+ )?([\w./-]+)/g;
    const paths = [...text.matchAll(path)].map(([, quoted, tested]) => (quoted ?? tested)!);
    expect(paths.filter((one) => !existsSync(one))).toEqual([]);
  });

  it("has no dead links", () => {
    const dead = linksOf(page).filter((target) => !existsSync(join(dirname(page), target)));
    expect(dead).toEqual([]);
  });

  it("has no links to headings that are missing", () => {
    const dead = anchorsOf(page).filter(({ page: target, anchor }) => {
      const path = target === "" ? page : normalize(join(dirname(page), target));
      return !headingsOf(path).has(anchor);
    });
    expect(dead).toEqual([]);
  });
});

it("docs/compare.md has every key of the JSON", () => {
  const keys = new Set<string>();
  const collect = (schema: unknown): void => {
    if (typeof schema !== "object" || schema === null) return;
    const { properties } = schema as { properties?: object };
    for (const key of Object.keys(properties ?? {})) keys.add(key);
    for (const part of Object.values(schema)) collect(part);
  };
  collect(z.toJSONSchema(compareSchema));
  const shown = codeBlocks("docs/compare.md", "jsonc").join("\n");
  expect(keys.size).toBeGreaterThan(50);
  expect([...keys].filter((key) => !shown.includes(`"${key}"`))).toEqual([]);
  expect(shown).toContain(`"format": "${compareSchema.shape.format.value}"`);
});
