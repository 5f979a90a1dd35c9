/**
 * A check of the graph compiler: SHA-256 of every graph that reaches a runtime's
 * `createSession`.
 *
 *   npx jiti scripts/graph-digests.ts [folder of a checkout] > digests.txt
 *
 * Each line is: problem, target, session, digest of the file, digest of the file with its values
 * renamed in order of appearance. Two checkouts whose lines are equal hand ONNX Runtime the same
 * graphs, so that training gives the same bits. The folder may be a checkout with the layout of
 * version 0.1.0 (`src/models`, `src/onnx`) or of today.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import type { Dataset } from "../src/data/dataset.js";
import type { AugmentationSpecification, Recipe } from "../src/recipe.js";
import type { Runtime, SessionOptions, Tensors } from "../src/runtime/runtime.js";
import type { CompileProblemOptions } from "../src/training/compile-problem.js";

type Models = typeof import("../src/network/models/index.js");
type Training = typeof import("../src/training/compile-problem.js");
type Networks = typeof import("../src/training/initializable-network.js");

const root = resolve(process.argv[2] ?? ".");
const load = async <T>(...places: string[]): Promise<T> => {
  const file = places.map((place) => join(root, "src", place)).find(existsSync);
  if (file === undefined) throw new Error(`none of ${places.join(", ")} is in ${root}/src`);
  return (await import(pathToFileURL(file).href)) as T;
};
const { parseModel, models } = await load<Models>("network/models/index.ts", "models/index.ts");
const { compileProblem } = await load<Training>("training/compile-problem.ts", "training/training.ts");
const { initializableNetworks } = await load<Networks>("training/initializable-network.ts");

const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** The file with values renamed in the order in which they appear, except inputs and outputs. */
function renamed(model: Uint8Array): Uint8Array {
  const file = fromBinary(ModelProtoSchema, model);
  const graph = file.graph!;
  const names = new Map([...graph.input, ...graph.output].map(({ name }) => [name, name]));
  names.set("", "");
  const rename = (name: string): string => {
    if (!names.has(name)) names.set(name, `v${names.size}`);
    return names.get(name)!;
  };
  for (const node of graph.node) {
    node.input = node.input.map(rename);
    node.output = node.output.map(rename);
  }
  for (const constant of graph.initializer) constant.name = rename(constant.name);
  graph.initializer.sort((a, b) => (a.name < b.name ? -1 : 1));
  return toBinary(ModelProtoSchema, file);
}

/** A runtime that runs nothing and prints the digest of each graph. */
function recorder(problem: string, target: string, traits: Pick<Runtime, "fastOperators" | "block">, memory: boolean) {
  let sessions = 0;
  const same = async (tensors: Tensors): Promise<Tensors> => tensors;
  const runtime: Runtime = {
    description: target,
    ...traits,
    ...(memory ? { memory: { write: same, read: same, free: () => {}, bytes: () => 0 } } : {}),
    createSession: async (model: Uint8Array, options: SessionOptions = {}) => {
      const settings = JSON.stringify(Object.entries(options).sort());
      const [plain, free] = [sha256(model), sha256(renamed(model))];
      console.log(`${problem}\t${target}\t${sessions++}\t${plain}\t${free}\t${model.length}\t${sha256(settings)}`);
      return {
        inputNames: [],
        outputNames: [],
        run: () => Promise.reject(new Error("not run")),
        release: async () => {},
      };
    },
  };
  return runtime;
}

const targets: readonly (readonly [string, Pick<Runtime, "fastOperators" | "block">, boolean])[] = [
  ["cpu", { fastOperators: true }, false],
  ["cpu, blocks of 8", { fastOperators: true, block: 8 }, false],
  ["cpu, blocks of 16", { fastOperators: true, block: 16 }, false],
  ["portable", { fastOperators: false }, true],
];

/** A data set of a size, without numbers. */
function emptyDataset(shape: readonly number[], count: number): Dataset {
  const split = { inputs: new Uint8Array(0), labels: new Int32Array(0), count };
  const classNames = Array.from({ length: 10 }, (_, i) => `${i}`);
  return { name: "empty", shape, classes: 10, classNames, train: split, test: split, checksum: "" };
}

interface Problem {
  readonly model: string;
  readonly recipe?: Partial<Recipe>;
  readonly options?: CompileProblemOptions;
  /** Whether each parameter's learning rate is an input, as for muP. */
  readonly rates?: boolean;
  readonly count?: number;
}

const augmentation: AugmentationSpecification = { shift: 0.1, flip: true };
const sgd = { kind: "sgd", learningRate: 0.1 } as const;
const adam = { kind: "adam", learningRate: 0.001 } as const;
const wide = "mlp:depth=2,width=512";
const problems: readonly Problem[] = [
  ...models.map(({ name }) => ({ model: name })),
  ...models.map(({ name }) => ({ model: name, recipe: { optimizer: sgd } })),
  { model: wide },
  { model: wide, recipe: { optimizer: { ...sgd, momentum: 0.9, nesterov: true, weightDecay: 1e-4 } } },
  { model: wide, recipe: { optimizer: adam } },
  { model: wide, recipe: { optimizer: { ...adam, kind: "adamw", weightDecay: 0.01 } } },
  { model: wide, recipe: { optimizer: { kind: "rmsprop", learningRate: 0.001, momentum: 0.9 } } },
  { model: wide, recipe: { optimizer: { kind: "adadelta", learningRate: 1 } } },
  { model: wide, recipe: { loss: "mean-squared-error", optimizer: sgd } },
  { model: wide, recipe: { optimizer: adam }, rates: true },
  { model: wide, recipe: { optimizer: sgd }, rates: true, options: { replicas: { count: 3, ownBatches: true } } },
  { model: wide, recipe: { optimizer: sgd }, options: { recompute: true } },
  { model: wide, recipe: { optimizer: adam }, options: { stepsAtOnce: 5 } },
  { model: "mlp", options: { stepsAtOnce: 3 }, recipe: { augmentation } },
  { model: "mlp:activation=tanh,depth=30", options: { recompute: true } },
  { model: "mlp:activation=gelu", options: { replicas: { count: 3, ownBatches: false } } },
  { model: "mnist_cnn", recipe: { augmentation } },
  { model: "mnist_cnn", options: { replicas: { count: 3, ownBatches: false } } },
  { model: "mnist_cnn", options: { replicas: { count: 3, ownBatches: true }, stepsAtOnce: 2 } },
  { model: "mnist_cnn", options: { recompute: true } },
  { model: "cifar10_cnn", recipe: { augmentation, optimizer: { ...sgd, momentum: 0.9 } } },
  { model: "plain_cnn:depth=9", options: { recompute: true } },
  { model: "vgg_small:norm=batch", recipe: { optimizer: sgd } },
  { model: "vgg_small:norm=batch,width=8", options: { recompute: true } },
  { model: "vgg_small:norm=batch,width=8", options: { replicas: { count: 3, ownBatches: true } } },
  { model: "vgg_small:norm=batch", options: { stepsAtOnce: 2 } },
  { model: "resnet20", options: { recompute: true } },
  { model: "resnet20", options: { replicas: { count: 3, ownBatches: false } } },
  { model: "resnet20", options: { stepsAtOnce: 2 } },
  { model: "vit_tiny", options: { recompute: true } },
  { model: "vit_tiny", options: { replicas: { count: 3, ownBatches: false } } },
  { model: "lenet5", recipe: { optimizer: { ...sgd, momentum: 0.9 } }, count: 59_999 },
];

for (const { model: text, recipe: changes = {}, options = {}, rates = false, count = 60_000 } of problems) {
  const { model, options: modelOptions } = parseModel(text);
  const shape = /^(mlp|lenet|mnist)/.test(text) ? [1, 28, 28] : [3, 32, 32];
  const layers = model.build({ input: shape, classes: 10 }, modelOptions);
  const recipe: Recipe = { ...model.recipe, ...changes };
  const dataset = emptyDataset(shape, count);
  const problem = [text, JSON.stringify(changes), JSON.stringify(options), rates ? "rates" : "", count].join(" ");
  for (const [target, traits, memory] of targets) {
    await compileProblem(
      recorder(problem, target, traits, memory),
      dataset,
      layers,
      recipe,
      rates ? {} : undefined,
      options,
    );
    if (Object.keys(changes).length + Object.keys(options).length > 0) continue;
    const networks = initializableNetworks(
      recorder(`${problem} measured`, target, traits, memory),
      { ...dataset, train: { ...dataset.train, inputs: new Uint8Array(8) } },
      layers,
      recipe.loss,
      64,
    ).of(0);
    const weights = new Proxy({}, { get: () => undefined });
    await networks
      .statistics(weights, { inputs: new Float32Array(0), labels: new Int32Array(0), rows: 64 })
      .catch(() => {});
    const batch = { inputs: new Float32Array(0), labels: new Int32Array(0), rows: 32 };
    await networks.logitGradients(weights, batch, new Float32Array(0)).catch(() => {});
    // The squared norm of the loss's gradient, which is differentiated once more.
    await networks.compileObjective(32, ({ g, parameters, loss, gradients }) => {
      const slopes = gradients([loss(parameters, 0)], parameters);
      const squares = slopes.map((slope) => g.apply("ReduceSumSquare", [slope], { keepdims: 0 }));
      return squares.reduce((a, b) => g.apply("Add", [a, b]));
    });
  }
}
