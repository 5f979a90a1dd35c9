/** The core imports nothing from Node and reads no clock, environment or global random numbers: a browser runs it too. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve("src");
const core = [
  "random",
  "initializers",
  "signal",
  "onnx",
  "gradients",
  "lowering",
  "replicas",
  "layers",
  "models",
  "data",
  "training",
  "statistics",
  "weights",
  "onnx-model",
  "explain",
  "reproduction",
  "report",
];
/** What stands in a core folder and is not core, with the reason. */
const outside = [
  "data/node/", // files, cache and network
  "report/node/", // files
];

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(folder, file));

const isOutside = (file: string) => outside.some((prefix) => relative(root, file).startsWith(prefix));
const browser = ["browser.ts", "onnxruntime.ts", "device-memory.ts", "in-turn.ts", "try-runtime.ts"];
const files = [
  ...core.flatMap((folder) => sources(join(root, folder))),
  ...browser.map((file) => join(root, "runtime", file)),
  join(root, "index.ts"),
  join(root, "browser.ts"),
].filter((f) => !isOutside(f));

/** Code without comments: prose may name what code must not use. */
const code = (file: string) => readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");

describe("the core", () => {
  it("is all here", () => expect(files.length).toBeGreaterThan(60));

  it.each(files.map((file) => [relative(root, file), file]))("%s", (_, file) => {
    const text = code(file);
    expect(text).not.toMatch(/from "node:|import\("node:|require\(/);
    expect(text).not.toMatch(/\bMath\.random\b|\bDate\b|\bprocess\.|\bperformance\.now\b/);
    for (const [, path] of text.matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)) {
      const target = resolve(dirname(file), path!).replace(/\.js$/, ".ts");
      expect(isOutside(target), `imports ${path}`).toBe(false);
      const folder = relative(root, target).split("/")[0]!;
      expect([...core, "errors.ts", "study", "runtime", "index.ts"], `imports ${path}`).toContain(folder);
    }
  });
});
