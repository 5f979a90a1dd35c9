/**
 * `npm run build:web`: writes the playground as a folder that any static host serves, below any
 * path. The policy stands in the page, since such a host sends no header of ours.
 */
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const { pageFiles } = await import("../dist/view/node/page-files.js");
const { runtimeFiles, runtimePath } = await import("../dist/view/node/runtime-files.js");
const { playPolicy } = await import("../dist/view/node/serve-play.js");

const folder = process.argv[2] ?? "dist-web";
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "assets"), { recursive: true });
for (const [path, { content }] of pageFiles("play")) {
  if (path !== "/") writeFileSync(join(folder, path), content);
}
// A policy in the page cannot say who may frame it.
const policy = playPolicy.replace(/; frame-ancestors [^;]+/, "");
const html = readFileSync("dist/web/play.html", "utf8").replace(
  '<meta charset="utf-8" />',
  `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
);
writeFileSync(join(folder, "index.html"), html);
mkdirSync(join(folder, "runtime"));
for (const name of Object.keys(runtimeFiles)) copyFileSync(runtimePath(name), join(folder, "runtime", name));
cpSync("LICENSE", join(folder, "LICENSE"));
console.log(`${folder}/index.html: serve the folder, under any path.`);
