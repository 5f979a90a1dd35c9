/**
 * `node train-on.mjs NETWORK`: trains a small network for 20 steps on the processor and on WebGPU from the same start, and prints
 * what both gave as JSON. Uses the built package.
 */
import { loadRuntime } from "../../dist/runtime/node.js";
import { train } from "./training.mjs";

const on = async (device) => train((await loadRuntime(device)).runtime, process.argv[2]);
const [cpu, webgpu] = [await on("cpu"), await on("webgpu")];
process.stdout.write(JSON.stringify({ cpu, webgpu }));
