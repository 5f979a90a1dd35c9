/** What package.json promises, checked without installing: `npm run test:package` installs. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { publint } from "publint";
import { describe, expect, it } from "vitest";
import { importsOf } from "../scripts/house/imports.js";
import { libraryFiles } from "../scripts/house/sources.js";
import { linksOf } from "./pages.js";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  files: string[];
  engines: { node: string };
};
describe("package.json", () => {
  it("has the listed dependencies, pinned; the native runtime is optional", () => {
    expect(Object.keys(manifest.dependencies).sort()).toEqual([
      "@bufbuild/protobuf",
      "@expo-google-fonts/arimo",
      "@noble/hashes",
      "@observablehq/plot",
      "@resvg/resvg-wasm",
      "commander",
      "fflate",
      "fontkit",
      "hyparquet-writer",
      "jiti",
      "linkedom",
      "modern-tar",
      "onnx-buf",
      "onnxruntime-common",
      "onnxruntime-web",
      "pdfkit",
      "string-width",
      "wrap-ansi",
      "yaml",
      "zod",
    ]);
    expect(Object.keys(manifest.optionalDependencies)).toEqual(["onnxruntime-node"]);
    expect(manifest.engines.node).toBe(">=20.19");
    expect(readFileSync(".npmrc", "utf8")).toContain("ignore-scripts=true");
  });

  it("declares every package that src imports", () => {
    const packages = libraryFiles()
      .flatMap(importsOf)
      .filter(({ specifier }) => !/^(\.|node:)/.test(specifier))
      .map(({ specifier }) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0])
      .filter((name) => !builtinModules.includes(name));
    const declared = { ...manifest.dependencies, ...manifest.optionalDependencies };
    expect([...new Set(packages)].filter((name) => !(name in declared))).toEqual([]);
  });

  it("packs all that its pages link to", () => {
    const pages = manifest.files
      .filter((entry) => entry !== "LICENSE")
      .flatMap((entry) =>
        entry.endsWith(".md")
          ? [entry]
          : readdirSync(entry, { withFileTypes: true, recursive: true })
              .filter(({ name }) => /\.md$/.test(name))
              .map(({ parentPath, name }) => join(parentPath, name)),
      );
    expect(pages.length).toBeGreaterThan(30);
    const dead = pages.flatMap((page) =>
      linksOf(page)
        .map((target) => normalize(join(dirname(page), target)))
        .filter((target) => !manifest.files.includes(target.split("/")[0]!))
        .map((target) => `${page}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it.each(["live", "play"])("has the built page %s, whose JavaScript is below 250 KB, compressed", (page) => {
    expect(manifest.files).toContain("dist");
    const html = readFileSync(`dist/web/${page}.html`, "utf8");
    const assets = readdirSync("dist/web/assets");
    const linked = [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+)"/g)].map(([, name]) => name!);
    expect(linked.length).toBeGreaterThan(1);
    expect(linked.filter((name) => !assets.includes(name))).toEqual([]);
    expect(html).not.toMatch(/https?:\/\/|<style|<script>/);
    const size = [...scriptsOf(linked)].reduce((sum, script) => sum + gzipSync(script).length, 0);
    expect(size).toBeGreaterThan(50_000);
    expect(size).toBeLessThan(250_000);
  });

  it("has no WebAssembly, which comes from onnxruntime-web", () => {
    expect(
      readdirSync("dist/web", { recursive: true, encoding: "utf8" }).filter((name) => /\.wasm$/.test(name)),
    ).toEqual([]);
  });

  it("passes publint", async () => {
    const { messages } = await publint({ pkgDir: resolve("."), level: "warning", strict: true, pack: false });
    expect(messages).toEqual([]);
  });
});

/**
 * The JavaScript that a page loads by itself: its scripts, all that they load later, and its worker
 * with what that imports at once. What the playground's worker loads to measure and to train comes
 * with the WebAssembly.
 */
function scriptsOf(linked: readonly string[]): ReadonlySet<string> {
  const read = new Map<string, string>();
  const follow = (name: string, isWorker: boolean): void => {
    if (read.has(name)) return;
    const text = readFileSync(join("dist/web/assets", name), "utf8");
    read.set(name, text);
    for (const [, statically, other] of text.matchAll(/(from|import)?["'`](?:\.\/|\/?assets\/)?([\w.-]+\.js)["'`]/g)) {
      const file = other!;
      if (!existsSync(join("dist/web/assets", file))) continue;
      if (!isWorker || statically !== undefined) follow(file, isWorker || file.startsWith("worker-"));
    }
  };
  for (const name of linked.filter((one) => one.endsWith(".js"))) follow(name, false);
  return new Set(read.values());
}

/** Examples in docstrings may use Node. */
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, "");

describe("the declarations", () => {
  it("need none of the types of Node, except what only the command line loads", () => {
    const declarations = readdirSync("dist", { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".d.ts") && !/^(cli|view\/node)\//.test(name),
    );
    expect(declarations).toContain("entries/node.d.ts");
    const withNode = declarations.filter((name) =>
      /\bNodeJS\.|\bBuffer\b|from "node:/.test(withoutComments(readFileSync(join("dist", name), "utf8"))),
    );
    expect(withNode).toEqual([]);
  });
});
