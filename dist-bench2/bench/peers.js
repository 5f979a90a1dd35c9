/** Other frameworks' training steps, timed by their own programs in processes of their own. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
export const models = ["mlp", "mnist_cnn", "cifar10_cnn", "resnet20", "vit_tiny"];
/** Where `npm run bench:peers` puts the environments. */
const environments = process.env.STEPZERO_PEERS ?? ".venv-peers";
const debian = "/usr/bin/python3";
export const pythonOf = (peer) => join(environments, `${peer}-venv`, "bin", "python");
const torch = { module: "torch", program: "bench/peers/torch_step.py" };
const today = { ...torch, python: pythonOf("torch"), remedy: "npm run bench:peers -- torch" };
const keras = {
    module: "keras",
    python: pythonOf("keras"),
    program: "bench/peers/keras_step.py",
    remedy: "npm run bench:peers -- keras",
};
const pythonPeers = [
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
function timedBy(program, args, env = {}) {
    const output = execFileSync(program, args, {
        encoding: "utf8",
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "ignore"], // what a peer has to say about itself goes to stderr
    });
    const { median_ms: ms, ...rest } = JSON.parse(output.trim().split("\n").at(-1));
    return { ms, ...rest };
}
/** Whether this Python statement ends without an error. */
function pythonDoes(python, statement) {
    try {
        execFileSync(python, ["-c", statement], { stdio: "ignore" });
        return true;
    }
    catch {
        return false;
    }
}
const ALL_CORES = "-all-cores";
/** On one thread, as we are, or on as many as there are cores. */
function inPython({ name, python, program, flags = [] }, threads, device = "cpu") {
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
function javascript(name, program) {
    return {
        name,
        does: (model, batch) => model === "mlp" || (model === "mnist_cnn" && batch <= 128),
        step: (model, batch) => timedBy(process.execPath, [program, "--model", model, "--batch", `${batch}`, "--steps", "3"]),
    };
}
/**
 * The peers. On a graphics card it is PyTorch on CUDA.
 *
 * @param names those that are asked for, by the names that they print; left out, all but what takes
 * long: on all cores, eager Keras, JavaScript
 */
export function findPeers(device, names) {
    if (device !== "cpu") {
        const [peer, remedy] = [{ ...today, name: "pytorch-cuda" }, today.remedy];
        const works = pythonDoes(peer.python, "import torch; assert torch.cuda.is_available()");
        return works
            ? { available: [inPython(peer, 1, "cuda")], missing: [] }
            : { available: [], missing: [{ name: peer.name, remedy }] };
    }
    const usual = pythonPeers.filter(({ name }) => name !== "keras-eager").map(({ name }) => name);
    const chosenNames = names ?? usual;
    const available = [];
    const missing = [];
    for (const name of chosenNames) {
        const isOnAll = name.endsWith(ALL_CORES);
        const python = pythonPeers.find((peer) => peer.name === (isOnAll ? name.slice(0, -ALL_CORES.length) : name));
        if (python !== undefined) {
            if (pythonDoes(python.python, `import ${python.module}`)) {
                available.push(inPython(python, isOnAll ? availableParallelism() : 1));
            }
            else
                missing.push({ name, remedy: python.remedy });
            continue;
        }
        const program = javascriptPrograms[name];
        if (program === undefined)
            throw new Error(`--peers ${name}: there are ${peerNames().join(", ")}`);
        const remedy = "npm ci --prefix bench/peers --ignore-scripts";
        if (existsSync("bench/peers/node_modules"))
            available.push(javascript(name, program));
        else
            missing.push({ name, remedy });
    }
    return { available, missing };
}
const javascriptPrograms = {
    "jax-js": "bench/peers/jaxjs_step.mjs",
    "tfjs-cpu": "bench/peers/tfjs_step.mjs",
};
function peerNames() {
    const python = pythonPeers.flatMap(({ name }) => [name, `${name}${ALL_CORES}`]);
    return [...python, ...Object.keys(javascriptPrograms)];
}
/** Which BLAS libraries Debian's PyTorch has loaded after a matrix product. */
export function torchBlas() {
    const program = `
import torch; torch.rand(64, 64) @ torch.rand(64, 64)
print(sorted({l.split('/')[-1].strip() for l in open('/proc/self/maps') if 'blas' in l}))`;
    return execFileSync(debian, ["-c", program], { encoding: "utf8" }).trim();
}
