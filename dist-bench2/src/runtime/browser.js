/**
 * ONNX Runtime in a browser: on the graphics card through WebGPU, or as WebAssembly on the
 * processor.
 */
import { InputError } from "../errors.js";
import { onnxRuntime } from "./onnxruntime.js";
import { tryRuntime } from "./try-runtime.js";
/** The devices of a browser. */
export const browserDevices = ["webgpu", "wasm"];
/**
 * ONNX Runtime of the page, from onnxruntime-web, which is loaded when this is called and fetches
 * its WebAssembly from beside itself (`ort.env.wasm.wasmPaths` says otherwise). With "webgpu"
 * parameters and optimizer state stay on the card between steps; "wasm" is one thread, so that the
 * page needs no isolation from other origins (COOP and COEP).
 *
 * @throws InputError where the browser has no WebGPU or no card for it, or for a device that does
 * not exist
 * @example
 * import { loadBrowserRuntime } from "stepzero/browser";
 *
 * const runtime = await loadBrowserRuntime("webgpu").catch(() => loadBrowserRuntime("wasm"));
 */
export async function loadBrowserRuntime(device) {
    if (device === "webgpu") {
        await mustHaveCard();
        const runtime = wrapped((await import("onnxruntime-web/webgpu")), device);
        await tryRuntime(runtime);
        return runtime;
    }
    if (device === "wasm")
        return wrapped((await import("onnxruntime-web/wasm")), device);
    throw new InputError(`Device "${String(device)}": a browser has ${browserDevices.join(" and ")}.`);
}
function wrapped(ort, device) {
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = "error";
    const onCard = device === "webgpu";
    return onnxRuntime(ort, `onnxruntime-web ${ort.env.versions.web ?? ""}, ${device}`, device, {
        fastOperators: !onCard,
        memory: onCard,
    });
}
/** Asked before megabytes are loaded. */
async function mustHaveCard() {
    const gpu = globalThis.navigator?.gpu;
    const remedy = 'Or use loadBrowserRuntime("wasm"), which runs on the processor';
    if (gpu === undefined) {
        throw new InputError(`Device webgpu: this browser offers no WebGPU, or not to this page, which must come over https or from localhost. ${remedy}.`);
    }
    if ((await gpu.requestAdapter()) === null) {
        throw new InputError(`Device webgpu: the browser has WebGPU but no graphics card for it (chrome://gpu says why). ${remedy}.`);
    }
}
