/** Other frameworks' training steps, timed by their own programs in processes of their own. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** A framework, in one way to run it, on one thread or on all cores. */
export interface Peer {
  readonly name: string;
  /** Whether its program has this network, and a step of this batch ends within minutes. */
  does(model: string, batch: number): boolean;
  /** Median milliseconds of a step. @throws Error where the program fails */
  step(model: string, batch: number, steps: number): PeerStep;
}

export interface PeerStep {
  readonly ms: number;
  /** The framework's own number; undefined where its program tells none. */
  readonly version?: string;
  /** Processor time per time by the clock; undefined where its program tells none. */
  readonly cores?: number;
}

export const models: readonly string[] = ["mlp", "mnist_cnn", "cifar10_cnn", "resnet20", "vit_tiny"];

/** Where `npm run bench:peers` puts the environments. */
const environments = process.env.STEPZERO_PEERS ?? ".venv-peers";
const debian = "/usr/bin/python3";
export const pythonOf = (peer: string): string => join(environments, `${peer}-venv`, "bin", "python");

/** A way to run a framework in Python. */
interface PythonPeer {
  readonly name: string;
  readonly python: string;
  readonly module: string;
  readonly program: string;
  readonly flags?: readonly string[];
  /** The command that installs it. */
  readonly remedy: string;
}

const torch = { module: "torch", program: "bench/peers/torch_step.py" } as const;
const today = { ...torch, python: pythonOf("torch"), remedy: "npm run bench:peers -- torch" } as const;
const keras = {
  module: "keras",
  python: pythonOf("keras"),
  program: "bench/peers/keras_step.py",
  remedy: "npm run bench:peers -- keras",
} as const;

const pythonPeers: readonly PythonPeer[] = [
  { ...torch, name: "pytorch-1.13", python: debian, remedy: "apt-get install python3-torch libopenblas0-pthread" },
  { ...today, name: "pytorch" },
  { ...today, name: "pytorch-compiled", flags: ["--compile"] },
  { ...keras, name: "keras" },
  { ...keras, name: "keras-xla", flags: ["--xla"] },
  { ...keras, name: "keras-eager", flags: ["--eager"] },
  {
    name: "jax",
    module: "jax",
    python: pythonOf("jax"),
    program: "bench/peers/jax_step.py",
    remedy: "npm run bench:peers -- jax",
  },
];

/**
 * Debian's OpenBLAS starts one thread per core, whatever `torch.set_num_threads` says; it has a
 * setting of its own.
 */
export const oneThread = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

interface Printed {
  readonly median_ms: number;
  readonly version?: string;
  readonly cores?: number;
}

function timedBy(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): PeerStep {
  const output = execFileSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"], // what a peer has to say about itself goes to stderr
  });
  const { median_ms: ms, ...rest } = JSON.parse(output.trim().split("\n").at(-1)!) as Printed;
  return { ms, ...rest };
}

/** Whether this Python statement ends without an error. */
function pythonDoes(python: string, statement: string): boolean {
  try {
    execFileSync(python, ["-c", statement], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const ALL_CORES = "-all-cores";

/** On one thread, as we are, or on as many as there are cores. */
function inPython({ name, python, program, flags = [] }: PythonPeer, threads: number, device = "cpu"): Peer {
  return {
    name: threads === 1 ? name : `${name}${ALL_CORES}`,
    does: (model) => models.includes(model),
    step(model, batch, steps) {
      const what = ["--model", model, "--batch", `${batch}`, "--steps", `${steps}`, "--threads", `${threads}`];
      const args = [program, ...what, ...flags, ...(device === "cpu" ? [] : ["--device", device])];
      return timedBy(python, args, threads === 1 ? oneThread : {});
    },
  };
}

function javascript(name: string, program: string): Peer {
  return {
    name,
    does: (model, batch) => model === "mlp" || (model === "mnist_cnn" && batch <= 128),
    step: (model, batch) =>
      timedBy(process.execPath, [program, "--model", model, "--batch", `${batch}`, "--steps", "3"]),
  };
}

/** Peers that can be used here, and of the others the command that installs each. */
export interface Peers {
  readonly available: readonly Peer[];
  readonly missing: readonly { readonly name: string; readonly remedy: string }[];
}

/**
 * The peers. On a graphics card it is PyTorch on CUDA.
 *
 * @param names those that are asked for, by the names that they print; left out, all but what takes
 * long: on all cores, eager Keras, JavaScript
 */
export function findPeers(device: "cpu" | "webgpu" | "cuda", names?: readonly string[]): Peers {
  if (device !== "cpu") {
    const [peer, remedy] = [{ ...today, name: "pytorch-cuda" }, today.remedy];
    const works = pythonDoes(peer.python, "import torch; assert torch.cuda.is_available()");
    return works
      ? { available: [inPython(peer, 1, "cuda")], missing: [] }
      : { available: [], missing: [{ name: peer.name, remedy }] };
  }
  const usual = pythonPeers.filter(({ name }) => name !== "keras-eager").map(({ name }) => name);
  const chosenNames = names ?? usual;
  const available: Peer[] = [];
  const missing: { name: string; remedy: string }[] = [];
  for (const name of chosenNames) {
    const isOnAll = name.endsWith(ALL_CORES);
    const python = pythonPeers.find((peer) => peer.name === (isOnAll ? name.slice(0, -ALL_CORES.length) : name));
    if (python !== undefined) {
      if (pythonDoes(python.python, `import ${python.module}`)) {
        available.push(inPython(python, isOnAll ? availableParallelism() : 1));
      } else missing.push({ name, remedy: python.remedy });
      continue;
    }
    const program = javascriptPrograms[name];
    if (program === undefined) throw new Error(`--peers ${name}: there are ${peerNames().join(", ")}`);
    const remedy = "npm ci --prefix bench/peers --ignore-scripts";
    if (existsSync("bench/peers/node_modules")) available.push(javascript(name, program));
    else missing.push({ name, remedy });
  }
  return { available, missing };
}

const javascriptPrograms: Readonly<Record<string, string>> = {
  "jax-js": "bench/peers/jaxjs_step.mjs",
  "tfjs-cpu": "bench/peers/tfjs_step.mjs",
};

function peerNames(): string[] {
  const python = pythonPeers.flatMap(({ name }) => [name, `${name}${ALL_CORES}`]);
  return [...python, ...Object.keys(javascriptPrograms)];
}

/** Which BLAS libraries Debian's PyTorch has loaded after a matrix product. */
export function torchBlas(): string {
  const program = `
import torch; torch.rand(64, 64) @ torch.rand(64, 64)
print(sorted({l.split('/')[-1].strip() for l in open('/proc/self/maps') if 'blas' in l}))`;
  return execFileSync(debian, ["-c", program], { encoding: "utf8" }).trim();
}
