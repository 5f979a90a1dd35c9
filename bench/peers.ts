/** Other frameworks' training steps, timed by their own programs in processes of their own. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";

export interface Peer {
  readonly name: string;
  /** Whether its program has this network, and a step of this batch ends within minutes. */
  does(model: string, batch: number): boolean;
  /** Median milliseconds of a step. @throws Error where the program fails */
  step(model: string, batch: number, steps: number): number;
}

/** PyTorch programs by network: those of the shared reference, and ours for the others. */
const torchPrograms: Readonly<Record<string, string>> = {
  mlp: "../shared/peers/torch_train.py",
  mnist_cnn: "../shared/peers/torch_train.py",
  cifar10_cnn: "../shared/peers/torch_train.py",
  resnet20: "bench/peers/torch_models.py",
  vit_tiny: "bench/peers/torch_models.py",
};
export const models: readonly string[] = Object.keys(torchPrograms);

/**
 * Debian's OpenBLAS starts one thread per core, whatever `torch.set_num_threads` says; it has a
 * setting of its own.
 */
export const oneThread = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

function medianOf(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): number {
  const output = execFileSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"], // what a peer has to say about itself goes to stderr
  });
  return (JSON.parse(output.trim().split("\n").at(-1)!) as { median_ms: number }).median_ms;
}

const python = "/usr/bin/python3";

/** Whether this Python statement ends without an error. */
function pythonDoes(statement: string): boolean {
  try {
    execFileSync(python, ["-c", statement], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** `pytorch` is on one thread, as we are; `pytorch-all-cores` on as many as there are cores. */
function torch(name: "pytorch" | "pytorch-all-cores" | "pytorch-cuda"): Peer {
  const cuda = name === "pytorch-cuda";
  // The programs of the shared reference run on the processor only.
  const programOf = (model: string) => (cuda ? "bench/peers/torch_models.py" : torchPrograms[model]!);
  const threads = name === "pytorch-all-cores" ? availableParallelism() : 1;
  return {
    name,
    does: (model) => model in torchPrograms && existsSync(programOf(model)),
    step(model, batch, steps) {
      const args = [programOf(model), "step", "--model", model, "--batch", `${batch}`, "--steps", `${steps}`];
      const where = ["--threads", `${threads}`, ...(cuda ? ["--device", "cuda"] : [])];
      return medianOf(python, [...args, ...where], threads === 1 ? oneThread : {});
    },
  };
}

function javascript(name: string, program: string): Peer {
  return {
    name,
    does: (model, batch) => model === "mlp" || (model === "mnist_cnn" && batch <= 128),
    step: (model, batch) =>
      medianOf(process.execPath, [program, "--model", model, "--batch", `${batch}`, "--steps", "3"]),
  };
}

/**
 * The peers that can be used here. On a graphics card it is PyTorch on CUDA.
 *
 * @param quick without those that take minutes
 */
export function availablePeers(device: "cpu" | "webgpu" | "cuda", quick = false): readonly Peer[] {
  if (device !== "cpu") {
    return pythonDoes("import torch; assert torch.cuda.is_available()") ? [torch("pytorch-cuda")] : [];
  }
  const installed = existsSync("bench/peers/node_modules");
  return [
    ...(pythonDoes("import torch") ? [torch("pytorch"), ...(quick ? [] : [torch("pytorch-all-cores")])] : []),
    ...(installed && !quick
      ? [javascript("jax-js", "bench/peers/jaxjs_step.mjs"), javascript("tfjs-cpu", "bench/peers/tfjs_step.mjs")]
      : []),
  ];
}

/** Which BLAS libraries PyTorch has loaded after a matrix product. */
export function torchBlas(): string {
  const program = `
import torch; torch.rand(64, 64) @ torch.rand(64, 64)
print(sorted({l.split('/')[-1].strip() for l in open('/proc/self/maps') if 'blas' in l}))`;
  return execFileSync(python, ["-c", program], { encoding: "utf8" }).trim();
}
