/** Finds ONNX Runtime in Node: the native package, or WebAssembly where that is not installed. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { InputError } from "../../errors.js";
import { findBlock } from "../../graph/compiler/cpu/find-block.js";
import { findDevice } from "../device.js";
import { onnxRuntime } from "../onnxruntime.js";
import { tryRuntime } from "../try-runtime.js";
import { binariesIn, importNative, NOT_INSTALLED, rootOf, troubleOf } from "./native-library.js";
import { processorCache } from "./processor-cache.js";
/**
 * The ONNX Runtime of a device. "cpu" is the fastest that can be used: onnxruntime-node, else
 * onnxruntime-web's WebAssembly on one thread with a notice that says what is wrong with
 * onnxruntime-node, and how to get native speed. "webgpu" and "cuda" are onnxruntime-node's, tried
 * on a small graph first; if they fail there is no other device.
 *
 * @param device "wasm" is the processor, without the native package
 * @param cache as in `Runtime`, 0 for none; a study that goes on takes that of its first run
 * @throws InputError for an unknown device, and where the device cannot be used, with what is
 *   missing
 */
export async function loadRuntime(device = "cpu", cache = processorCache()) {
    if (device === "webgpu" || device === "cuda")
        return { runtime: await loadDevice(device) };
    if (device === "wasm")
        return { runtime: await webRuntime(), notice: slowNotice(NOT_INSTALLED) };
    findDevice(device);
    const native = await loadProcessor(cache);
    if ("runtime" in native)
        return native;
    return { runtime: await webRuntime(native.trouble), notice: slowNotice(native.trouble) };
}
async function loadProcessor(cache) {
    const native = await importNative();
    if ("trouble" in native)
        return native;
    try {
        const runtime = nativeRuntime(native.ort, "cpu");
        await tryRuntime(runtime);
        const block = await findBlock(runtime);
        return { runtime: withForms(runtime, block, cache) };
    }
    catch (error) {
        return { trouble: troubleOf(error) };
    }
}
/** The runtime with what its fast forms, and so the last digits of results, depend on. */
function withForms(runtime, block, cache) {
    const forms = [
        ...(block === undefined ? [] : [`blocks of ${block}`]),
        ...(cache === 0 ? [] : [`${cache / 2 ** 20} MiB of cache`]),
    ];
    return {
        ...runtime,
        description: [runtime.description, ...forms].join(", "),
        ...(block === undefined ? {} : { block }),
        ...(cache === 0 ? {} : { cache }),
    };
}
function slowNotice({ what, remedy }) {
    return `${what}: running on WebAssembly, several times slower. ${remedy}`;
}
/**
 * WebAssembly on one thread.
 *
 * @param trouble why it is not the native library
 * @throws InputError where it cannot be loaded either
 */
async function webRuntime(trouble) {
    try {
        const ort = await import("onnxruntime-web");
        ort.env.wasm.numThreads = 1;
        ort.env.logLevel = "error";
        const runtime = onnxRuntime(ort, `onnxruntime-web ${versionOf("onnxruntime-web")}, wasm`, "wasm", { fastOperators: true, memory: false });
        await tryRuntime(runtime);
        return runtime;
    }
    catch (error) {
        const said = error.message.split("\n")[0].slice(0, 300);
        const folder = rootOf("onnxruntime-web");
        const remedy = `${folder === undefined ? "Install it" : `Delete ${folder} and install it again`}: npm install onnxruntime-web`;
        const native = trouble === undefined ? [] : [`It is needed because ${trouble.what}. ${trouble.remedy}`];
        throw new InputError([`onnxruntime-web cannot be loaded (${said}). ${remedy}`, ...native]);
    }
}
function nativeRuntime(ort, device) {
    return onnxRuntime(ort, `onnxruntime-node ${versionOf("onnxruntime-node")}, ${device}`, device, 
    // onnxruntime-node keeps outputs on the device for WebGPU only.
    { fastOperators: device === "cpu", memory: device === "webgpu" });
}
async function loadDevice(device) {
    if (device === "cuda")
        mustHaveCuda();
    const native = await importNative();
    if ("trouble" in native) {
        const { what, remedy } = native.trouble;
        throw new InputError(`Device ${device} cannot be used: ${what}. ${remedy}`);
    }
    try {
        const runtime = nativeRuntime(native.ort, device);
        await tryRuntime(runtime);
        return runtime;
    }
    catch (error) {
        throw unusable(device, error);
    }
}
/** @throws InputError where onnxruntime-node's libraries for CUDA are missing */
function mustHaveCuda() {
    const [platform, remedy] = [`${process.platform} ${process.arch}`, "Or use --device webgpu or cpu."];
    if (platform !== "linux x64") {
        throw new InputError(`Device cuda: onnxruntime-node has it on linux x64 only; this is ${platform}. ${remedy}`);
    }
    const root = rootOf("onnxruntime-node");
    const library = "libonnxruntime_providers_cuda.so";
    const binaries = root && binariesIn(root);
    if (binaries === undefined || existsSync(join(binaries, library)))
        return;
    throw new InputError(`Device cuda: onnxruntime-node's CUDA libraries are not installed (no ${library} in ${binaries}). To download them: ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node --ignore-scripts=false; CUDA 12 and cuDNN 9 must be installed, too. ${remedy}`);
}
function unusable(device, error) {
    const words = error instanceof Error ? error.message : String(error);
    // Dawn's and ONNX Runtime's messages begin with the place in their source; what is wrong comes
    // last.
    const said = words
        .split(/ was false\. /)
        .at(-1)
        .trim()
        .split("\n")[0]
        .slice(0, 300);
    const remedy = device === "cuda"
        ? "An NVIDIA driver, CUDA 12 and cuDNN 9 are needed"
        : process.platform === "linux"
            ? "A Vulkan driver and its loader are needed (Debian and Ubuntu: apt install libvulkan1 mesa-vulkan-drivers, or the card's own driver)"
            : "A graphics card with an up-to-date driver is needed";
    return new InputError(`Device ${device} cannot be used: ${said}. ${remedy}. Or use --device cpu.`);
}
function versionOf(name) {
    const root = rootOf(name);
    if (root === undefined)
        return "(unknown version)";
    return createRequire(import.meta.url)(join(root, "package.json")).version;
}
