/**
 * Ten million He-normal values and random orthogonal matrices of 1024², 2048² and 4096² beside
 * NumPy and PyTorch, in turn, one thread each, with the ratio of our time to each of theirs.
 *
 *   npm run bench:initializers [-- --rounds 7 --task 2048 --json FILE]
 *
 * The peers are Debian's (/usr/bin/python3) and those of today (npm run bench:peers -- torch), as
 * far as they are installed; `--task` picks the tasks with that text in their names. Each has one
 * process, which draws the values again for every round and reports wall time and processor time;
 * other work on the machine disturbs the latter less. NumPy's orthogonal matrix is `linalg.qr` of a
 * normal one with its signs fixed, as PyTorch's `orthogonal_` does it.
 */
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { findInitializer } from "../src/initializers/index.js";
import { stream } from "../src/random/index.js";
import { pythonOf } from "./peers.js";
const { values } = parseArgs({
    options: {
        rounds: { type: "string", default: "7" },
        task: { type: "string", default: "" },
        json: { type: "string" },
    },
});
const rounds = Number(values.rounds);
const orthogonal = (n) => ({
    name: `orthogonal, ${n} × ${n}`,
    initializer: "orthogonal",
    shape: [n, n],
    peers: {
        NumPy: `signed(*numpy.linalg.qr(random.standard_normal((${n}, ${n}), dtype=numpy.float32)))`,
        PyTorch: `torch.nn.init.orthogonal_(torch.empty(${n}, ${n}))`,
    },
});
const tasks = [
    {
        name: "He normal, 10 million values",
        initializer: "he",
        shape: [2500, 4000],
        peers: {
            NumPy: "random.standard_normal((2500, 4000), dtype=numpy.float32) * numpy.float32((2 / 4000) ** 0.5)",
            PyTorch: "torch.nn.init.kaiming_normal_(torch.empty(2500, 4000), nonlinearity='relu')",
        },
    },
    orthogonal(1024),
    orthogonal(2048),
    orthogonal(4096),
];
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
    #process;
    #answers;
    constructor({ python, module }) {
        this.#process = spawn(python, ["-c", peerProgram, module], { env: oneThread });
        this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    }
    /** Seconds that the expression takes. */
    async time(expression) {
        this.#process.stdin.write(`${expression}\n`);
        const [clock, processor] = String((await this.#answers.next()).value)
            .split(" ")
            .map(Number);
        return { clock: clock, processor: processor };
    }
    close() {
        this.#process.stdin.end();
    }
}
/** Seconds that our initializer takes for a kernel of that shape. */
function ours({ initializer, shape }, round) {
    const tensor = {
        name: "kernel",
        shape,
        role: { kind: "kernel", operation: "dense", activation: "relu" },
    };
    const { initialize, options = {} } = findInitializer(initializer);
    const defaults = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
    const began = performance.now();
    const used = process.cpuUsage();
    initialize(stream(round, "init", tensor.name), tensor, defaults);
    const { user, system } = process.cpuUsage(used);
    return { clock: (performance.now() - began) / 1000, processor: (user + system) / 1e6 };
}
const median = (xs) => xs.toSorted((a, b) => a - b)[Math.floor(xs.length / 2)];
/** The peers that are installed here. */
function installed() {
    const places = ["/usr/bin/python3", pythonOf("torch")].flatMap((python) => ["NumPy", "PyTorch"].map((module) => ({ python, module })));
    return places.flatMap(({ python, module }) => {
        const name = module === "NumPy" ? "numpy" : "torch";
        try {
            const version = execFileSync(python, ["-c", `import ${name}; print(${name}.__version__)`], {
                encoding: "utf8",
                stdio: ["ignore", "pipe", "ignore"],
            });
            return [{ python, module, version: version.trim() }];
        }
        catch {
            console.log(`${module} is not in ${python}`);
            return [];
        }
    });
}
const places = installed();
const results = [];
for (const task of tasks.filter(({ name }) => name.includes(values.task))) {
    const peers = places.map((place) => ({ ...place, process: new Peer(place), seconds: [] }));
    for (const { module, process } of peers)
        await process.time(task.peers[module]); // warm up
    ours(task, rounds);
    const oursSeconds = [];
    for (let round = 0; round < rounds; round++) {
        oursSeconds.push(ours(task, round));
        for (const { module, process, seconds } of peers)
            seconds.push(await process.time(task.peers[module]));
    }
    for (const { process } of peers)
        process.close();
    const rows = [
        { name: "stepzero", version: `Node ${process.version}`, seconds: oursSeconds },
        ...peers.map(({ module, version, seconds }) => ({ name: module, version, seconds })),
    ].map((row) => ({
        ...row,
        clock: median(row.seconds.map((s) => s.clock)),
        processor: median(row.seconds.map((s) => s.processor)),
        fastest: Math.min(...row.seconds.map((s) => s.clock)),
    }));
    results.push({ task: task.name, rounds, threads: 1, rows });
    console.log(task.name);
    const [stepzero] = rows;
    for (const { name, version, clock, processor, fastest } of rows) {
        // Processor time: other work on the machine disturbs it least.
        const ratio = name === stepzero.name ? "" : `  stepzero takes ${(stepzero.processor / processor).toFixed(2)} times as long`;
        console.log(`  ${name.padEnd(9)} ${version.padEnd(14)} median ${clock.toFixed(3)} s (processor ${processor.toFixed(3)} s)  fastest ${fastest.toFixed(3)} s${ratio}`);
    }
}
if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ results }, null, 2)}\n`);
