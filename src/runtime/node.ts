/** Finds ONNX Runtime in Node: the native package, or WebAssembly where that is not installed. */
import { createRequire } from "node:module";
import { findBlock } from "../lowering/probe.js";
import { type OnnxRuntimeModule, onnxRuntime } from "./onnxruntime.js";
import type { Runtime } from "./runtime.js";

export interface LoadedRuntime {
  readonly runtime: Runtime;
  /** One line for the user, when the runtime is not the fast one. */
  readonly notice?: string;
}

/**
 * The fastest ONNX Runtime that is installed: onnxruntime-node on the CPU, else onnxruntime-web's WebAssembly on one
 * thread with a notice that says how to get native speed.
 *
 * @param force "wasm" leaves the native package aside
 */
export async function loadRuntime(force?: "wasm"): Promise<LoadedRuntime> {
  if (force !== "wasm") {
    // onnxruntime-node 1.30 reports its use to Microsoft from Linux and macOS too, and keeps a device id, unless this is set
    // before it loads (onnxruntime#27379, #29843: the variable's two names). Nobody who compares initializers asked for that.
    process.env.ORT_DISABLE_TELEMETRY ??= "1";
    process.env.ORT_TELEMETRY_DISABLED ??= "1";
    try {
      const ort = (await import("onnxruntime-node")) as unknown as OnnxRuntimeModule & { default?: OnnxRuntimeModule };
      const runtime = onnxRuntime(
        ort.default ?? ort,
        `onnxruntime-node ${versionOf("onnxruntime-node")}, cpu`,
        "cpu",
        true,
      );
      const block = await findBlock(runtime);
      return { runtime: block === undefined ? runtime : { ...runtime, block } };
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  return {
    runtime: onnxRuntime(
      ort as unknown as OnnxRuntimeModule,
      `onnxruntime-web ${versionOf("onnxruntime-web")}, wasm`,
      "wasm",
      true,
    ),
    notice:
      "onnxruntime-node is not installed: running on WebAssembly, several times slower. For native speed: npm install onnxruntime-node --ignore-scripts",
  };
}

function versionOf(name: string): string {
  try {
    // onnxruntime-web does not export its package.json; its entry point stands in dist/ beside it.
    const require = createRequire(import.meta.url);
    const entry = require.resolve(name);
    const root = entry.slice(
      0,
      entry.lastIndexOf(`/${name}/`.replaceAll("/", entry.includes("\\") ? "\\" : "/")) + name.length + 1,
    );
    return (require(`${root}/package.json`) as { version: string }).version;
  } catch {
    return "(unknown version)";
  }
}

/** The package is not there, or its binary does not fit this machine: both leave WebAssembly. */
function isMissing(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND" || code === "ERR_DLOPEN_FAILED";
}
