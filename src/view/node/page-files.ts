/** The built pages of `web/`, which lie in `dist/web`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PageFile } from "./page-server.js";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** `dist/web`, from `dist/view/node` and from `src/view/node`. */
const folder = fileURLToPath(new URL("../../../dist/web", import.meta.url));

/**
 * The files of a page by their addresses. Only they are served: no path of a request is ever
 * opened.
 *
 * @param page "live": its HTML is served at "/"
 * @throws Error where the pages were not built
 */
export function pageFiles(page: string): ReadonlyMap<string, PageFile> {
  const html = join(folder, `${page}.html`);
  if (!existsSync(html)) throw new Error(`${html} is missing; npm run build makes it`);
  const assets = readdirSync(join(folder, "assets"))
    .filter((name) => extname(name) in types)
    .map((name) => [`/assets/${name}`, fileAt(join(folder, "assets", name))] as const);
  return new Map([["/", fileAt(html)], ...assets]);
}

const fileAt = (path: string): PageFile => ({ type: types[extname(path)]!, content: readFileSync(path) });
