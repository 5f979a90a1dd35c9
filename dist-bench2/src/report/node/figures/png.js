/** A figure as PNG: resvg, compiled to WebAssembly, gives the same bytes on every machine. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { family } from "./fonts.js";
/** Pixels per pixel of the figure: 300 dots per inch where it is printed as large as on a page. */
export const PNG_SCALE = 3;
/** resvg may be started once per process. */
let started;
/** Starts the renderer. */
export function startPng() {
    const wasm = createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm");
    started ??= readFile(wasm).then((bytes) => initWasm(bytes));
    return started;
}
/** The bytes of a PNG file. `startPng` must have ended. */
export function pngOf(svg, { regular, bold }) {
    const renderer = new Resvg(svg, {
        fitTo: { mode: "zoom", value: PNG_SCALE },
        font: { fontBuffers: [regular, bold], defaultFontFamily: family, sansSerifFamily: family },
    });
    const image = renderer.render();
    const bytes = image.asPng();
    image.free();
    renderer.free();
    return bytes;
}
