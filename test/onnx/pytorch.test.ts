/**
 * Models exported by PyTorch: ONNX Runtime gives on our re-written file what it gives on the
 * original, and PyTorch gave.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { simplify } from "../../src/graph/compiler/simplify/simplify.js";
import { readOnnx } from "../../src/graph/file/read.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import type { Shape, Tensor } from "../../src/graph/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { havePython, python } from "../oracles.js";

const program = `
import sys, json, warnings
warnings.filterwarnings("ignore")
import torch
from torch import nn
import torch.nn.functional as F
torch.manual_seed(1); torch.set_num_threads(1)
folder = sys.argv[1]

class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.norm = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 8, 3, stride=2, groups=2, bias=False)
        self.drop = nn.Dropout(0.5)
        self.fc1 = nn.Linear(8 * 3 * 3, 20)
        self.fc2 = nn.Linear(20, 10)
    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.norm(self.conv1(x))), 2)
        x = F.leaky_relu(self.conv2(x), 0.2)
        x = x.view(x.size(0), -1)           # a shape computed from a shape
        x = F.hardtanh(F.elu(self.fc1(self.drop(x))))
        return F.log_softmax(self.fc2(x), dim=1)

class Shapes(nn.Module):
    def forward(self, x):                    # [N, 4, 8]
        a, b = x.chunk(2, dim=1)
        y = torch.cat([a * 2, b.mean(dim=2, keepdim=True).expand_as(b)], dim=1)
        y = F.pad(y, (1, 2)).transpose(1, 2)[:, 1:-1:2]
        y = y.reshape(y.shape[0], y.shape[1] // 2, 2, -1).sum(dim=2)
        y = F.interpolate(y.unsqueeze(1), scale_factor=2.0, mode="nearest").squeeze(1)
        return torch.where(y > 0, y, torch.zeros_like(y)) + y.max(dim=-1, keepdim=True)[0].clamp(min=0.1) ** 2

models = {
    "cnn": (Cnn(), torch.randn(3, 1, 16, 16)),
    "shapes": (Shapes(), torch.randn(3, 4, 8)),
    "transformer": (nn.TransformerEncoderLayer(16, 4, 32, batch_first=True, norm_first=True, activation="gelu"), torch.randn(3, 5, 16)),
}
for name, (model, x) in models.items():
    model.train()
    with torch.no_grad():
        model(x)                             # running statistics that are not 0 and 1
    model.eval()
    for opset in (9, 11, 13, 16):
        if (name == "transformer" and opset < 11) or (name == "shapes" and opset < 11): continue
        for open_batch in (False, True):
            path = f"{folder}/{name}-{opset}-{'open' if open_batch else 'fixed'}"
            axes = {"x": {0: "batch"}, "y": {0: "batch"}} if open_batch else None
            # The fused kernel of the encoder layer has no symbol: training mode "preserve" with gradients takes the other path.
            with torch.enable_grad():
                y = model(x)
                torch.onnx.export(model, x, path + ".onnx", input_names=["x"], output_names=["y"], opset_version=opset,
                    dynamic_axes=axes, do_constant_folding=not open_batch)
            x.numpy().astype("float32").tofile(path + ".x"); y.detach().numpy().tofile(path + ".y")
            print(json.dumps({"path": path, "name": path.split("/")[-1], "shape": list(x.shape)}))
`;

interface Export {
  readonly path: string;
  readonly name: string;
  readonly shape: Shape;
}

const folder = mkdtempSync(join(tmpdir(), "stepzero-torch-"));
const floats = (path: string): Float32Array => {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

describe.skipIf(!havePython("torch"))("files from PyTorch", () => {
  let exports: Export[] = [];
  beforeAll(() => {
    const { stdout, stderr, status } = spawnSync(python, ["-c", program, folder], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    exports = stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Export);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("give the same results after reading and writing, plain and simplified", async () => {
    const { runtime } = await loadRuntime();
    const run = async (bytes: Uint8Array, x: Tensor) => {
      const session = await runtime.createSession(bytes, { optimization: "disabled" });
      const { y } = await session.run({ x });
      await session.release();
      return y!;
    };
    expect(exports).toHaveLength(20);
    for (const { path, name, shape } of exports) {
      const bytes = readFileSync(`${path}.onnx`);
      const x: Tensor = { type: "float32", shape, data: floats(`${path}.x`) };
      const original = await run(bytes, x);
      expectClose(original.data as Float32Array, floats(`${path}.y`), 1e-4, `${name}: ONNX Runtime and PyTorch`);
      const graph = readOnnx(bytes, { batch: shape[0]! });
      const small = simplify(graph);
      expect(small.nodes.length, name).toBeLessThan(graph.nodes.length + 1);
      for (const form of [graph, small]) {
        const y = await run(writeOnnx(form), x);
        expect(y.shape, name).toEqual(original.shape);
        expectClose(y.data as Float32Array, original.data as Float32Array, 1e-6, name);
      }
      // Nothing is left of the arithmetic on shapes.
      expect(
        small.nodes
          .filter((node) => ["Shape", "ConstantOfShape", "Cast", "Identity"].includes(node.operator))
          .map((node) => node.operator),
        name,
      ).toEqual([]);
    }
  });
});

function expectClose(got: Float32Array, expected: Float32Array, tolerance: number, what: string) {
  expect(got.length, what).toBe(expected.length);
  const worst = got.reduce((most, y, i) => Math.max(most, Math.abs(y - expected[i]!)), 0);
  expect(worst, what).toBeLessThanOrEqual(tolerance);
}
