/** `stepzero init`: the files load where they are meant to, and are the same network there. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { he, initialWeights } from "../../src/entries/index.js";
import { normals, stream } from "../../src/random/index.js";
import { parseSafetensors } from "../../src/weights/index.js";
import { havePython } from "../oracles.js";
import { runPython } from "../python.js";
import { answers, at, folder, init, largestDifference } from "./init-files.js";
import { stepzero } from "./run.js";

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
    [
      ["--out", out, "--init", "group:learned"],
      'init draws by one method, got "group:learned". Choose one of metainit, gradinit.',
    ],
    [["--out", out, "--init", "hee"], 'did you mean "he"?'],
    [["--out", out, "--seed", "-1"], "--seed must be a whole number"],
    [
      ["--out", out, "--input", "3,x", "--classes", "2"],
      '--input must be sizes separated by commas, as 3,32,32 or 784, got "3,x".',
    ],
    [["--out", out, "--input", "3,32,32"], "--input and --classes belong together"],
    [["--out", out, "--batch", "4"], "--batch has no effect on a .npz file"],
    [["--out", at("w.safetensors"), "--batch", "1"], "--batch has no effect on a .safetensors file"],
    [
      ["--out", out, "--input", "784", "--classes", "10", "--data-dir", "x"],
      "--data-dir has no effect beside --input and --classes",
    ],
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
