/** `stepzero init` on a user's .onnx file: new weights, everything else as it was. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readOnnx } from "../../src/graph/file/read.js";
import { tensor } from "../../src/graph/tensor.js";
import { normals, stream } from "../../src/random/index.js";
import { havePython, haveToday, python, pythonOfToday } from "../oracles.js";
import { runPython } from "../python.js";
import { answers, at, init, largestDifference } from "./init-files.js";

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
    // A vector per place, added to tokens: positions, N(0, 0.02²); named, since they may be fixed.
    expect(notes.join()).toContain("New numbers for embeddings and positions: table [1, 144, 256].");
    expect(stds.table![1]).toBeCloseTo(0.02, 3);
    init("kept.onnx", "--model", at("trained.onnx"), "--keep", "ta*");
    const unchanged = readOnnx(readFileSync(at("kept.onnx")), { batch: 2 });
    expect(numbers(unchanged, "table")).toEqual(numbers(before, "table"));
    const x = tensor("float32", [2, 4, 8, 8], normals(stream(0, "x"), 512));
    const [old, fresh] = [await answers(at("trained.onnx"), x), await answers(at("fresh.onnx"), x)];
    expect(fresh.every(Number.isFinite)).toBe(true);
    expect(largestDifference(old, fresh)).toBeGreaterThan(0.1);
  });

  it.skipIf(!havePython("onnx") || !haveToday("onnx"))("writes what onnx.checker accepts, Debian's and today's", () => {
    init("resnet.onnx", "--model", "resnet20", "--data", "cifar10");
    init("again.onnx", "--model", at("resnet.onnx"), "--init", "orthogonal");
    const program =
      "import onnx, sys\nfor f in sys.argv[1:]: onnx.checker.check_model(f, full_check=True)\nprint('ok')";
    for (const interpreter of [python, pythonOfToday]) {
      expect(runPython(program, [at("resnet.onnx"), at("again.onnx")], "", interpreter)).toBe("ok\n");
    }
  });
});
