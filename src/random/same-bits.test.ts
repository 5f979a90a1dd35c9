import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/**
 * Everything ECMAScript pins to the last bit; all else in Math, and the power operator, is left to
 * the engine.
 */
const EXACT = [
  "abs",
  "ceil",
  "clz32",
  "floor",
  "fround",
  "imul",
  "max",
  "min",
  "round",
  "sign",
  "sqrt",
  "trunc",
  "LN2",
];

const sources = ["../random/", "../initializers/"].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => new URL(folder + name, import.meta.url)),
);

test.each(sources.map((url) => [url.pathname.split("/").slice(-2).join("/"), url] as const))(
  "%s computes the same bits in every engine",
  (_name, url) => {
    const code = readFileSync(url, "utf8").replace(/\/\*.*?\*\/|\/\/.*$/gms, "");
    expect(
      [...code.matchAll(/\bMath\.(\w+)/g)].map((match) => match[1]).filter((name) => !EXACT.includes(name!)),
    ).toEqual([]);
    expect(code).not.toMatch(/\*\*|\bDate\b|\bperformance\b|\bcrypto\b|\bprocess\b|node:/);
  },
);
