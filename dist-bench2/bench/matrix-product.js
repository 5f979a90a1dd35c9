/**
 * The rate of single-precision matrix products on one thread: ONNX Runtime's beside PyTorch's, in
 * turn, medians.
 *
 *   npm run bench:matrix-product [-- --rounds 7]
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { GraphBuilder } from "../src/graph/builder.js";
import { matMul } from "../src/graph/expressions.js";
import { writeOnnx } from "../src/graph/file/write.js";
import { tensor } from "../src/graph/tensor.js";
import { normals, stream } from "../src/random/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { oneThread } from "./peers.js";
import { median } from "./problem.js";
const { values } = parseArgs({ options: { rounds: { type: "string", default: "7" } } });
const rounds = Number(values.rounds);
const REPEATS = 20;
/** Median seconds of one [m, k] × [k, n] in ONNX Runtime. */
async function ours(m, k, n) {
    const g = new GraphBuilder("product");
    g.output("y", matMul(g, g.input("a", "float32", [m, k]), g.input("b", "float32", [k, n])));
    const { runtime } = await loadRuntime();
    const session = await runtime.createSession(writeOnnx(g.build()));
    const inputs = {
        a: tensor("float32", [m, k], normals(stream(0, "a"), m * k)),
        b: tensor("float32", [k, n], normals(stream(0, "b"), k * n)),
    };
    const seconds = [];
    for (let i = 0; i < REPEATS; i++) {
        const began = performance.now();
        await session.run(inputs);
        seconds.push((performance.now() - began) / 1000);
    }
    await session.release();
    return median(seconds.slice(2));
}
const python = "/usr/bin/python3";
const program = `
import sys, time, statistics, torch
torch.set_num_threads(1)
m, k, n = map(int, sys.argv[1:4]); a = torch.randn(m, k); b = torch.randn(k, n); s = []
for _ in range(${REPEATS}):
    t = time.perf_counter(); a @ b; s.append(time.perf_counter() - t)
print(statistics.median(s[2:]))`;
/** The same in PyTorch. */
function theirs(m, k, n) {
    return Number(execFileSync(python, ["-c", program, `${m}`, `${k}`, `${n}`], {
        encoding: "utf8",
        env: { ...process.env, ...oneThread },
    }));
}
const peer = existsSync(python);
for (const [m, k, n] of [
    [128, 784, 512],
    [128, 9216, 128],
    [1024, 1024, 1024],
]) {
    const times = [];
    for (let round = 0; round < rounds; round++)
        times.push([await ours(m, k, n), peer ? theirs(m, k, n) : Number.NaN]);
    const rate = (seconds) => `${(seconds * 1000).toFixed(2)} ms, ${((2 * m * k * n) / seconds / 1e9).toFixed(0)} GFLOP/s`;
    const [a, b] = [median(times.map((t) => t[0])), median(times.map((t) => t[1]))];
    console.log(`[${m}, ${k}] × [${k}, ${n}]: ONNX Runtime ${rate(a)}; PyTorch ${rate(b)}`);
}
