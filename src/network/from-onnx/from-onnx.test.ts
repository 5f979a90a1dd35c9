/** Roles read off .onnx files of our own networks, whose layers declared them. */
import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../../graph/builder.js";
import { patchTensors } from "../../graph/file/patch.js";
import { readOnnx } from "../../graph/file/read.js";
import { readOutline } from "../../graph/file/read-outline.js";
import { writeOnnx } from "../../graph/file/write.js";
import { sizeOf, tensor, toNumbers } from "../../graph/tensor.js";
import { evaluationNetwork, models, parseModel } from "../models/index.js";
import { inferRoles, modelEdit } from "./index.js";

const problem = { input: [1, 16, 16], classes: 5 };

/**
 * A named model as a file, with numbers that tell the weights apart, and what its layers declared.
 */
function fileOf(text: string) {
  const { model, options } = parseModel(text);
  const network = evaluationNetwork(model.name, model.build(problem, options), problem);
  const weights = Object.fromEntries(
    network.parameters.map(({ name, shape }, k) => [
      name,
      Float32Array.from({ length: sizeOf(shape) }, (_, i) => k + i),
    ]),
  );
  return { bytes: writeOnnx(network.graph(weights)), ...network };
}

describe("roles of the named networks, read from files", () => {
  test.each([
    ...models.map(({ name }) => name),
    "mlp:depth=2,width=8,activation=tanh",
    "mlp:depth=3,width=8,activation=silu",
    "mlp:depth=1,width=8,activation=gelu",
    "mlp:depth=1,width=8,activation=leaky-relu",
    "plain_cnn:depth=4,activation=elu",
    "vgg_small:norm=batch,width=4",
  ])("%s: as its layers declared them", (text) => {
    const { bytes, parameters, states } = fileOf(text);
    const roles = inferRoles(readOutline(bytes));
    const byName = new Map(roles.weights.map(({ tensor: { name, shape, role } }) => [name, { shape, role }]));
    expect(Object.fromEntries(byName)).toEqual(
      Object.fromEntries(parameters.map(({ name, shape, role }) => [name, { shape, role }])),
    );
    expect(roles.states.map(({ name, initial }) => [name, initial])).toEqual(
      states.map(({ name, initial }) => [name, initial]),
    );
    expect([roles.kept.filter(({ isFixed }) => !isFixed), roles.missed, roles.notes]).toEqual([[], [], []]);
  });

  test.each(models.map(({ name }) => name))("%s: the same roles, whichever tensors keep their numbers", (text) => {
    const outline = readOutline(fileOf(text).bytes);
    const whole = inferRoles(outline).weights;
    for (const { tensor } of whole) {
      const alone = inferRoles(outline, { keeps: (name) => name !== tensor.name }).weights;
      expect(alone.map((one) => one.tensor)).toEqual([tensor]);
    }
  });

  test("a matrix [in, out] is turned into our layout and back, with the bias in an Add", () => {
    const g = new GraphBuilder("keras");
    const kernel = g.constant(tensor("float32", [2, 3], [1, 2, 3, 4, 5, 6]), "kernel");
    const bias = g.constant(tensor("float32", [3], [7, 8, 9]), "bias");
    const product = g.apply("MatMul", [g.input("x", "float32", [4, 2]), kernel]);
    g.output("y", g.apply("Tanh", [g.apply("Add", [product, bias])]));
    const outline = readOutline(writeOnnx(g.build()));
    const roles = inferRoles(outline);
    const [first, second] = roles.weights;
    const role = { kind: "kernel", operation: "dense", activation: "tanh", first: true, head: true };
    expect(first!.tensor).toEqual({ name: "kernel", shape: [3, 2], role });
    expect(first!.places).toMatchObject([{ name: "kernel", shape: [2, 3], offset: 0 }]);
    const ofKernel = { activation: "tanh", first: true, head: true, kernel: { shape: [3, 2], role } };
    expect(second!.tensor).toEqual({ name: "bias", shape: [3], role: { kind: "bias", ...ofKernel } });
    // W[o][i] = 10 o + i stands at [i][o] in the file.
    const weights = { kernel: Float32Array.from([0, 1, 10, 11, 20, 21]), bias: new Float32Array(3) };
    expect([...modelEdit(outline, roles, weights).numbers.get("kernel")!]).toEqual([0, 10, 20, 1, 11, 21]);
  });
});

test("the vectors by which spectral normalization measures a kernel are no kernels", () => {
  const g = new GraphBuilder("spectral");
  const numbers = (size: number) => Array.from({ length: size }, (_, i) => 1 + i);
  const kernel = g.constant(tensor("float32", [3, 2], numbers(6)), "weight_orig");
  const u = g.constant(tensor("float32", [1, 3], numbers(3)), "u");
  const v = g.constant(tensor("float32", [2, 1], numbers(2)), "v");
  const norm = g.apply("MatMul", [u, g.apply("MatMul", [kernel, v])]);
  const product = g.apply("MatMul", [
    g.input("x", "float32", [4, 2]),
    g.apply("Transpose", [g.apply("Div", [kernel, norm])], { perm: [1, 0] }),
  ]);
  g.output("y", product);
  const { weights, missed } = inferRoles(readOutline(writeOnnx(g.build())));
  expect(weights).toEqual([]);
  expect(missed.map(({ reason }) => reason)).toEqual([expect.stringContaining("weight_orig")]);
  // A stored vector times what the samples make is one: a network of one output.
  const one = new GraphBuilder("one");
  one.output(
    "y",
    one.apply("MatMul", [one.input("x", "float32", [4, 3]), one.constant(tensor("float32", [3, 1], numbers(3)), "w")]),
  );
  expect(inferRoles(readOutline(writeOnnx(one.build()))).weights.map(({ tensor: { name } }) => name)).toEqual(["w"]);
});

test("new numbers change the named weights and nothing else", () => {
  const { bytes, parameters } = fileOf("mlp:depth=1,width=3");
  const outline = readOutline(bytes);
  const roles = inferRoles(outline);
  const weights = Object.fromEntries(
    parameters.map(({ name, shape }) => [name, Float32Array.from({ length: sizeOf(shape) }, (_, i) => -i)]),
  );
  const { numbers, add, rename } = modelEdit(outline, roles, weights);
  const constantsOf = (file: Uint8Array) =>
    Object.fromEntries([...readOnnx(file).constants].map(([value, data]) => [value.name, toNumbers(data)]));
  const expected = Object.fromEntries(Object.entries(weights).map(([name, data]) => [name, [...data]]));
  const after = constantsOf(patchTensors(bytes, numbers, { add, rename }));
  expect(after).toEqual({ ...constantsOf(bytes), ...expected });
});
