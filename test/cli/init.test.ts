/** `stepzero init`: the files load where they are meant to, and are the same network there. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { he, initialWeights } from "../../src/entries/index.js";
import { readOnnx } from "../../src/graph/file/read.js";
import { type Tensor, tensor } from "../../src/graph/tensor.js";
import { normals, stream } from "../../src/random/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { parseSafetensors } from "../../src/weights/index.js";
import { havePython } from "../oracles.js";
import { runPython } from "../python.js";
import { stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

/** Runs init and gives its JSON. */
function init(out: string, ...args: string[]) {
  const { code, stdout, stderr } = stepzero(["init", "--out", at(out), "--json", ...args]);
  expect(code, stderr).toBe(0);
  const written = JSON.parse(stdout) as {
    format: string;
    tensors: { name: string; shape: number[]; fanIn?: number; fanOut?: number; std: number }[];
    notes: string[];
  };
  expect(written.format).toBe("stepzero/init/1");
  return written;
}

async function answers(file: string, x: Tensor): Promise<number[]> {
  const { runtime } = await loadRuntime();
  const session = await runtime.createSession(new Uint8Array(readFileSync(file)));
  try {
    const outputs = await session.run({ [session.inputNames[0]!]: x });
    return Array.from(Object.values(outputs)[0]!.data as Float32Array);
  } finally {
    await session.release();
  }
}

const largestDifference = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((v, i) => Math.abs(v - b[i]!)));
};

describe("init", () => {
  it.skipIf(!havePython("torch"))("writes a network that PyTorch and ONNX Runtime compute alike", async () => {
    const same = ["--model", "mnist_cnn", "--init", "pytorch-default", "--seed", "3"];
    init("torch.safetensors", ...same);
    init("keras.npz", ...same, "--layout", "keras");
    init("model.onnx", ...same, "--batch", "4");
    const x = Float32Array.from(normals(stream(0, "x"), 4 * 784));
    writeFileSync(at("x.f32"), x);
    // The .safetensors file is parsed by hand: the package is not in Debian.
    const program = `
import json, struct, sys, numpy as np, torch, torch.nn as nn, torch.nn.functional as F
folder = sys.argv[1]
raw = open(f"{folder}/torch.safetensors", "rb").read()
n = struct.unpack("<Q", raw[:8])[0]
header = json.loads(raw[8:8 + n]); header.pop("__metadata__")
state = {k: torch.from_numpy(np.frombuffer(raw[8 + n:][t["data_offsets"][0]:t["data_offsets"][1]], "<f4").reshape(t["shape"]).copy()) for k, t in header.items()}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 32, 3), nn.Conv2d(32, 64, 3)
        self.dense1, self.dense2 = nn.Linear(9216, 128), nn.Linear(128, 10)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv2(F.relu(self.conv1(x)))), 2)
        return self.dense2(F.relu(self.dense1(x.flatten(1))))
net = Net(); print(net.load_state_dict(state), file=sys.stderr)
x = torch.from_numpy(np.fromfile(f"{folder}/x.f32", "<f4").reshape(4, 1, 28, 28))
w = np.load(f"{folder}/keras.npz")
def channels_last(x):  # as Keras: [N, H, W, C] all the way, flattened in this order
    for name in ["conv1", "conv2"]:
        k, b = torch.from_numpy(w[name + "/kernel"]), torch.from_numpy(w[name + "/bias"])
        x = F.relu(F.conv2d(x.permute(0, 3, 1, 2), k.permute(3, 2, 0, 1), b).permute(0, 2, 3, 1))
    x = F.max_pool2d(x.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1).flatten(1)
    x = F.relu(x @ torch.from_numpy(w["dense1/kernel"]) + torch.from_numpy(w["dense1/bias"]))
    return x @ torch.from_numpy(w["dense2/kernel"]) + torch.from_numpy(w["dense2/bias"])
with torch.no_grad():
    print(json.dumps([net(x).flatten().tolist(), channels_last(x.permute(0, 2, 3, 1)).flatten().tolist()]))
`;
    const [pytorch, keras] = JSON.parse(runPython(program, [folder])) as [number[], number[]];
    const ours = await answers(at("model.onnx"), { type: "float32", shape: [4, 1, 28, 28], data: x });
    expect(Math.max(...ours.map(Math.abs))).toBeGreaterThan(0.01);
    expect(largestDifference(ours, pytorch)).toBeLessThan(2e-6);
    expect(largestDifference(ours, keras)).toBeLessThan(2e-6);
  });

  it.skipIf(!havePython("torch"))(
    "prints lines that load the file into a torch module, which computes the same",
    async () => {
      const same = ["--model", "lenet5", "--init", "he", "--seed", "2"];
      const { code, stdout, stderr } = stepzero(["init", "--out", at("lenet5.npz"), ...same]);
      expect(code, stderr).toBe(0);
      const snippet = stdout.split("To load it:\n\n")[1]!.replaceAll(/^ {4}/gm, "");
      init("lenet5.onnx", ...same, "--batch", "4");
      const x = Float32Array.from(normals(stream(1, "x"), 4 * 784));
      writeFileSync(at("lenet5.f32"), x);
      const program = (load: string) => `
import json, sys, numpy as np, torch, torch.nn as nn, torch.nn.functional as F
class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.dense1, self.dense2, self.dense3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)
    def forward(self, x):
        for conv in [self.conv1, self.conv2]: x = F.avg_pool2d(torch.tanh(conv(x)), 2)
        for dense in [self.dense1, self.dense2]: x = torch.tanh(dense(x.flatten(1)))
        return self.dense3(x)
model = LeNet5()
${load}
with torch.no_grad():
    print(json.dumps(model(torch.from_numpy(np.fromfile(sys.argv[1], "<f4").reshape(4, 1, 28, 28))).flatten().tolist()))
`;
      const pytorch = JSON.parse(runPython(program(snippet), [at("lenet5.f32")])) as number[];
      const ours = await answers(at("lenet5.onnx"), { type: "float32", shape: [4, 1, 28, 28], data: x });
      expect(Math.max(...ours.map(Math.abs))).toBeGreaterThan(0.1);
      expect(largestDifference(ours, pytorch)).toBeLessThan(1e-5);
    },
  );

  it.skipIf(!havePython("numpy"))(
    "writes a .safetensors file that a reader in NumPy finds equal to the .npz, bit for bit",
    () => {
      const same = ["--model", "resnet20", "--data", "cifar10", "--init", "fixup"];
      const { tensors } = init("both.npz", ...same);
      init("both.safetensors", ...same);
      const program = `
import json, sys, numpy as np
raw = open(sys.argv[1], "rb").read()
length = int.from_bytes(raw[:8], "little")
header = json.loads(raw[8:8 + length])
header.pop("__metadata__", None)
numbers, arrays, equal = raw[8 + length:], np.load(sys.argv[2]), 0
assert len(numbers) == max(entry["data_offsets"][1] for entry in header.values())
for name, entry in header.items():
    begin, end = entry["data_offsets"]
    array = np.frombuffer(numbers[begin:end], {"F32": "<f4"}[entry["dtype"]]).reshape(entry["shape"])
    equal += array.shape == arrays[name].shape and array.tobytes() == arrays[name].tobytes()
print(json.dumps([equal, len(header), len(arrays.files)]))
`;
      const counts = JSON.parse(runPython(program, [at("both.safetensors"), at("both.npz")])) as number[];
      expect(counts).toEqual([tensors.length, tensors.length, tensors.length]);
    },
  );

  it("writes initialWeights' numbers, the same bytes for the same seed", () => {
    const { tensors } = init("a.safetensors", "--model", "lenet5", "--init", "he", "--seed", "5");
    init("b.safetensors", "--model", "lenet5", "--init", "he", "--seed", "5");
    init("c.safetensors", "--model", "lenet5", "--init", "he", "--seed", "6");
    const [a, b, c] = ["a", "b", "c"].map((name) => readFileSync(at(`${name}.safetensors`)));
    expect(a!.equals(b!)).toBe(true);
    expect(a!.equals(c!)).toBe(false);
    const conv = {
      name: "conv2/kernel",
      shape: [16, 6, 5, 5],
      role: { kind: "kernel", operation: "convolution" },
    } as const;
    const numbers = parseSafetensors(a!, "a").find(({ name }) => name === "conv2.weight")!;
    expect(numbers.data).toEqual(initialWeights(he, [conv], 5)["conv2/kernel"]);
    expect(tensors.find(({ name }) => name === "conv2.weight")).toMatchObject({
      shape: [16, 6, 5, 5],
      fanIn: 150,
      fanOut: 400,
    });
  });

  it("takes a network from the user's own file, and a shape instead of data", () => {
    writeFileSync(
      at("net.ts"),
      `import { conv, defineNetwork, dense, flatten, sequential } from "stepzero";
       const units: number = 3;
       export default defineNetwork({ name: "net", layers: ({ classes }) =>
         sequential(conv(units, 3, { activation: "relu" }), flatten(), dense(classes)) });`,
    );
    const { tensors } = init(
      "net.npz",
      "--model",
      at("net.ts"),
      "--input",
      "2,5,5",
      "--classes",
      "7",
      "--layout",
      "jax",
    );
    expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ["params/conv1/kernel", [3, 3, 2, 3]],
      ["params/conv1/bias", [3]],
      ["params/dense1/kernel", [27, 7]],
      ["params/dense1/bias", [7]],
    ]);
  });

  it("lets a method look at the data, and says that its bits depend on the machine", () => {
    const { notes } = init("lsuv.npz", "--model", "mlp:depth=2", "--init", "lsuv", "--data", "glyphs");
    expect(notes.join()).toMatch(
      /lsuv looked at glyphs \(\d+ forward and 0 backward passes\): the same seed gives the same bits on one kind of machine/,
    );
  });
});

describe("init of an .onnx file", () => {
  it.skipIf(!havePython("torch"))("draws what PyTorch exported anew, and keeps everything else", async () => {
    const program = `
import sys, torch, torch.nn as nn
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(4, 32, 3, groups=2, bias=False), nn.BatchNorm2d(32)
        self.up = nn.ConvTranspose2d(32, 16, 2, stride=2)
        self.tokens, self.norm = nn.Linear(16, 256), nn.LayerNorm(256)
        self.table = nn.Parameter(torch.randn(1, 144, 256)); self.head = nn.Linear(256, 10)
    def forward(self, x):
        x = self.up(torch.relu(self.bn(self.conv(x)))).flatten(2).transpose(1, 2)
        x = self.norm(torch.nn.functional.silu(self.tokens(x)) + self.table)
        return self.head(x.mean(1))
net = Net(); net.bn.running_mean += 3; net.eval()
torch.onnx.export(net, torch.zeros(2, 4, 8, 8), sys.argv[1], opset_version=13, do_constant_folding=False, training=torch.onnx.TrainingMode.PRESERVE, dynamic_axes={"input": {0: "n"}}, input_names=["input"])
torch.onnx.export(net, torch.zeros(2, 4, 8, 8), sys.argv[2], opset_version=13)
`;
    runPython(program, [at("trained.onnx"), at("folded.onnx")]);
    const { tensors, notes } = init("fresh.onnx", "--model", at("trained.onnx"), "--init", "he", "--seed", "1");
    const stds = Object.fromEntries(tensors.map(({ name, std, fanIn }) => [name, [fanIn, std]]));
    // He: √(2 / fanIn), within 4 standard errors of a sample this large.
    const within = (name: string, fanIn: number, count: number) => {
      const [fan, std] = stds[name]!;
      expect(fan).toBe(fanIn);
      expect(Math.abs(std! / Math.sqrt(2 / fanIn) - 1)).toBeLessThan(4 / Math.sqrt(2 * count));
    };
    within("conv.weight", 18, 576);
    within("up.weight", 32, 2048); // 32 · 2² taps, of which a stride of 2 × 2 leaves a quarter
    within("head.weight", 256, 2560);
    within("tokens.weight", 16, 4096); // through a Transpose
    const folded = init("f.onnx", "--model", at("folded.onnx")).tensors.find(({ shape }) => shape.join() === "16,256")!;
    stds.folded = [folded.fanIn, folded.std]; // a MatMul's [in, out]
    within("folded", 16, 4096);
    const before = readOnnx(readFileSync(at("trained.onnx")), { batch: 2 });
    const after = readOnnx(readFileSync(at("fresh.onnx")), { batch: 2 });
    expect(after.nodes.map(({ operator }) => operator)).toEqual(before.nodes.map(({ operator }) => operator));
    const numbers = (graph: typeof before, name: string) =>
      [...graph.constants].find(([value]) => value.name === name)![1].data as Float32Array;
    expect(numbers(after, "bn.running_mean").every((v) => v === 0)).toBe(true);
    expect(numbers(after, "bn.weight").every((v) => v === 1)).toBe(true);
    expect(numbers(after, "norm.weight").every((v) => v === 1)).toBe(true);
    expect(numbers(after, "tokens.bias").every((v) => v === 0)).toBe(true);
    expect(notes.join()).toContain("These keep their numbers, since their role is unknown: table [1, 144, 256].");
    expect(numbers(after, "table")).toEqual(numbers(before, "table"));
    const x = tensor("float32", [2, 4, 8, 8], normals(stream(0, "x"), 512));
    const [old, fresh] = [await answers(at("trained.onnx"), x), await answers(at("fresh.onnx"), x)];
    expect(fresh.every(Number.isFinite)).toBe(true);
    expect(largestDifference(old, fresh)).toBeGreaterThan(0.1);
  });

  it.skipIf(!havePython("onnx"))("writes what onnx.checker accepts", () => {
    init("resnet.onnx", "--model", "resnet20", "--data", "cifar10");
    init("again.onnx", "--model", at("resnet.onnx"), "--init", "orthogonal");
    const program =
      "import onnx, sys\nfor f in sys.argv[1:]: onnx.checker.check_model(f, full_check=True)\nprint('ok')";
    expect(runPython(program, [at("resnet.onnx"), at("again.onnx")])).toBe("ok\n");
  });
});

describe("init refuses", () => {
  writeFileSync(at("there.npz"), "mine");
  writeFileSync(at("no.onnx"), "not a model");
  const out = at("out.npz");
  it.each([
    [["--out", at("there.npz")], `${at("there.npz")} exists; --force replaces it.`],
    [[], "--out is missing: --out weights.npz, weights.safetensors or model.onnx."],
    [["--out", "w.h5"], '--out must end in .npz, .safetensors or .onnx, got "w.h5".'],
    [["--out", out, "--layout", "keas"], 'Unknown layout "keas"; did you mean "keras"?'],
    [["--out", at("w.onnx"), "--layout", "keras"], "An .onnx file has ONNX's own layout"],
    [["--out", out, "--model", "mnist_cn"], 'Unknown model "mnist_cn"; did you mean "mnist_cnn"?'],
    [["--out", out, "--init", "hee"], 'did you mean "he"?'],
    [["--out", out, "--seed", "-1"], "--seed must be a whole number"],
    [
      ["--out", out, "--input", "3,x", "--classes", "2"],
      '--input must be sizes separated by commas, as 3,32,32 or 784, got "3,x".',
    ],
    [["--out", out, "--input", "3,32,32"], "--input and --classes belong together"],
    [["--out", out, "--model", at("no.onnx")], "not an ONNX file"],
    [["--out", out, "--model", at("missing.onnx")], `There is no file ${at("missing.onnx")}`],
    [["--out", at("nowhere/out.npz")], `out.npz cannot be written: there is no folder ${at("nowhere")}.`],
    [
      ["--out", out, "--init", "lsuv", "--input", "784", "--classes", "10"],
      "lsuv is data-driven: it looks at a data set.",
    ],
  ])("%j", (args, message) => {
    const { code, stdout, stderr } = stepzero(["init", ...args]);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(readFileSync(at("there.npz"), "utf8")).toBe("mine");
    expect(existsSync(out) || readdirSync(folder).some((name) => name.endsWith(".tmp"))).toBe(false);
  });

  it("nothing more with --force", () => {
    init("forced.npz", "--force", "--model", "mlp:depth=0");
    const first = readFileSync(at("forced.npz"));
    init("forced.npz", "--force", "--model", "mlp:depth=0", "--seed", "1");
    expect(readFileSync(at("forced.npz")).equals(first)).toBe(false);
  });
});
