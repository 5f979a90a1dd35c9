/** Roles read off .onnx files of our own networks, whose layers declared them. */
import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../../graph/builder.js";
import { readOnnx } from "../../graph/file/read.js";
import { writeOnnx } from "../../graph/file/write.js";
import { sizeOf, tensor } from "../../graph/tensor.js";
import { evaluationNetwork, parseModel } from "../models/index.js";
import { inFileLayout, inferRoles } from "./index.js";

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
    "mlp:depth=2,width=8,activation=tanh",
    "mlp:depth=3,width=8,activation=silu",
    "mlp:depth=1,width=8,activation=gelu",
    "mlp:depth=1,width=8,activation=leaky-relu",
    "lenet5",
    "mnist_cnn",
    "plain_cnn:depth=4,activation=elu",
    "vgg_small:norm=batch,width=4",
  ])("%s: as its layers declared them", (text) => {
    const { bytes, parameters, states } = fileOf(text);
    const roles = inferRoles(readOnnx(bytes));
    const byName = new Map(roles.weights.map((weight) => [weight.tensor.name, weight]));
    expect([...byName.keys()].sort()).toEqual(parameters.map(({ name }) => name).sort());
    for (const { name, shape, role } of parameters) {
      const { tensor: inferred, transposed } = byName.get(name)!;
      expect(inferred.shape, name).toEqual(shape);
      expect(transposed, name).toBe(false);
      const { kind, operation, activation, kernel } = role;
      expect(inferred.role, name).toMatchObject({ kind, ...(operation && { operation }) });
      if (kind === "kernel") {
        expect(inferred.role.activation, name).toBe(activation);
        expect([inferred.role.first, inferred.role.head], name).toEqual([role.first, role.head]);
      }
      if (kind === "bias") {
        expect(inferred.role.kernel!.shape, name).toEqual(kernel!.shape);
        expect(inferred.role.kernel!.role.head, name).toBe(kernel!.role.head);
      }
    }
    expect(roles.states.map(({ name, initial }) => [name, initial])).toEqual(
      states.map(({ name, initial }) => [name, initial]),
    );
    expect(roles.others).toEqual([]);
  });

  test("a matrix [in, out] is turned into our layout and back, with the bias in an Add", () => {
    const g = new GraphBuilder("keras");
    const kernel = g.constant(tensor("float32", [2, 3], [1, 2, 3, 4, 5, 6]), "kernel");
    const bias = g.constant(tensor("float32", [3], [7, 8, 9]), "bias");
    const product = g.apply("MatMul", [g.input("x", "float32", [4, 2]), kernel]);
    g.output("y", g.apply("Tanh", [g.apply("Add", [product, bias])]));
    const [first, second] = inferRoles(g.build()).weights;
    expect(first).toEqual({
      tensor: {
        name: "kernel",
        shape: [3, 2],
        role: { kind: "kernel", operation: "dense", activation: "tanh", first: true, head: true },
      },
      shape: [2, 3],
      transposed: true,
    });
    expect(second!.tensor.role).toEqual({
      kind: "bias",
      activation: "tanh",
      kernel: { shape: [3, 2], role: first!.tensor.role },
    });
    // W[o][i] = 10 o + i stands at [i][o] in the file.
    expect([...inFileLayout(first!, Float32Array.from([0, 1, 10, 11, 20, 21]))]).toEqual([0, 10, 20, 1, 11, 21]);
    expect([...inFileLayout(second!, Float32Array.from([1, 2, 3]))]).toEqual([1, 2, 3]);
  });
});
