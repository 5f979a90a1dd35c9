/** Finds ONNX Runtime in Node: the native package, or WebAssembly where that is not installed. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InputError } from "../../errors.js";
import { findBlock } from "../../graph/compiler/cpu/find-block.js";
import { type Device, findDevice } from "../device.js";
import { type OnnxRuntimeModule, onnxRuntime } from "../onnxruntime.js";
import type { Runtime } from "../runtime.js";
import { tryRuntime } from "../try-runtime.js";

/** A runtime, with what its user should know. */
export interface LoadedRuntime {
  /** The runtime. */
  readonly runtime: Runtime;
  /** One line for the user, when the runtime is not the fast one. */
  readonly notice?: string;
}

/**
 * The ONNX Runtime of a device. "cpu" is the fastest that is installed: onnxruntime-node, else
 * onnxruntime-web's WebAssembly on one thread with a notice that says how to get native speed.
 * "webgpu" and "cuda" are onnxruntime-node's, tried on a small graph first; if they fail there is
 * no other device.
 *
 * @param device "wasm" is the processor, without the native package
 * @throws InputError for an unknown device, and where the device cannot be used, with what is
 *   missing
 */
export async function loadRuntime(device: Device | "wasm" = "cpu"): Promise<LoadedRuntime> {
  if (device === "webgpu" || device === "cuda") return { runtime: await loadDevice(device) };
  if (device !== "wasm") {
    findDevice(device);
    try {
      const runtime = await nativeRuntime("cpu");
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
      { fastOperators: true, memory: false },
    ),
    notice:
      "onnxruntime-node is not installed: running on WebAssembly, several times slower. For native speed: npm install onnxruntime-node --ignore-scripts",
  };
}

async function nativeRuntime(device: Device): Promise<Runtime> {
  // onnxruntime-node 1.30 reports its use to Microsoft from Linux and macOS too, and keeps a device
  // id, unless this is set before it loads (onnxruntime#27379, #29843: the variable's two names). A
  // tool that compares initializers has no need of it.
  process.env.ORT_DISABLE_TELEMETRY ??= "1";
  process.env.ORT_TELEMETRY_DISABLED ??= "1";
  const ort = (await import("onnxruntime-node")) as unknown as OnnxRuntimeModule & { default?: OnnxRuntimeModule };
  return onnxRuntime(
    ort.default ?? ort,
    `onnxruntime-node ${versionOf("onnxruntime-node")}, ${device}`,
    device,
    // onnxruntime-node keeps outputs on the device for WebGPU only.
    { fastOperators: device === "cpu", memory: device === "webgpu" },
  );
}

async function loadDevice(device: "webgpu" | "cuda"): Promise<Runtime> {
  if (device === "cuda") mustHaveCuda();
  try {
    const runtime = await nativeRuntime(device);
    await tryRuntime(runtime);
    return runtime;
  } catch (error) {
    if (isMissing(error)) {
      throw new InputError(
        `Device ${device}: onnxruntime-node is not installed, or not for this machine (${process.platform} ${process.arch}). Install it with: npm install onnxruntime-node --ignore-scripts`,
      );
    }
    throw unusable(device, error);
  }
}

/** @throws InputError where onnxruntime-node's libraries for CUDA are missing */
function mustHaveCuda(): void {
  const [platform, remedy] = [`${process.platform} ${process.arch}`, "Or use --device webgpu or cpu."];
  if (platform !== "linux x64") {
    throw new InputError(`Device cuda: onnxruntime-node has it on linux x64 only; this is ${platform}. ${remedy}`);
  }
  const root = rootOf("onnxruntime-node");
  const library = "libonnxruntime_providers_cuda.so";
  const binaries = root && join(root, "bin", "napi-v6", process.platform, process.arch);
  if (binaries === undefined || existsSync(join(binaries, library))) return;
  throw new InputError(
    `Device cuda: onnxruntime-node's CUDA libraries are not installed (no ${library} in ${binaries}). To download them: ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node --ignore-scripts=false; CUDA 12 and cuDNN 9 must be installed, too. ${remedy}`,
  );
}

function unusable(device: "webgpu" | "cuda", error: unknown): InputError {
  const words = error instanceof Error ? error.message : String(error);
  // Dawn's and ONNX Runtime's messages begin with the place in their source; what is wrong comes
  // last.
  const said = words
    .split(/ was false\. /)
    .at(-1)!
    .trim()
    .split("\n")[0]!
    .slice(0, 300);
  const remedy =
    device === "cuda"
      ? "An NVIDIA driver, CUDA 12 and cuDNN 9 are needed"
      : process.platform === "linux"
        ? "A Vulkan driver and its loader are needed (Debian and Ubuntu: apt install libvulkan1 mesa-vulkan-drivers, or the card's own driver)"
        : "A graphics card with an up-to-date driver is needed";
  return new InputError(`Device ${device} cannot be used: ${said}. ${remedy}. Or use --device cpu.`);
}

function versionOf(name: string): string {
  const root = rootOf(name);
  if (root === undefined) return "(unknown version)";
  return (createRequire(import.meta.url)(join(root, "package.json")) as { version: string }).version;
}

/** A package's folder. */
function rootOf(name: string): string | undefined {
  try {
    // onnxruntime-web does not export its package.json; its entry point is in dist/ beside it.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}

/**
 * Whether the package is missing, or its binary does not fit this machine: WebAssembly remains for
 * both.
 */
function isMissing(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND" || code === "ERR_DLOPEN_FAILED";
}
