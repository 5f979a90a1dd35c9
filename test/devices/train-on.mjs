/**
 * `node train-on.mjs NETWORK [SEED…]`: trains a small network for 20 steps from each seed on the
 * processor, one after the other, and on WebGPU, all at once, and prints what they gave as JSON.
 * Uses the built package.
 */
import { loadRuntime } from "../../dist/runtime/node/load-runtime.js";
import { train } from "./training.mjs";

const [name, ...seedArguments] = process.argv.slice(2);
const seeds = seedArguments.length === 0 ? [0] : seedArguments.map(Number);
const [cpu, webgpu] = await Promise.all(["cpu", "webgpu"].map(async (device) => (await loadRuntime(device)).runtime));
const alone = [];
for (const seed of seeds) alone.push(await train(cpu, name, [seed]));
process.stdout.write(JSON.stringify({ alone, webgpu: await train(webgpu, name, seeds) }));
