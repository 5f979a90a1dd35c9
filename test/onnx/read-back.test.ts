/** Every network that stepzero can write is read back with the roles that its layers declared. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { sizeOf } from "../../src/graph/tensor.js";
import { initialWeights, parseInitializer } from "../../src/initializers/index.js";
import { inferRoles } from "../../src/network/from-onnx/index.js";
import type { Layer } from "../../src/network/layers/index.js";
import { type EvaluationNetwork, evaluationNetwork, models, parseModel } from "../../src/network/models/index.js";
import { initializeOnnx } from "../../src/weights/initialize-onnx.js";
import { networks } from "./random-networks.js";

const problem = { input: [2, 8, 8], classes: 5 };
const networkOf = (layers: Layer) => evaluationNetwork("random", layers, problem);

/** Weights that tell each other apart. */
const counted = ({ parameters }: EvaluationNetwork) =>
  Object.fromEntries(
    parameters.map(({ name, shape }, k) => [name, Float32Array.from({ length: sizeOf(shape) }, (_, i) => k + i)]),
  );

const fileOf = (network: EvaluationNetwork, weights: Record<string, Float32Array> = counted(network)) =>
  writeOnnx(network.graph(weights));

/** The roles read from a file are those of its network, and nothing is left over. */
function expectRoles(bytes: Uint8Array, { parameters, states }: EvaluationNetwork): void {
  const roles = inferRoles(readOutline(bytes));
  const fromFile = roles.weights.map(({ tensor: { name, shape, role } }) => [name, { shape, role }]);
  const declared = parameters.map(({ name, shape, role }) => [name, { shape, role }]);
  expect(Object.fromEntries(fromFile)).toEqual(Object.fromEntries(declared));
  expect(roles.states.map(({ name, initial }) => [name, initial])).toEqual(
    states.map(({ name, initial }) => [name, initial]),
  );
  expect([roles.kept.filter(({ isFixed }) => !isFixed), roles.missed, roles.notes]).toEqual([[], [], []]);
}

/** What a method gives these tensors, or why it refuses. */
function drawn(draw: () => Readonly<Record<string, Float32Array>>): unknown {
  try {
    return Object.fromEntries(
      Object.entries(draw()).map(([name, data]) => [name, Buffer.from(data.buffer).toString("base64")]),
    );
  } catch (error) {
    return String(error).replace("the model: ", "");
  }
}

/** A method gives the file what it gives the network, bit for bit, or refuses both. */
function expectBits(bytes: Uint8Array, network: EvaluationNetwork, text: string): void {
  const method = parseInitializer(text);
  const ours = drawn(() => initialWeights(method.initializer as never, network.parameters, 7, method.options));
  const parameters = new Set(network.parameters.map(({ name }) => name));
  const theirs = drawn(() =>
    Object.fromEntries(
      initializeOnnx(bytes, { method, seed: 7 })
        .tensors.filter(({ name }) => parameters.has(name))
        .map(({ name, data }) => [name, data as Float32Array]),
    ),
  );
  expect(theirs, text).toEqual(ours);
}

const methods = ["he", "orthogonal", "glorot-uniform", "pytorch-default", "activation-aware", "fixup", "zero-gamma"];

describe("networks that stepzero writes", () => {
  it("random ones of every layer have the roles that were declared, and get the same bits", () => {
    fc.assert(
      fc.property(networks, fc.constantFrom(...methods, "mimetic", "skipinit"), ({ layers }, method) => {
        const network = networkOf(layers);
        const bytes = fileOf(network);
        expectRoles(bytes, network);
        expectBits(bytes, network, method);
      }),
      { numRuns: 250 },
    );
  });

  it.each(["zero", "ones", "identity", "constant", "delta-orthogonal", "zero-hadamard"])(
    "files full of %s read the same: no role depends on the numbers",
    (text) => {
      const method = parseInitializer(text);
      fc.assert(
        fc.property(networks, ({ layers }) => {
          const network = networkOf(layers);
          let weights: Record<string, Float32Array>;
          try {
            weights = initialWeights(method.initializer as never, network.parameters, 0, method.options);
          } catch {
            return; // the method does not fit this network
          }
          expectRoles(fileOf(network, weights), network);
        }),
        { numRuns: 40 },
      );
    },
  );

  it.each(models.map(({ name }) => name))("%s: the same bits under every method of the list", (name) => {
    const { model, options } = parseModel(name);
    const image = { input: [1, 16, 16], classes: 5 };
    const network = evaluationNetwork(name, model.build(image, options), image);
    const bytes = fileOf(network);
    for (const method of [...methods, "mimetic"]) expectBits(bytes, network, method);
  });
});
