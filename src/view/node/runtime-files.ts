/** The files of ONNX Runtime that a page fetches, which lie in the package onnxruntime-web. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Route } from "./page-server.js";

/** Their names, with their types. The page's worker knows them (`web/src/play/runtime.ts`). */
export const runtimeFiles: Readonly<Record<string, string>> = {
  "ort-wasm-simd-threaded.mjs": "text/javascript; charset=utf-8",
  "ort-wasm-simd-threaded.wasm": "application/wasm",
};

/** Where a file of the runtime lies. */
export const runtimePath = (name: string): string =>
  join(dirname(createRequire(import.meta.url).resolve("onnxruntime-web/wasm")), name);

/** Routes that serve them; 14 MB are read when a page asks for them. */
export const runtimeRoutes: Readonly<Record<string, Route>> = Object.fromEntries(
  Object.entries(runtimeFiles).map(([name, type]) => [
    `GET /runtime/${name}`,
    async (_, response) => {
      const content = await readFile(runtimePath(name));
      response.setHeader("content-type", type);
      response.setHeader("content-length", content.byteLength);
      response.end(content);
    },
  ]),
);
