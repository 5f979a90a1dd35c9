/**
 * ONNX Runtime in a browser: on the graphics card through WebGPU, or as WebAssembly on the
 * processor.
 */
import { InputError } from "../errors.js";
import { type OnnxRuntimeModule, onnxRuntime } from "./onnxruntime.js";
import type { Runtime } from "./runtime.js";
import { tryRuntime } from "./try-runtime.js";

/** The devices of a browser. */
export const browserDevices = ["webgpu", "wasm"] as const;
/** The name of a device of a browser. */
export type BrowserDevice = (typeof browserDevices)[number];

/** What is used of onnxruntime-web beside what the packages have in common. */
type WebModule = OnnxRuntimeModule & {
  readonly env: {
    readonly versions: { readonly web?: string };
    logLevel?: string;
    readonly wasm: { numThreads?: number };
  };
};

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
export async function loadBrowserRuntime(device: BrowserDevice): Promise<Runtime> {
  if (device === "webgpu") {
    await mustHaveCard();
    const runtime = wrapped((await import("onnxruntime-web/webgpu")) as unknown as WebModule, device);
    await tryRuntime(runtime);
    return runtime;
  }
  if (device === "wasm") return wrapped((await import("onnxruntime-web/wasm")) as unknown as WebModule, device);
  throw new InputError(`Device "${String(device)}": a browser has ${browserDevices.join(" and ")}.`);
}

function wrapped(ort: WebModule, device: BrowserDevice): Runtime {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  const onCard = device === "webgpu";
  return onnxRuntime(ort, `onnxruntime-web ${ort.env.versions.web ?? ""}, ${device}`, device, {
    fastOperators: !onCard,
    memory: onCard,
  });
}

interface Gpu {
  requestAdapter(): Promise<object | null>;
}

/** Asked before megabytes are loaded. */
async function mustHaveCard(): Promise<void> {
  const gpu = (globalThis.navigator as { readonly gpu?: Gpu } | undefined)?.gpu;
  const remedy = 'Or use loadBrowserRuntime("wasm"), which runs on the processor';
  if (gpu === undefined) {
    throw new InputError(
      `Device webgpu: this browser offers no WebGPU, or not to this page, which must come over https or from localhost. ${remedy}.`,
    );
  }
  if ((await gpu.requestAdapter()) === null) {
    throw new InputError(
      `Device webgpu: the browser has WebGPU but no graphics card for it (chrome://gpu says why). ${remedy}.`,
    );
  }
}
