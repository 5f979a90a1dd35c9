/** A model that PyTorch exported trains here as it trains there. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Dataset, Split } from "../../src/data/dataset.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { he, initialWeights } from "../../src/initializers/index.js";
import { onnxModel } from "../../src/network/from-onnx/index.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import { buildModel, parametersOf } from "../../src/network/models/index.js";
import { normals, stream } from "../../src/random/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { train } from "../../src/training/train.js";
import { writeNpz } from "../../src/weights/index.js";
import { temporaryFolder } from "../cli/run.js";
import { havePython } from "../oracles.js";
import { runPython } from "../python.js";

/** sys.argv: "export" OPSET AXES FILE, or "train" WEIGHTS, which prints the losses as JSON. */
const program = `
import sys, json, warnings, numpy as np, torch, torch.nn as nn
warnings.filterwarnings("ignore")
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.na = nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8)
        self.b, self.nb = nn.Conv2d(8, 8, 3, stride=2), nn.BatchNorm2d(8, momentum=0.3, eps=1e-3)
        self.c, self.nc = nn.Linear(72, 16), nn.BatchNorm1d(16)
        self.drop, self.head = nn.Dropout(0.25 if len(sys.argv) > 5 else 0.0), nn.Linear(16, 4)
    def forward(self, x):
        x = torch.relu(self.na(self.a(x)))
        x = torch.relu(self.nb(self.b(x)))
        x = self.drop(torch.tanh(self.nc(self.c(x.view(-1, 72)))))
        return self.head(x)
net = Net()
if sys.argv[1] == "export":
    axes = {"x": {0: "n"}} if sys.argv[3] == "open" else None
    torch.onnx.export(net, torch.zeros(2, 3, 8, 8), sys.argv[4], opset_version=int(sys.argv[2]), dynamic_axes=axes,
        do_constant_folding=False, training=torch.onnx.TrainingMode.TRAINING, input_names=["x"])
else:
    arrays = np.load(sys.argv[2])
    x, y, u, v = (torch.from_numpy(arrays[k]) for k in ("x_train", "y_train", "x_test", "y_test"))
    net.load_state_dict({k: torch.from_numpy(arrays[k]) for k in arrays.files if "_" not in k}, strict=False)
    optimizer, loss = torch.optim.SGD(net.parameters(), lr=0.05), nn.CrossEntropyLoss()
    losses = []
    for _ in range(6):
        net.train(); optimizer.zero_grad(); l = loss(net(x), y.long()); l.backward(); optimizer.step()
        net.eval(); losses += [l.item(), loss(net(u), v.long()).item()]
    print(json.dumps(losses))
`;

const shape = [3, 8, 8];
function split(name: string, count: number): Split {
  const inputs = Float32Array.from(normals(stream(0, name), count * 192));
  return { inputs, labels: Int32Array.from({ length: count }, (_, i) => i % 4), count };
}
const dataset: Dataset = {
  name: "noise",
  shape,
  classes: 4,
  classNames: ["a", "b", "c", "d"],
  train: split("train", 24),
  test: split("test", 16),
  checksum: "",
};

let runtime: Runtime;
beforeAll(async () => {
  ({ runtime } = await loadRuntime());
});

describe.skipIf(!havePython("torch"))("a model with batch normalization from PyTorch", () => {
  const folder = temporaryFolder();

  it.each([
    [11, "open"],
    [13, "fixed"],
    [15, "open"],
    [17, "fixed"],
  ])("opset %i, batch %s: the losses of PyTorch, in training and in evaluation", async (opset, axes) => {
    const [file, arrays] = [join(folder, `${opset}.onnx`), join(folder, `${opset}.npz`)];
    runPython(program, ["export", String(opset), axes, file]);
    const model = onnxModel(new Uint8Array(readFileSync(file)));
    const { parameters, states } = parametersOf(model, { input: shape, classes: 4 });
    expect(parameters.length).toBe(13);
    expect(states.length).toBe(6);
    const weights = initialWeights(he, parameters, 5);
    const data = [
      { name: "x_train", shape: [24, ...shape], data: dataset.train.inputs as Float32Array },
      { name: "y_train", shape: [24], data: Float32Array.from(dataset.train.labels) },
      { name: "x_test", shape: [16, ...shape], data: dataset.test.inputs as Float32Array },
      { name: "y_test", shape: [16], data: Float32Array.from(dataset.test.labels) },
    ];
    const tensors = parameters.map(({ name, shape: size }) => ({ name, shape: size, data: weights[name]! }));
    writeFileSync(arrays, writeNpz([...tensors, ...data]));
    const want = JSON.parse(runPython(program, ["train", arrays])) as number[];
    const recipe = {
      loss: "cross-entropy",
      optimizer: { kind: "sgd", learningRate: 0.05 },
      batch: 24,
      epochs: 6,
    } as const;
    const losses: number[] = [];
    for await (const { trainLoss, testLoss } of train({ dataset, model, init: he, seed: 5, recipe, runtime })) {
      losses.push(trainLoss, testLoss);
    }
    expect(losses.length).toBe(12);
    want.forEach((loss, i) => {
      expect(Math.abs(losses[i]! - loss)).toBeLessThan(2e-5 * loss);
    });
  });

  it("drops with masks where the file still has its Dropout", () => {
    const file = join(folder, "drop.onnx");
    runPython(program, ["export", "15", "open", file, "drop"]);
    const layer = buildModel(onnxModel(new Uint8Array(readFileSync(file))), { input: shape, classes: 4 });
    const g = new GraphBuilder("train");
    const { masks } = buildNetwork(g, layer, g.input("x", "float32", [5, ...shape]), { mode: "train" });
    expect(masks.map(({ name, shape: size, rate }) => [name, size, rate])).toEqual([["dropout1/mask", [5, 16], 0.25]]);
  });
});
