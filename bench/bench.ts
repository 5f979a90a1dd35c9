/**
 * The speed of training steps, in one table: ours beside those of PyTorch (on one thread as we are,
 * and on all cores), jax-js (WebAssembly) and TensorFlow.js (its JavaScript backend), in turn,
 * medians of the ratios.
 *
 *   npm run bench [-- --json FILE --rounds 7 --batches 32,128,512 --models mlp,…
 *     --peers pytorch,jax-js,tfjs-cpu]
 *   npm run bench -- --quick --json FILE
 *   npm run bench -- --device webgpu
 *
 * `--quick` takes mlp and mnist_cnn at batch 128 beside PyTorch, in under a minute. With `--device
 * webgpu` all runs on a graphics card, beside PyTorch on CUDA where that is installed.
 *
 * jax-js and TensorFlow.js take part where they are installed: npm ci --prefix bench/peers
 * --ignore-scripts. They train without dropout, and where a step takes long they get fewer steps
 * and rounds (`rounds` in the JSON).
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
import { type Device, devices } from "../src/runtime/device.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { stepArithmetic } from "./arithmetic.js";
import { models as allModels, availablePeers, type Peer, torchBlas } from "./peers.js";
import { median } from "./problem.js";
import { ourStep } from "./timing.js";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    rounds: { type: "string" },
    batches: { type: "string" },
    models: { type: "string" },
    peers: { type: "string" },
    device: { type: "string", default: "cpu" },
    one: { type: "string" },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 3 : 7));
const batches = (values.batches ?? (values.quick ? "128" : "32,128,512")).split(",").map(Number);
const models = values.models?.split(",") ?? (values.quick ? ["mlp", "mnist_cnn"] : allModels);
const device = knownDevice(values.device);
const peers = chosenPeers(availablePeers(device, values.quick));

interface Result {
  readonly model: string;
  readonly batch: number;
  readonly threads: 1;
  readonly ms: number;
  /** Share of a step that is outside ONNX Runtime: our JavaScript. */
  readonly overhead: number;
  /** Arithmetic of a step per second, as a share of the machine's rate. */
  readonly shareOfRate: number;
  readonly residentMiB: number;
  readonly peers: readonly PeerResult[];
}

interface PeerResult {
  readonly name: string;
  readonly ms: number;
  /** Its time / ours, median of the rounds. */
  readonly ratio: number;
  readonly rounds: number;
}

function knownDevice(name: string): Device {
  const device = devices.find((one) => one === name);
  if (device === undefined) throw new Error(`--device ${name}: there are ${devices.join(", ")}`);
  return device;
}

function chosenPeers(available: readonly Peer[]): readonly Peer[] {
  const names = values.peers?.split(",") ?? available.map(({ name }) => name);
  return names.map((name) => {
    const peer = available.find((one) => one.name === name);
    if (peer !== undefined) return peer;
    throw new Error(`--peers ${name}: can be used here: ${available.map((peer) => peer.name).join(", ") || "none"}`);
  });
}

/** Fewer steps where one takes long. */
const stepsOf = (batch: number, model: string) =>
  model === "mlp" ? Math.max(40, 20480 / batch) : Math.max(3, Math.round(640 / batch));
/** Seconds after which a peer gets no further rounds. */
const PEER_SECONDS = 120;

async function one(model: string, batch: number, rate: number): Promise<Result> {
  const steps = stepsOf(batch, model);
  const step = await ourStep(model, batch, steps, device);
  await step.run();
  const ours: { ms: number; inside: number }[] = [];
  const timed = peers.filter((peer) => peer.does(model, batch)).map((peer) => ({ peer, ms: [] as number[], spent: 0 }));
  for (let round = 0; round < rounds; round++) {
    ours.push(await step.run());
    for (const each of timed) {
      if (each.spent > PEER_SECONDS) continue;
      const began = performance.now();
      each.ms.push(each.peer.step(model, batch, steps));
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
    peers: timed.map(({ peer, ms: theirs }) => ({
      name: peer.name,
      ms: median(theirs),
      ratio: median(theirs.map((each, i) => each / ours[i]!.ms)),
      rounds: theirs.length,
    })),
  };
}

/** Multiplications and additions per second. */
async function matrixRate(): Promise<number> {
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
  console.log(JSON.stringify(await one(model!, Number(batch), Number(rate))));
} else {
  const rate = await matrixRate();
  const machine = `${cpus()[0]?.model}, ${cpus().length} cores${device === "cpu" ? "" : `, training on ${device}`}`;
  console.log(`${machine}; matrix products: ${(rate / 1e9).toFixed(0)} GFLOP/s`);
  if (peers.some(({ name }) => name === "pytorch")) console.log(`PyTorch's BLAS: ${torchBlas()}`);
  if (peers.length === 0) console.log(`No peer: PyTorch${device === "cpu" ? "" : " on CUDA"} is not there.`);
  const titles = peers.map(({ name }) => ` ${name.padStart(peerWidth(name))}  ratio`).join("");
  console.log(`\nnetwork       batch   stepzero   of rate  outside  resident${titles}`);
  const results: Result[] = [];
  for (const model of models) {
    for (const batch of batches) {
      const script = fileURLToPath(import.meta.url);
      const peerArguments = [
        "--device",
        device,
        ...(peers.length === 0 ? [] : ["--peers", peers.map(({ name }) => name).join()]),
      ];
      const args = [script, "--one", `${model} ${batch} ${rate}`, "--rounds", `${rounds}`, ...peerArguments];
      const result = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Result;
      results.push(result);
      const cells = [
        model.padEnd(12),
        String(batch).padStart(6),
        `${result.ms.toFixed(2)} ms`.padStart(10),
        `${(100 * result.shareOfRate).toFixed(0)} %`.padStart(9),
        `${(100 * result.overhead).toFixed(1)} %`.padStart(8),
        `${result.residentMiB} MiB`.padStart(9),
        ...peers.map(({ name }) =>
          peerCells(
            name,
            result.peers.find((peer) => peer.name === name),
          ),
        ),
      ];
      console.log(cells.join(" "));
    }
  }
  console.log(
    `\nRatio: the peer's time / ours${device === "cpu" ? ", one thread each where the name does not say otherwise" : ""}, median of ${rounds} alternations (of slow peers fewer).`,
  );
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ device, rate, rounds, results }, null, 2)}\n`);
  }
}

function peerWidth(name: string): number {
  return Math.max(13, name.length);
}

function peerCells(name: string, peer: PeerResult | undefined): string {
  const width = peerWidth(name);
  if (peer === undefined) return `${"–".padStart(width)} ${"–".padStart(6)}`;
  const digits = peer.ratio < 100 ? 2 : 0;
  return `${`${peer.ms.toFixed(2)} ms`.padStart(width)} ${peer.ratio.toFixed(digits).padStart(6)}`;
}
