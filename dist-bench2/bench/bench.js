/**
 * The speed of training steps: ours beside those of other frameworks, in turn, medians of the
 * ratios.
 *
 *   npm run bench [-- --json FILE --markdown FILE --rounds 7 --batches 32,128,512 --models mlp,…
 *     --peers pytorch,jax,…]
 *   npm run bench -- --quick
 *   npm run bench -- --device webgpu
 *
 * The peers are PyTorch of Debian (1.13) and of today, as it is and compiled, Keras on TensorFlow,
 * as it is and by XLA, and JAX, each on one thread as we are. `--peers` names them, or others:
 * `keras-eager`, `jax-js` (WebAssembly), `tfjs-cpu` (TensorFlow.js in JavaScript; both train
 * without dropout), and each name of Python with `-all-cores`. `npm run bench:peers` installs those
 * of today; what is not installed is said.
 *
 * `--quick` takes mlp and mnist_cnn at batch 128 beside PyTorch, in a minute. With
 * `--device webgpu` all runs on a graphics card, beside PyTorch on CUDA where that is installed.
 * Where a peer's step takes long it gets fewer rounds (`rounds` in the JSON).
 *
 * Every network and batch runs in a process of its own, so that its memory is its own. The
 * arithmetic of a step is counted from its graph's convolutions and products; the machine's rate is
 * that of ONNX Runtime's product of 1024 × 1024 matrices, the best of twenty.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { GraphBuilder } from "../src/graph/builder.js";
import { matMul } from "../src/graph/expressions.js";
import { writeOnnx } from "../src/graph/file/write.js";
import { tensor } from "../src/graph/tensor.js";
import { normals, stream } from "../src/random/index.js";
import { devices } from "../src/runtime/device.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { stepArithmetic } from "./arithmetic.js";
import { models as allModels, findPeers, torchBlas } from "./peers.js";
import { median } from "./problem.js";
import { bestPeers, geometricMeans, markdown } from "./results.js";
import { ourStep } from "./timing.js";
const { values } = parseArgs({
    options: {
        quick: { type: "boolean", default: false },
        json: { type: "string" },
        markdown: { type: "string" },
        rounds: { type: "string" },
        batches: { type: "string" },
        models: { type: "string" },
        peers: { type: "string" },
        device: { type: "string", default: "cpu" },
        one: { type: "string" },
    },
});
/** Columns of a name. */
const WIDTH = 26;
const rounds = Number(values.rounds ?? (values.quick ? 3 : 7));
const batches = (values.batches ?? (values.quick ? "128" : "32,128,512")).split(",").map(Number);
const models = values.models?.split(",") ?? (values.quick ? ["mlp", "mnist_cnn"] : allModels);
const device = knownDevice(values.device);
const peerNames = values.peers?.split(",") ?? (values.quick ? ["pytorch-1.13", "pytorch"] : undefined);
const { available: peers, missing } = findPeers(device, peerNames);
function knownDevice(name) {
    const device = devices.find((one) => one === name);
    if (device === undefined)
        throw new Error(`--device ${name}: there are ${devices.join(", ")}`);
    return device;
}
/** Fewer steps where one takes long. */
const stepsOf = (batch, model) => model === "mlp" ? Math.max(40, 20480 / batch) : Math.max(3, Math.round(640 / batch));
/** Seconds after which a peer gets no further rounds. */
const PEER_SECONDS = 120;
async function one(model, batch, rate) {
    const steps = stepsOf(batch, model);
    const step = await ourStep(model, batch, steps, device);
    await step.run();
    const ours = [];
    const timed = peers
        .filter((peer) => peer.does(model, batch))
        .map((peer) => ({ peer, timed: [], spent: 0 }));
    for (let round = 0; round < rounds; round++) {
        ours.push(await step.run());
        for (const each of timed) {
            if (each.spent > PEER_SECONDS)
                continue;
            const began = performance.now();
            each.timed.push(each.peer.step(model, batch, steps));
            each.spent += (performance.now() - began) / 1000;
        }
    }
    const residentMiB = Math.round(process.memoryUsage().rss / 2 ** 20);
    await step.release();
    const ms = median(ours.map((round) => round.ms));
    return {
        model,
        batch,
        threads: 1,
        ms,
        overhead: median(ours.map((round) => 1 - round.inside / round.ms)),
        shareOfRate: (1000 * stepArithmetic(model, batch)) / ms / rate,
        residentMiB,
        peers: timed.map(({ peer, timed: theirs }) => ({
            name: peer.name,
            version: theirs[0]?.version,
            cores: theirs[0]?.cores,
            ms: median(theirs.map((each) => each.ms)),
            ratio: median(theirs.map((each, i) => each.ms / ours[i].ms)),
            rounds: theirs.length,
        })),
    };
}
/** Multiplications and additions per second. */
async function matrixRate() {
    const n = 1024;
    const g = new GraphBuilder("product");
    g.output("y", matMul(g, g.input("a", "float32", [n, n]), g.input("b", "float32", [n, n])));
    const { runtime } = await loadRuntime(device);
    const session = await runtime.createSession(writeOnnx(g.build()));
    const inputs = {
        a: tensor("float32", [n, n], normals(stream(0, "a"), n * n)),
        b: tensor("float32", [n, n], normals(stream(0, "b"), n * n)),
    };
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 20; i++) {
        const began = performance.now();
        await session.run(inputs);
        best = Math.min(best, (performance.now() - began) / 1000);
    }
    await session.release();
    return (2 * n ** 3) / best;
}
if (values.one !== undefined) {
    const [model, batch, rate] = values.one.split(" ");
    console.log(JSON.stringify(await one(model, Number(batch), Number(rate))));
}
else {
    const rate = await matrixRate();
    const { runtime } = await loadRuntime(device);
    const machine = `${cpus()[0]?.model}, ${cpus().length} cores; ${runtime.description}`;
    console.log(`${machine}; matrix products: ${(rate / 1e9).toFixed(0)} GFLOP/s`);
    if (peers.some(({ name }) => name === "pytorch-1.13"))
        console.log(`Debian's PyTorch's BLAS: ${torchBlas()}`);
    for (const { name, remedy } of missing)
        console.log(`${name} is not installed: ${remedy}`);
    const results = [];
    for (const model of models) {
        for (const batch of batches) {
            const script = fileURLToPath(import.meta.url);
            const names = peers.map(({ name }) => name).join();
            const more = ["--device", device, "--rounds", `${rounds}`, "--peers", names];
            const args = [script, "--one", `${model} ${batch} ${rate}`, ...more];
            const result = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
            results.push(result);
            print(result);
        }
    }
    console.log(`\nRatio: the peer's time / ours${device === "cpu" ? ", one thread each where the name does not say otherwise" : ""}, median of ${rounds} alternations (of slow peers fewer).`);
    for (const [name, mean] of geometricMeans(results))
        console.log(`${name.padEnd(WIDTH)} geometric mean ${mean.toFixed(2)}`);
    const best = bestPeers(results);
    if (best !== undefined)
        console.log(`${"the fastest of each".padEnd(WIDTH)} geometric mean ${best.toFixed(2)}`);
    if (values.json !== undefined) {
        const date = new Date().toISOString().slice(0, 10);
        writeFileSync(values.json, `${JSON.stringify({ date, machine, device, rate, rounds, results }, null, 2)}\n`);
    }
    if (values.markdown !== undefined)
        writeFileSync(values.markdown, markdown(results));
}
/** A line for ours and one per peer. */
function print({ model, batch, ms, shareOfRate, overhead, residentMiB, peers: theirs }) {
    const about = `${(100 * shareOfRate).toFixed(0)} % of the rate, ${(100 * overhead).toFixed(1)} % outside, ${residentMiB} MiB`;
    console.log(`\n${`${model}, batch ${batch}`.padEnd(WIDTH)} ${`${ms.toFixed(2)} ms`.padStart(12)}  ${about}`);
    for (const peer of theirs) {
        const ratio = peer.ratio.toFixed(peer.ratio < 100 ? 2 : 0).padStart(6);
        console.log(`  ${peer.name.padEnd(WIDTH - 2)} ${`${peer.ms.toFixed(2)} ms`.padStart(12)} ${ratio}`);
    }
}
