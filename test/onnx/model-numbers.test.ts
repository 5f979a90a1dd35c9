/** The numbers of a file's weights: what was written is read back. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, test } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { patchTensors } from "../../src/graph/file/patch.js";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { fromHalf, toHalf } from "../../src/graph/half-precision.js";
import { sizeOf, tensor } from "../../src/graph/tensor.js";
import { initialWeights, parseInitializer } from "../../src/initializers/index.js";
import { inferRoles, type ModelPlace, modelEdit, weightsOfModel } from "../../src/network/from-onnx/index.js";
import { evaluationNetwork, models as networks, parseModel } from "../../src/network/models/index.js";
import { initializeOnnx } from "../../src/weights/index.js";
import { readOnnxFile } from "../../src/weights/node/onnx-file.js";
import { haveShared } from "../oracles.js";
import { shared } from "./shared-models.js";

const problem = { input: [1, 16, 16], classes: 5 };

test.each(networks.map(({ name }) => name))("%s: a file has the numbers that it was written with", (text) => {
  const { model, options } = parseModel(text);
  const network = evaluationNetwork(model.name, model.build(problem, options), problem);
  const weights = Object.fromEntries(
    network.parameters.map(({ name, shape }, k) => [
      name,
      Float32Array.from({ length: sizeOf(shape) }, (_, i) => k + i / 7),
    ]),
  );
  const read = weightsOfModel(writeOnnx(network.graph(weights)));
  expect(read.weights).toEqual(weights);
  expect(read.tensors.map(({ type, notFinite }) => [type, notFinite])).toEqual(
    network.parameters.map(() => ["float", 0]),
  );
});

test("a Gemm's alpha stays a multiplier; a sum is part of the numbers; NaN is counted", () => {
  const g = new GraphBuilder("affine");
  const x = g.input("x", "float32", [4, 2]);
  const kernel = g.constant(tensor("float32", [3, 2], [1, 2, 3, Number.NaN, 5, 6]), "kernel");
  const one = g.constant(tensor("float32", [], [1]), "one");
  const shifted = g.apply("Add", [kernel, one]);
  g.output("y", g.apply("Gemm", [x, shifted], { alpha: 0.5, transB: 1 }));
  const [weight] = weightsOfModel(writeOnnx(g.build())).tensors;
  expect(weight!.tensor.role.multiplier).toBe(0.5);
  expect([...weight!.values]).toEqual([2, 3, 4, Number.NaN, 6, 7]);
  expect(weight!.notFinite).toBe(1);
});

/** Numbers as a file of that type stores them. */
function stored(type: string, values: Float32Array): Float32Array {
  return type === "float16" || type === "bfloat16" ? fromHalf(type, toHalf(type, values)) : values;
}

const files = haveShared("models")
  ? ["models", "cases/onnx"].flatMap((path) =>
      readdirSync(shared(path))
        .filter((name) => name.endsWith(".onnx"))
        .map((name) => join(shared(path), name)),
    )
  : [];

/** Of numbers that were written and read, the largest difference relative to the largest number. */
function difference(got: Float32Array, expected: Float32Array): number {
  let [most, size] = [0, 0];
  expected.forEach((x, i) => {
    most = Math.max(most, Math.abs(got[i]! - x));
    size = Math.max(size, Math.abs(x));
  });
  return most === 0 ? 0 : most / size;
}

const keyOf = (name: string, { steps }: ModelPlace) => `${name} ${JSON.stringify(steps)}`;

it.skipIf(!haveShared("models"))("every model of others: what modelEdit writes is read back", () => {
  let weights = 0;
  for (const path of files) {
    const { bytes, externalData } = readOnnxFile(path);
    const outline = readOutline(bytes, { externalData });
    const roles = inferRoles(outline);
    const { initializer, options } = parseInitializer("pytorch-default");
    const numbers = initialWeights(
      initializer,
      roles.weights.map((one) => one.tensor),
      3,
      options,
    );
    const { numbers: replaced, add, rename, nameOf } = modelEdit(outline, roles, numbers);
    const after = patchTensors(bytes, replaced, { add, rename, externalData });
    const read = weightsOfModel(after, { externalData });
    // Tensors that a file shared or made by a node have names of their own now, in another order.
    const byPlace = new Map(
      read.roles.weights.map(({ places: [place] }, i) => [keyOf(place!.name, place!), read.tensors[i]!]),
    );
    const keys = roles.weights.map(({ places: [place] }) => keyOf(nameOf(place!), place!));
    expect([...byPlace.keys()].sort(), path).toEqual([...keys].sort());
    for (const [i, { tensor }] of roles.weights.entries()) {
      const { values, type, notFinite } = byPlace.get(keys[i]!)!;
      // A file that adds a number to its weights rounds twice.
      expect(difference(values, stored(type, numbers[tensor.name]!)), `${path} ${tensor.name}`).toBeLessThan(1e-6);
      expect(notFinite).toBe(0);
      weights++;
    }
    for (const { values, initial } of read.states) expect(values.every((x) => x === initial)).toBe(true);
  }
  expect(weights).toBeGreaterThan(500);
});

it.skipIf(!haveShared("models"))("every model of others: mean and spread are those that init reports", () => {
  const method = parseInitializer("he");
  for (const path of files) {
    const { bytes, externalData } = readOnnxFile(path);
    const fresh = initializeOnnx(bytes, { method, seed: 5, layout: "onnx", externalData });
    const read = weightsOfModel(fresh.onnx(), { externalData });
    const kernels = new Map(fresh.summaries.filter(({ fanIn }) => fanIn !== undefined).map((one) => [one.name, one]));
    const before = (name: string) => (kernels.has(name) ? name : name.replace(/ \(\d+\)$/, ""));
    const ours = read.tensors.filter(({ tensor: { role } }) => role.kind === "kernel");
    expect(ours.map(({ tensor }) => before(tensor.name)).sort(), path).toEqual([...kernels.keys()].sort());
    for (const { tensor, values, type } of ours) {
      const std = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length - meanOf(values) ** 2);
      const digits = type === "float" || type === "double" ? 1e-5 : 1e-2;
      const { std: expected } = kernels.get(before(tensor.name))!;
      expect(Math.abs(std / expected - 1), `${path} ${tensor.name}`).toBeLessThan(digits);
    }
  }
});

const meanOf = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;

it.skipIf(!haveShared("models"))("weights beside a file need its reader; half precision is said", () => {
  const beside = readOnnxFile(join(shared("models"), "torch-mlp-external-op15.onnx"));
  expect(() => weightsOfModel(beside.bytes)).toThrow("keeps its data in the side file");
  const half = readOnnxFile(join(shared("models"), "torch-mlp-fp16-op13.onnx"));
  const kernels = weightsOfModel(half.bytes).tensors.filter(({ tensor: { role } }) => role.kind === "kernel");
  expect(new Set(kernels.map(({ type }) => type))).toEqual(new Set(["float16"]));
});
