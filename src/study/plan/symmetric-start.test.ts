/** What weights alone prove, and what they do not. */
import { describe, expect, it } from "vitest";
import { glyphs } from "../../../test/study/planned.js";
import { findInitializer, initialWeights, parseInitializer } from "../../initializers/index.js";
import { dense, dropout, flatten, type Layer, sequential } from "../../network/layers/index.js";
import { buildModel, parseModel } from "../../network/models/index.js";
import { symmetricStart, trainedNetwork } from "./symmetric-start.js";

const namedLayers = (text: string): Layer => {
  const { model, options } = parseModel(text);
  return buildModel(model, { input: glyphs.shape, classes: glyphs.classes }, options);
};
const startOf = (layers: Layer, method: string) => {
  const network = trainedNetwork(layers, glyphs.shape);
  const { initializer, options } = parseInitializer(method);
  return symmetricStart(network, initialWeights(initializer as never, network.parameters, 0, options));
};

describe("symmetricStart", () => {
  it.each([
    // f(0) = 0: nothing passes, with dropout, batch norm and residual branches, too.
    ["mlp", "zero", "no signal"],
    ["mlp:activation=tanh", "zero", "no signal"],
    ["mlp:activation=gelu", "zero", "no signal"],
    ["mnist_cnn", "zero", "no signal"],
    ["cifar10_cnn", "zero", "no signal"],
    ["mnist_cnn", "random:std=1e-30", undefined],
    // f(0) = 0.5: the head gets gradients, and all units the same.
    ["mlp:activation=sigmoid", "zero", "one unit"],
    ["mlp", "constant", "one unit"],
    ["lenet5", "constant", "one unit"],
    ["mlp", "ones", "one unit"],
    // Dropout drops other units in each sample, which tells them apart.
    ["mnist_cnn", "constant", undefined],
    // A softmax regression learns from zeros.
    ["mlp:depth=0", "zero", undefined],
    ["mlp:depth=0", "constant", undefined],
    ["mlp", "he", undefined],
    ["mlp", "identity", undefined],
    ["lenet5", "zero-hadamard", undefined],
  ])("%s from %s: %s", (model, method, expected) => {
    expect(startOf(namedLayers(model), method)).toBe(expected);
  });

  it("constants with dropout prove nothing, zeros with it do", () => {
    const layers = sequential(flatten(), dense(8, { activation: "relu" }), dropout(0.5), dense(10));
    expect(startOf(layers, "constant")).toBeUndefined();
    expect(startOf(layers, "zero")).toBe("no signal");
  });

  it("one kernel that differs, or one bias, is no proof", () => {
    const network = trainedNetwork(namedLayers("mlp:depth=2,width=4"), glyphs.shape);
    const equal = initialWeights(findInitializer("constant") as never, network.parameters, 0);
    expect(symmetricStart(network, equal)).toBe("one unit");
    for (const { name, role, shape } of network.parameters) {
      const other = equal[name]!.slice();
      other[other.length - 1]! += 0.5;
      // The head's biases may be anything.
      const expected = role.kind === "bias" && shape[0] === 10 ? "one unit" : undefined;
      expect([name, symmetricStart(network, { ...equal, [name]: other })]).toEqual([name, expected]);
    }
  });

  it("units with equal weights may weigh pixels differently, and the head's units may differ", () => {
    const network = trainedNetwork(namedLayers("mlp:depth=1,width=4"), glyphs.shape);
    const pixels = 784;
    const first = Float32Array.from({ length: 4 * pixels }, (_, i) => Math.sin(i % pixels));
    const head = Float32Array.from({ length: 40 }, (_, i) => Math.cos(Math.floor(i / 4)));
    const weights = {
      "dense1/kernel": first,
      "dense1/bias": new Float32Array(4),
      "dense2/kernel": head,
      "dense2/bias": new Float32Array(10),
    };
    expect(symmetricStart(network, weights)).toBe("one unit");
    // Equal units whose outputs are weighed differently get different gradients.
    const unequal = Float32Array.from({ length: 40 }, (_, i) => Math.cos(i));
    expect(symmetricStart(network, { ...weights, "dense2/kernel": unequal })).toBeUndefined();
  });
});
