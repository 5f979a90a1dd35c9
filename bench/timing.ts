/** One training step, ours and a peer's, timed. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { loadRuntime } from "../src/runtime/node.js";
import { runStreams, trainEpoch } from "../src/training/epoch.js";
import { median, noiseProblem } from "./problem.js";

/** PyTorch programs by network: those that others wrote for all, and ours for what these lack. */
export const torchPrograms: Readonly<Record<string, string>> = {
  mlp: "../shared/peers/torch_train.py",
  mnist_cnn: "../shared/peers/torch_train.py",
  cifar10_cnn: "../shared/peers/torch_train.py",
  resnet20: "bench/peers/torch_models.py",
  vit_tiny: "bench/peers/torch_models.py",
};

export interface OurStep {
  /** Trains the steps once more. @returns median milliseconds of a step, of these inside ONNX Runtime */
  run(): Promise<{ readonly ms: number; readonly inside: number }>;
  release(): Promise<void>;
}

/** A step includes gather, scaling, dropout, forward, backward, SGD, metrics and our JavaScript; one thread. */
export async function ourStep(name: string, batch: number, steps: number): Promise<OurStep> {
  const { runtime } = await loadRuntime();
  const inside: number[] = [];
  const timed: typeof runtime = {
    ...runtime,
    async createSession(model, options) {
      const session = await runtime.createSession(model, options);
      return {
        ...session,
        async run(inputs) {
          const began = performance.now();
          const outputs = await session.run(inputs);
          inside.push(performance.now() - began);
          return outputs;
        },
      };
    },
  };
  const { problem, start } = await noiseProblem(name, timed, { batch, steps });
  return {
    async run() {
      inside.length = 0;
      const ms: number[] = [];
      let last = performance.now();
      const outcome = await trainEpoch(problem, start, runStreams(0), {
        onStep: () => {
          const now = performance.now();
          ms.push(now - last);
          last = now;
        },
      });
      if (outcome.kind === "diverged") {
        throw new Error(`${name} diverged at step ${outcome.step}: its times mean nothing`);
      }
      const skipped = Math.min(2, steps - 1); // the first allocate
      return { ms: median(ms.slice(skipped)), inside: median(inside.slice(skipped)) };
    },
    release: () => problem.release(),
  };
}

/** Median milliseconds of PyTorch's step; undefined where its program or PyTorch is not here. */
export function torchStep(name: string, batch: number, steps: number, threads = 1): number | undefined {
  const program = torchPrograms[name];
  if (program === undefined || !existsSync(program) || !existsSync("/usr/bin/python3")) return undefined;
  const args = [
    program,
    "step",
    "--model",
    name,
    "--batch",
    `${batch}`,
    "--threads",
    `${threads}`,
    "--steps",
    `${steps}`,
  ];
  const output = execFileSync("/usr/bin/python3", args, { encoding: "utf8" });
  return (JSON.parse(output) as { median_ms: number }).median_ms;
}

/** Which BLAS libraries PyTorch has loaded after a matrix product. */
export function torchBlas(): string {
  const program = `
import torch; torch.rand(64, 64) @ torch.rand(64, 64)
print(sorted({l.split('/')[-1].strip() for l in open('/proc/self/maps') if 'blas' in l}))`;
  return execFileSync("/usr/bin/python3", ["-c", program], { encoding: "utf8" }).trim();
}
