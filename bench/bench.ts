/**
 * The speed of training steps, in one table: ours beside PyTorch's, in turn, medians of the ratios.
 *
 *   npm run bench [-- --json FILE --rounds 7 --batches 32,128,512 --models mlp,… ]
 *   npm run bench -- --quick --json FILE      mlp and mnist_cnn at batch 128, in under a minute
 *
 * Every network and batch runs in a process of its own, so that its memory is its own. The arithmetic of a step is counted from its graph's
 * convolutions and products; the machine's rate is that of ONNX Runtime's product of 1024 × 1024 matrices, the best of twenty.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { GraphBuilder } from "../src/onnx/builder.js";
import { matMul } from "../src/onnx/expressions.js";
import { tensor } from "../src/onnx/tensor.js";
import { writeOnnx } from "../src/onnx/write.js";
import { normals, stream } from "../src/random/index.js";
import { loadRuntime } from "../src/runtime/node.js";
import { stepArithmetic } from "./arithmetic.js";
import { median } from "./problem.js";
import { ourStep, torchBlas, torchPrograms, torchStep } from "./timing.js";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    rounds: { type: "string" },
    batches: { type: "string" },
    models: { type: "string" },
    one: { type: "string" },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 3 : 7));
const batches = (values.batches ?? (values.quick ? "128" : "32,128,512")).split(",").map(Number);
const models = values.models?.split(",") ?? (values.quick ? ["mlp", "mnist_cnn"] : Object.keys(torchPrograms));

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
  readonly peers: readonly { readonly name: string; readonly ms: number; readonly ratio: number }[];
}

/** Fewer steps where one takes long. */
const stepsOf = (batch: number, model: string) =>
  model === "mlp" ? Math.max(10, 5120 / batch) : Math.max(3, Math.round(640 / batch));

async function one(model: string, batch: number, rate: number): Promise<Result> {
  const steps = stepsOf(batch, model);
  const step = await ourStep(model, batch, steps);
  await step.run();
  const ours: { ms: number; inside: number }[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await step.run());
    const ms = torchStep(model, batch, steps);
    if (ms !== undefined) theirs.push(ms);
  }
  const residentMiB = Math.round(process.memoryUsage().rss / 2 ** 20);
  await step.release();
  const ms = median(ours.map((round) => round.ms));
  const ratio = median(ours.map((round, i) => (theirs[i] ?? Number.NaN) / round.ms));
  return {
    model,
    batch,
    threads: 1,
    ms,
    overhead: median(ours.map((round) => 1 - round.inside / round.ms)),
    shareOfRate: (1000 * stepArithmetic(model, batch)) / ms / rate,
    residentMiB,
    peers: theirs.length === 0 ? [] : [{ name: "pytorch", ms: median(theirs), ratio }],
  };
}

/** Multiplications and additions a second. */
async function matrixRate(): Promise<number> {
  const n = 1024;
  const g = new GraphBuilder("product");
  g.output("y", matMul(g, g.input("a", "float32", [n, n]), g.input("b", "float32", [n, n])));
  const { runtime } = await loadRuntime();
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
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores; matrix products: ${(rate / 1e9).toFixed(0)} GFLOP/s`);
  if (torchStep("mlp", 8, 1) !== undefined) console.log(`PyTorch's BLAS: ${torchBlas()}`);
  console.log("\nnetwork       batch   stepzero    PyTorch  ratio   of rate  outside  resident");
  const results: Result[] = [];
  for (const model of models) {
    for (const batch of batches) {
      const args = [fileURLToPath(import.meta.url), "--one", `${model} ${batch} ${rate}`, "--rounds", `${rounds}`];
      const result = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Result;
      results.push(result);
      const [peer] = result.peers;
      const cells = [
        model.padEnd(12),
        String(batch).padStart(6),
        `${result.ms.toFixed(2)} ms`.padStart(10),
        (peer === undefined ? "–" : `${peer.ms.toFixed(2)} ms`).padStart(10),
        (peer === undefined ? "–" : peer.ratio.toFixed(2)).padStart(6),
        `${(100 * result.shareOfRate).toFixed(0)} %`.padStart(9),
        `${(100 * result.overhead).toFixed(1)} %`.padStart(8),
        `${result.residentMiB} MiB`.padStart(9),
      ];
      console.log(cells.join(" "));
    }
  }
  console.log(`\nRatio: PyTorch's time / ours, one thread each, median of ${rounds} alternations.`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ rate, rounds, results }, null, 2)}\n`);
}
