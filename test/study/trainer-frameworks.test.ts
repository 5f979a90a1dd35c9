/**
 * The programs of docs/your-trainer.md in real frameworks: Debian's PyTorch, Keras and JAX of
 * today. At step 0 PyTorch's network has the weights of stepzero's own training, to the last bit.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { findInitializer, initialWeights, isDataDriven } from "../../src/initializers/index.js";
import { mnistCnn, parametersOf } from "../../src/network/models/index.js";
import type { StudyOptions } from "../../src/study/plan/options.js";
import { runStudy } from "../../src/study/run/node/run-study.js";
import { stepzero, temporaryFolder } from "../cli/run.js";
import { havePython, haveToday, python, pythonOfToday } from "../oracles.js";

const folder = resolve("examples/trainers");
// Other tests run beside these.
Object.assign(process.env, { OMP_NUM_THREADS: "1" });

function studyOf(program: string, script: string, layout: "pytorch" | "keras" | "jax"): StudyOptions {
  const words = ["weights", "samples", "metrics", "seed", "batch", "epochs"].map((name) => `--${name}={${name}}`);
  const command = [program, script, ...words, "--lr={learningRate}"];
  return {
    trainer: { command, folder, weights: "npz", layout, environment: ["OMP_NUM_THREADS"] },
    models: "mnist_cnn",
    inits: ["he", "zero"],
    seeds: 1,
    epochs: 1,
    limit: 256,
  };
}

/** Both runs end; zero weights stay at equal answers for all ten classes. */
async function mustTrain(study: StudyOptions): Promise<void> {
  const { results } = await runStudy(study);
  expect(results.map(({ status, reason }) => reason ?? status)).toEqual(["done", "done"]);
  const [he, zero] = results.map(({ epochs }) => epochs[0]!);
  expect(zero!.testLoss).toBeCloseTo(Math.log(10), 1);
  expect(zero!.testAccuracy).toBeCloseTo(0.1, 6);
  expect(he!.testLoss).not.toBeCloseTo(zero!.testLoss, 2);
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

it.each(["study.yaml", "train_pytorch.py", "train_keras.py", "train_jax.py"])("%s is in the docs as it is", (name) => {
  expect(readFileSync("docs/your-trainer.md", "utf8")).toContain(readFileSync(join(folder, name), "utf8").trimEnd());
});

describe.skipIf(!havePython("torch"))("PyTorch", () => {
  it("trains by the program of the docs", () => mustTrain(studyOf(python, "train_pytorch.py", "pytorch")), 300_000);

  it("has at step 0 the weights of stepzero's own training, to the last bit", async () => {
    const place = temporaryFolder();
    const script = readFileSync(join(folder, "train_pytorch.py"), "utf8");
    // The program up to its network, which then tells the hash of each tensor and ends.
    const head = script.slice(0, script.indexOf("optimizer ="));
    const tail = `import hashlib
hashes = {name: hashlib.sha256(t.numpy().tobytes()).hexdigest() for name, t in net.state_dict().items()}
with open(args.metrics, "a") as file:
    print(json.dumps({"runtime": json.dumps(hashes)}), file=file)
    print(json.dumps({"epoch": 1, "testAccuracy": 0}), file=file)
`;
    writeFileSync(join(place, "train_pytorch.py"), head + tail);
    const study = studyOf(python, "train_pytorch.py", "pytorch");
    const trainer = { ...(study.trainer as { command: string[] }), folder: place };
    const { runtimes } = await runStudy({ ...study, trainer, inits: "he", seeds: [3] });
    const he = findInitializer("he");
    if (isDataDriven(he)) throw new Error("he needs no data");
    const { parameters } = parametersOf(mnistCnn, { input: [1, 28, 28], classes: 10 }, {});
    const weights = initialWeights(he, parameters, 3);
    const expected = parameters.map(({ name }) => {
      const { buffer, byteOffset, byteLength } = weights[name]!;
      return [
        name.replace("/kernel", ".weight").replace("/bias", ".bias"),
        sha256(new Uint8Array(buffer, byteOffset, byteLength)),
      ];
    });
    expect(JSON.parse(runtimes[0]!.replace(/^[^{]*/, ""))).toEqual(Object.fromEntries(expected));
  }, 300_000);

  it("takes any network that it exported, by the names of its state dictionary", async () => {
    const place = temporaryFolder();
    // No classifier that stepzero could train: an LSTM on whole numbers, and the data is its own.
    const module = `import sys, torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.lstm, self.head = nn.Embedding(50, 8), nn.LSTM(8, 16), nn.Linear(16, 50)
    def forward(self, x):
        return self.head(self.lstm(self.words(x))[0])
`;
    writeFileSync(join(place, "net.py"), module);
    const example = "torch.zeros(7, 2, dtype=torch.long)";
    const exported = `${module}torch.onnx.export(Net(), (${example},), sys.argv[1], opset_version=13)`;
    execFileSync(python, ["-c", exported, join(place, "net.onnx")], { stdio: "ignore" });
    const program = `import json, sys
import numpy as np
import torch
from net import Net
net = Net()
net.load_state_dict({name: torch.from_numpy(array) for name, array in np.load(sys.argv[1]).items()})
spread = net.lstm.weight_hh_l0.std().item()
print(json.dumps({"runtime": f"std {spread:.4f}"}))
print(json.dumps({"epoch": 1, "testAccuracy": min(1, spread)}))
`;
    writeFileSync(join(place, "train.py"), program);
    const data = { name: "words", sha256: "0".repeat(64), classes: 50, trainSamples: 100, testSamples: 50 };
    const command = [python, "train.py", "{weights}", "{seed}"];
    const trainer = { command, files: ["net.py"], folder: place, weights: "npz" as const, data };
    const models = join(place, "net.onnx");
    const { results } = await runStudy({ trainer, models, inits: ["random:std=0.2", "zero"], seeds: 1, epochs: 1 });
    expect(results.map(({ status, reason }) => reason ?? status)).toEqual(["done", "done"]);
    expect(results[0]!.epochs[0]!.testAccuracy).toBeCloseTo(0.2, 1);
    expect(results[1]!.epochs[0]!.testAccuracy).toBe(0);
  }, 120_000);

  it("gives the figures that the same command gives by hand", async () => {
    const study = studyOf(python, "train_pytorch.py", "pytorch");
    const place = temporaryFolder();
    const [weights, metrics, samples] = ["w.npz", "m.jsonl", "s.npz"].map((name) => join(place, name)) as [
      string,
      string,
      string,
    ];
    expect(stepzero(["init", "--model", "mnist_cnn", "--init", "he", "--out", weights]).code).toBe(0);
    // A trainer that copies its samples lends them to the run by hand.
    const copy = `import shutil, sys; shutil.copy(sys.argv[2], ${JSON.stringify(samples)}); print('{"epoch": 1, "testAccuracy": 0}')`;
    writeFileSync(join(place, "copy.py"), copy);
    const command = [python, "copy.py", "{weights}", "{samples}", "{seed}"];
    await runStudy({ ...study, trainer: { command, folder: place, weights: "npz" }, inits: "he" });
    const words = { weights, samples, metrics, seed: 0, batch: 128, epochs: 1, lr: 1 };
    execFileSync(python, [
      join(folder, "train_pytorch.py"),
      ...Object.entries(words).map(([name, value]) => `--${name}=${value}`),
    ]);
    const byHand = JSON.parse(readFileSync(metrics, "utf8").trim().split("\n").at(-1)!) as Record<string, number>;
    const { results } = await runStudy({ ...study, inits: "he" });
    const { testAccuracy, testLoss, trainLoss } = results[0]!.epochs[0]!;
    expect({ testAccuracy, testLoss, trainLoss }).toEqual({
      testAccuracy: byHand.testAccuracy,
      testLoss: byHand.testLoss,
      trainLoss: byHand.trainLoss,
    });
  }, 300_000);
});

describe.skipIf(!haveToday("keras"))("Keras of today", () => {
  it(
    "trains by the program of the docs",
    () => mustTrain(studyOf(resolve(pythonOfToday), "train_keras.py", "keras")),
    300_000,
  );
});

describe.skipIf(!haveToday("jax"))("JAX of today", () => {
  it(
    "trains by the program of the docs",
    () => mustTrain(studyOf(resolve(pythonOfToday), "train_jax.py", "jax")),
    300_000,
  );
});
