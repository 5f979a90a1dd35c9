/** ONNX Runtime in a worker of the page, from files beside the page, with progress. */
import { loadBrowserRuntime } from "../../../src/runtime/browser.js";
import type { Runtime } from "../../../src/runtime/runtime.js";

/** The folder of the runtime's files: beside the folder of the page's JavaScript. */
const folder = new URL(/* @vite-ignore */ "../runtime/", self.location.href);

/** Beside it, what `pageRuntimeFiles` serves and `npm run build:web` copies. */
const WASM = "ort-wasm-simd-threaded.wasm";

let loading: Promise<Runtime> | undefined;

/**
 * The runtime, which is fetched once.
 *
 * @param onShare told the share of the WebAssembly that has come; undefined where its size is not
 *   known
 */
export function wasmRuntime(onShare: (share: number | undefined) => void): Promise<Runtime> {
  loading ??= load(onShare).catch((error: unknown) => {
    // A later attempt tries again: the network may be back.
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(onShare: (share: number | undefined) => void): Promise<Runtime> {
  const binary = await download(new URL(WASM, folder), onShare);
  const { env } = (await import("onnxruntime-web/wasm")) as unknown as {
    readonly env: { readonly wasm: { wasmPaths?: string; wasmBinary?: ArrayBuffer } };
  };
  env.wasm.wasmPaths = folder.href;
  env.wasm.wasmBinary = binary;
  return loadBrowserRuntime("wasm");
}

async function download(url: URL, onShare: (share: number | undefined) => void): Promise<ArrayBuffer> {
  onShare(undefined);
  const response = await fetch(url);
  if (!response.ok || response.body === null) throw new Error(`${url.pathname} did not come: ${response.status}`);
  const size = Number(response.headers.get("content-length"));
  // Of a compressed answer the length says nothing.
  const isKnown = size > 0 && response.headers.get("content-encoding") === null;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    onShare(isKnown ? Math.min(1, length / size) : undefined);
  }
  return new Blob(parts).arrayBuffer();
}
