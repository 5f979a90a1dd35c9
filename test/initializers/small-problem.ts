/** Networks and random data small enough for the float64 evaluator. */
import type { Dataset } from "../../src/data/dataset.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { sizeOf } from "../../src/graph/tensor.js";
import {
  type DataDrivenInitializer,
  findInitializer,
  type InitializableNetwork,
  isDataDriven,
  type PreparedWeights,
  prepareWeights,
  type TensorSpecification,
  type Weights,
} from "../../src/initializers/index.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import type { Layer } from "../../src/network/layers/layer.js";
import { parseModel } from "../../src/network/models/index.js";
import type { OptionValues } from "../../src/options.js";
import { normals, stream, uniforms } from "../../src/random/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { initializableNetworks } from "../../src/training/initializable-network.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";

/** Neighbouring pixels alike, so that patches have directions of large and of small variance. */
export function randomImages(shape: readonly number[], count: number, classes: number): Dataset {
  const size = sizeOf(shape);
  const z = normals(stream(5, "images"), count * size + size);
  const inputs = Float32Array.from({ length: count * size }, (_, i) => 0.3 + z[i]! + 0.8 * z[i + 1]!);
  const labels = Int32Array.from(uniforms(stream(5, "labels"), count), (u) => Math.floor(u * classes));
  const split = { inputs, labels, count };
  const classNames = Array.from({ length: classes }, (_, i) => String(i));
  return { name: "noise", shape, classes, classNames, train: split, test: split, checksum: "" };
}

export interface SmallProblem {
  readonly dataset: Dataset;
  readonly layers: Layer;
  readonly tensors: readonly TensorSpecification[];
  network(seed?: number): InitializableNetwork;
  prepare(method: string, options?: OptionValues, seed?: number): Promise<PreparedWeights>;
}

export async function smallProblem(
  model: string | Layer,
  shape: readonly number[] = [1, 12, 12],
  { rows = 16, count = 64, classes = 4 } = {},
): Promise<SmallProblem> {
  const { runtime } = await loadRuntime();
  const dataset = randomImages(shape, count, classes);
  const choice = typeof model === "string" ? parseModel(model) : undefined;
  const layers = choice?.model.build({ input: shape, classes }, choice.options) ?? (model as Layer);
  const networks = initializableNetworks(runtime, dataset, layers, "cross-entropy", rows);
  const g = new GraphBuilder("parameters");
  const { parameters } = buildNetwork(g, layers, g.input("x", "float32", [2, ...shape]), { mode: "evaluate" });
  const tensors = parameters.map(({ name, shape: size, role }) => ({ name, shape: size, role }));
  const network = (seed = 0) => networks.of(seed);
  return {
    dataset,
    layers,
    tensors,
    network,
    prepare: (method, options = {}, seed = 0) =>
      prepareWeights(dataDriven(method), network(seed), tensors, seed, options),
  };
}

export function dataDriven(name: string): DataDrivenInitializer {
  const initializer = findInitializer(name);
  if (!isDataDriven(initializer)) throw new Error(`${name} needs no data`);
  return initializer;
}

/**
 * What each layer with a kernel answers to the seed's first batch, in float64: `[values of unit 0,
 * of unit 1, …]` by kernel.
 */
export function answers({ layers, network }: SmallProblem, weights: Weights, seed = 0): Record<string, number[][]> {
  const { inputs, rows } = network(seed).batch(0);
  const g = new GraphBuilder("answers");
  const x = g.input("x", "float32", [rows, ...network().inputShape]);
  const { parameters } = buildNetwork(g, layers, x, { mode: "evaluate" });
  const shapes: Record<string, readonly number[]> = {};
  for (const { name, value, role } of parameters) {
    if (role.kind !== "kernel") continue;
    const { shape } = g.nodes.find((node) => node.inputs.includes(value))!.outputs[0]!;
    shapes[name] = shape;
    g.output(name, g.nodes.find((node) => node.inputs.includes(value))!.outputs[0]!);
  }
  const feeds = Object.fromEntries(parameters.map((p) => [p.name, numbers("float32", p.shape, weights[p.name]!)]));
  const outputs = evaluate(g.build(), { ...feeds, x: numbers("float32", x.shape, inputs) });
  return Object.fromEntries(
    Object.entries(shapes).map(([name, [n, units, ...places]]) => {
      const size = sizeOf(places);
      const all = outputs[name]!.data;
      const of = (unit: number) =>
        Array.from({ length: n! * size }, (_, i) => all[(Math.floor(i / size) * units! + unit) * size + (i % size)]!);
      return [name, Array.from({ length: units! }, (_, unit) => of(unit))];
    }),
  );
}

export function meanAndStd(values: readonly number[]): [mean: number, std: number] {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)];
}
