/** Builds the pages into ../dist/web, where `src/view/node/page-files.ts` reads them. */
import { fileURLToPath } from "node:url";
import { defaultClientConditions, defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at("."),
  base: "./",
  publicDir: false,
  // ONNX Runtime fetches its WebAssembly from beside the page (web/src/play/runtime.ts).
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", ...defaultClientConditions] },
  // What writes .onnx files is needed once something is measured, and not for theory.
  worker: {
    format: "es",
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: "onnx-file", test: /@bufbuild|onnx-buf/ }],
        },
      },
    },
  },
  build: {
    target: "es2023",
    outDir: at("../dist/web"),
    emptyOutDir: true,
    modulePreload: false,
    reportCompressedSize: false,
    // One page per HTML file; what they share becomes a file of its own.
    rolldownOptions: { input: { live: at("live.html"), play: at("play.html") }, checks: { pluginTimings: false } },
  },
});
