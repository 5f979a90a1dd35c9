/**
 * Ten million He-normal values and a random orthogonal matrix of 1024 × 1024 beside NumPy and
 * PyTorch, in turn, one thread each.
 *
 *   npm run bench:initializers [-- --rounds 7 --json FILE]
 *
 * The peers are Debian's (/usr/bin/python3); each has one process, which draws the values again for
 * every round and reports wall time and processor time; other work on the machine disturbs the
 * latter less. NumPy's orthogonal matrix is `linalg.qr` of a normal one with its signs fixed, as
 * PyTorch's `orthogonal_` does it.
 */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { findInitializer, type Initializer, type TensorSpecification } from "../src/initializers/index.js";
import { stream } from "../src/random/index.js";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "7" }, json: { type: "string" } },
});
const rounds = Number(values.rounds);

interface Task {
  readonly name: string;
  readonly initializer: string;
  readonly shape: readonly [number, number];
  /** Python expressions by peer. */
  readonly peers: Readonly<Record<string, string>>;
}

const tasks: readonly Task[] = [
  {
    name: "He normal, 10 million values",
    initializer: "he",
    shape: [2500, 4000],
    peers: {
      NumPy: "random.standard_normal((2500, 4000), dtype=numpy.float32) * numpy.float32((2 / 4000) ** 0.5)",
      PyTorch: "torch.nn.init.kaiming_normal_(torch.empty(2500, 4000), nonlinearity='relu')",
    },
  },
  {
    name: "orthogonal, 1024 × 1024",
    initializer: "orthogonal",
    shape: [1024, 1024],
    peers: {
      NumPy: "signed(*numpy.linalg.qr(random.standard_normal((1024, 1024), dtype=numpy.float32)))",
      PyTorch: "torch.nn.init.orthogonal_(torch.empty(1024, 1024))",
    },
  },
];

interface Seconds {
  readonly clock: number;
  readonly processor: number;
}

/** Reads one expression per line, evaluates it and answers with the seconds. */
const peerProgram = `
import sys, time, numpy
random = numpy.random.default_rng(0)
def signed(q, r):
    return q * numpy.sign(numpy.diag(r))
if sys.argv[1] == "PyTorch":
    import torch
    torch.set_num_threads(1)
for line in sys.stdin:
    began, used = time.perf_counter(), time.process_time()
    value = eval(line)
    print(time.perf_counter() - began, time.process_time() - used, flush=True)
`;

const oneThread = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

class Peer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  constructor(name: string) {
    this.#process = spawn("/usr/bin/python3", ["-c", peerProgram, name], { env: oneThread });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Seconds that the expression takes. */
  async time(expression: string): Promise<Seconds> {
    this.#process.stdin.write(`${expression}\n`);
    const [clock, processor] = String((await this.#answers.next()).value)
      .split(" ")
      .map(Number);
    return { clock: clock!, processor: processor! };
  }

  close(): void {
    this.#process.stdin.end();
  }
}

/** Seconds that our initializer takes for a kernel of that shape. */
function ours({ initializer, shape }: Task, round: number): Seconds {
  const tensor: TensorSpecification = {
    name: "kernel",
    shape,
    role: { kind: "kernel", operation: "dense", activation: "relu" },
  };
  const { initialize, options = {} } = findInitializer(initializer) as Initializer;
  const defaults = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
  const began = performance.now();
  const used = process.cpuUsage();
  initialize(stream(round, "init", tensor.name), tensor, defaults);
  const { user, system } = process.cpuUsage(used);
  return { clock: (performance.now() - began) / 1000, processor: (user + system) / 1e6 };
}

const median = (xs: readonly number[]) => xs.toSorted((a, b) => a - b)[Math.floor(xs.length / 2)]!;

/** "NumPy 1.24.2": the peers that are installed here. */
function installed(): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const [name, module] of Object.entries({ NumPy: "numpy", PyTorch: "torch" })) {
    try {
      const version = execFileSync("/usr/bin/python3", ["-c", `import ${module}; print(${module}.__version__)`], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      versions[name] = version.trim();
    } catch {
      console.log(`${name} is not here`);
    }
  }
  return versions;
}

const versions = installed();
const results = [];
for (const task of tasks) {
  const peers = Object.keys(versions).map((name) => ({ name, process: new Peer(name), seconds: [] as Seconds[] }));
  for (const { name, process } of peers) await process.time(task.peers[name]!); // warm up
  ours(task, rounds);
  const oursSeconds: Seconds[] = [];
  for (let round = 0; round < rounds; round++) {
    oursSeconds.push(ours(task, round));
    for (const { name, process, seconds } of peers) seconds.push(await process.time(task.peers[name]!));
  }
  for (const { process } of peers) process.close();
  const rows = [
    { name: "stepzero", version: `Node ${process.version}`, seconds: oursSeconds },
    ...peers.map(({ name, seconds }) => ({ name, version: versions[name]!, seconds })),
  ].map((row) => ({
    ...row,
    clock: median(row.seconds.map((s) => s.clock)),
    processor: median(row.seconds.map((s) => s.processor)),
    fastest: Math.min(...row.seconds.map((s) => s.clock)),
  }));
  results.push({ task: task.name, rounds, threads: 1, rows });
  console.log(task.name);
  for (const { name, version, clock, processor, fastest } of rows) {
    console.log(
      `  ${name.padEnd(9)} ${version.padEnd(14)} median ${clock.toFixed(3)} s (processor ${processor.toFixed(3)} s)  fastest ${fastest.toFixed(3)} s`,
    );
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ results }, null, 2)}\n`);
