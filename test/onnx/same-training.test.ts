/** stepzero's own networks, written as .onnx files and trained: the same losses. */
import { beforeAll, describe, expect, it, test } from "vitest";
import { glyphs } from "../../src/data/glyphs.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import type { Value } from "../../src/graph/graph.js";
import { tensor } from "../../src/graph/tensor.js";
import { findInitializer, he, initialWeights, isDataDriven, prepareWeights } from "../../src/initializers/index.js";
import { onnxModel } from "../../src/network/from-onnx/index.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import type { Layer } from "../../src/network/layers/layer.js";
import {
  evaluationNetwork,
  type Model,
  parametersOf,
  parseModel,
  plainRecipe,
} from "../../src/network/models/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { initializableNetworks } from "../../src/training/initializable-network.js";
import { train } from "../../src/training/train.js";
import { fileOf } from "./onnx-file.js";

const all = glyphs();
const problem = { input: all.shape, classes: all.classes };
const first = ({ inputs, labels }: typeof all.train, count: number) => ({
  inputs: inputs.subarray(0, count * 784),
  labels: labels.subarray(0, count),
  count,
});
/** With a smaller last batch, in training and in evaluation. */
const dataset = { ...all, train: first(all.train, 150), test: first(all.test, 300) };
const recipe = {
  ...plainRecipe,
  optimizer: { kind: "sgd", learningRate: 0.02, momentum: 0.9 },
  batch: 64,
  epochs: 2,
} as const;

let runtime: Runtime;
beforeAll(async () => {
  ({ runtime } = await loadRuntime());
});

/** A named model, and the file that `stepzero init` would write of it. */
function written(text: string) {
  const { model, options } = parseModel(text);
  const layers = model.build(problem, options);
  const network = evaluationNetwork(model.name, layers, problem);
  const weights = initialWeights(he, network.parameters, 7);
  return { layers, weights, parameters: network.parameters, bytes: writeOnnx(network.graph(weights)) };
}

/**
 * The layers with the file's numbers in parameters of some kinds: what the reader of roles does not
 * know, the file's network does not train.
 */
function withFixed({ layers, weights, parameters }: ReturnType<typeof written>, kinds: ReadonlySet<string>): Layer {
  return {
    kind: "",
    apply: (x, scope) =>
      layers.apply(x, {
        ...scope,
        parameter: (name, shape, role) => {
          if ("complete" in role || !kinds.has(role.kind)) return scope.parameter(name, shape, role);
          const parameter = parameters.find((one) => one.role.kind === role.kind)!;
          return scope.g.constant(tensor("float32", shape, weights[parameter.name]!));
        },
      }),
  };
}

async function losses(model: Model): Promise<number[]> {
  const settings = { dataset, model, init: "he", seed: 3, recipe, runtime };
  const numbers: number[] = [];
  for await (const { trainLoss, testLoss } of train(settings)) numbers.push(trainLoss, testLoss);
  return numbers;
}

describe("a network from its own file", () => {
  test.each(["mlp:depth=2,width=32,activation=gelu", "lenet5", "plain_cnn:depth=4", "resnet20", "vit_tiny"])(
    "%s: the same losses",
    async (text) => {
      const network = written(text);
      const fromFile = onnxModel(network.bytes);
      const read = new Set(parametersOf(fromFile, problem).parameters.map(({ name }) => name));
      const unread = network.parameters.filter(({ name }) => !read.has(name));
      const unknown = new Set(unread.map(({ role }) => role.kind));
      expect([...unknown].every((kind) => kind === "token" || kind === "position")).toBe(true);
      const layers = withFixed(network, unknown);
      const model: Model = { name: text, summary: "", options: {}, recipe, build: () => layers };
      const [want, got] = [await losses(model), await losses(fromFile)];
      expect(want.length).toBe(4);
      want.forEach((loss, i) => {
        expect(Math.abs(got[i]! - loss)).toBeLessThan(1e-5 * Math.max(1, loss));
      });
    },
  );

  it.each([
    ["lsuv", "lenet5"],
    ["krahenbuhl", "lenet5"],
    ["gradinit", "mlp:depth=1,width=8"],
    ["metainit", "mlp:depth=1,width=8"],
  ])("%s finds the same start of %s", async (name, text) => {
    const { layers, bytes } = written(text);
    const layer = onnxModel(bytes).build(problem, { input: "x", output: "logits" });
    const [want, got] = [await start(name, layers), await start(name, layer)];
    expect(Object.keys(got)).toEqual(Object.keys(want));
    for (const [tensorName, numbers] of Object.entries(want)) {
      numbers.forEach((x, i) => {
        expect(got[tensorName]![i]).toBeCloseTo(x, 5);
      });
    }
  });
});

describe("a product and a sum, as exporters write dense layers", () => {
  it("is one layer with its bias for methods that look at data", async () => {
    const network = written("mlp:depth=2,width=16");
    const transposed = (name: string, rows: number, columns: number) => {
      const data = network.weights[name]!;
      return Array.from({ length: rows * columns }, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
    };
    const sizes = [784, 16, 16, 10];
    const nodes = sizes.slice(1).flatMap((_, k) => {
      const [at, to] = [k === 0 ? "flat" : `r${k}`, k === 2 ? "y" : `b${k + 1}`];
      const dense = [
        { op: "MatMul", inputs: [at, `dense${k + 1}/kernel`], outputs: [`p${k + 1}`] },
        { op: "Add", inputs: [`dense${k + 1}/bias`, `p${k + 1}`], outputs: [to] },
      ];
      return k === 2 ? dense : [...dense, { op: "Relu", inputs: [to], outputs: [`r${k + 1}`] }];
    });
    const floats = (dims: readonly number[], floatData: number[]) => ({
      dims: dims.map(BigInt),
      dataType: 1,
      floatData,
    });
    const constants = Object.fromEntries(
      sizes.slice(1).flatMap((units, k) => [
        [`dense${k + 1}/kernel`, floats([sizes[k]!, units], transposed(`dense${k + 1}/kernel`, units, sizes[k]!))],
        [`dense${k + 1}/bias`, floats([units], new Array(units).fill(0))],
      ]),
    );
    const bytes = fileOf({
      opset: 13,
      input: ["N", 1, 28, 28],
      nodes: [{ op: "Flatten", inputs: ["x"], outputs: ["flat"] }, ...nodes],
      constants,
    });
    const options = { input: "x", output: "y" };
    const [want, got] = [
      await start("krahenbuhl", network.layers),
      await start("krahenbuhl", onnxModel(bytes).build(problem, options)),
    ];
    expect(Object.keys(got).toSorted()).toEqual(Object.keys(want).toSorted());
    for (const [name, numbers] of Object.entries(want)) {
      numbers.forEach((x, i) => {
        expect(got[name]![i]).toBeCloseTo(x, 4);
      });
    }
  });
});

/** The weights that a data-driven method starts from. */
async function start(name: string, layers: Layer): Promise<Readonly<Record<string, Float32Array>>> {
  const initializer = findInitializer(name);
  if (!isDataDriven(initializer)) throw new Error(`${name} looks at no data`);
  const networks = initializableNetworks(runtime, dataset, layers, "cross-entropy", 64);
  const g = new GraphBuilder("parameters");
  const x: Value = g.input("x", "float32", [2, ...problem.input]);
  try {
    const { parameters } = buildNetwork(g, layers, x, { mode: "evaluate" });
    const tensors = parameters.map(({ name: tensorName, shape, role }) => ({ name: tensorName, shape, role }));
    return (await prepareWeights(initializer, networks.of(1), tensors, 1)).weights;
  } finally {
    await networks.release();
  }
}
