/**
 * Training beside a framework's, from the same weights on the same samples: gradients, and each
 * optimizer's parameters after twenty steps.
 */
import { writeFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import {
  activation,
  averagePool,
  batchNorm,
  conv,
  defineNetwork,
  dense,
  flatten,
  maxPool,
  parametersOf,
  sequential,
} from "../../src/entries/networks.js";
import { he, initialWeights } from "../../src/initializers/index.js";
import { normals, stream } from "../../src/random/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { train } from "../../src/training/train.js";
import { place, writeNpz } from "../../src/weights/index.js";
import { at } from "../cli/init-files.js";
import { runProgram } from "./ask.js";
import { type MadeOptimizer, type TrainingCase, trainingCases } from "./training-cases.js";

const shape = [3, 8, 8];
const count = 24;
const inputs = Float32Array.from(normals(stream(0, "train"), count * 192));
const labels = Int32Array.from({ length: count }, (_, i) => i % 4);
const split = { inputs, labels, count };
const names = { name: "noise", classNames: ["a", "b", "c", "d"], checksum: "" };
const dataset: Dataset = { ...names, shape, classes: 4, train: split, test: split };

const networkOf = (kind: TrainingCase["network"]) =>
  defineNetwork({
    name: kind,
    layers: sequential(
      conv(5, 3, { padding: "same", bias: false }),
      batchNorm(),
      activation(kind === "smooth" ? "silu" : "relu"),
      kind === "smooth" ? averagePool(2) : maxPool(2),
      conv(4, 3, { activation: "tanh" }),
      flatten(),
      dense(12, { activation: "gelu" }),
      dense(4),
    ),
  });
const { parameters } = parametersOf(networkOf("smooth"), { input: shape, classes: 4 });

/** Parameters under the framework's names and in its layout. */
const placed = (weights: Readonly<Record<string, Float32Array>>, layout: "keras" | "pytorch") =>
  parameters.map((parameter) => {
    const flattened = parameter.name === "dense1/kernel" ? { flattenedChannels: 4 } : {};
    return place({ ...parameter, ...flattened, data: weights[parameter.name]! }, layout);
  });

async function ours({ network, optimizer, steps }: TrainingCase): Promise<Record<string, Float32Array>> {
  const { runtime } = await loadRuntime();
  const recipe = { loss: "cross-entropy", optimizer, batch: count, epochs: steps } as const;
  const training = train({ dataset, model: networkOf(network), init: he, seed: 5, recipe, runtime });
  for await (const _ of training);
  return training.weights();
}

type Trained = Record<"double" | "single", Record<string, string>>;
const decode = (text: string) => new Float64Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);
const largest = (values: ArrayLike<number>, others: ArrayLike<number>) =>
  Array.from(values).reduce((most, x, i) => Math.max(most, Math.abs(x - others[i]!)), 0);

/**
 * Compares with one framework. We are in single precision, so we may be as far from it in double
 * precision as it is itself in single precision, times four for the luck of rounding; and by two
 * last digits of the largest parameter.
 */
export function describeTraining(framework: "keras" | "pytorch", command: string): void {
  const cases = trainingCases.flatMap((one) => (typeof one[framework] === "string" ? [] : [one]));
  const layout = framework;
  let theirs: Trained[];

  beforeAll(() => {
    const start = placed(initialWeights(he, parameters, 5), layout);
    const samples = [
      { name: "x", shape: [count, ...shape], data: inputs },
      { name: "y", shape: [count], data: Float32Array.from(labels) },
    ];
    writeFileSync(at(`${framework}-start.npz`), writeNpz([...start, ...samples]));
    const questions = cases.map(({ network, steps, ...one }) => {
      const counterpart = one[framework] as MadeOptimizer;
      return { l2: 0, decoupled: 0, decay: 0, ...counterpart, network, steps };
    });
    const input = JSON.stringify({ file: at(`${framework}-start.npz`), cases: questions });
    theirs = JSON.parse(
      runProgram(command, framework === "keras" ? "train_keras.py" : "train_torch.py", input),
    ) as Trained[];
  });

  const titled = cases.map(
    (one, i) => [`${one.steps} × ${JSON.stringify(one.optimizer)}, ${one.network}`, one, i] as const,
  );
  it.each(titled)("%s", async (_, one, i) => {
    const { double, single } = theirs[i]!;
    const tensors = placed(await ours(one), layout);
    expect(Object.keys(double).sort()).toEqual(tensors.map(({ name }) => name).sort());
    const before = placed(initialWeights(he, parameters, 5), layout);
    for (const [k, { name, data }] of tensors.entries()) {
      const [exact, rounded] = [decode(double[name]!), decode(single[name]!)];
      const size = largest(exact, new Float64Array(exact.length));
      expect(largest(exact, before[k]!.data), name).toBeGreaterThan(1e-3);
      expect(largest(data, exact), name).toBeLessThan(4 * largest(rounded, exact) + 2e-7 * size);
    }
  });
}
