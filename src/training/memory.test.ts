import { describe, expect, it } from "vitest";
import { conv, dense, flatten, sequential } from "../network/layers/index.js";
import { parseModel } from "../network/models/index.js";
import type { Recipe } from "../recipe.js";
import { trainingMemory } from "./memory.js";

const size = { shape: [1, 28, 28], type: "uint8", classes: 10, trainSamples: 1000, testSamples: 500 } as const;
const recipe: Recipe = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, batch: 100, epochs: 1 };

describe("the memory of training", () => {
  it("of two dense layers, counted by hand", () => {
    const layers = sequential(flatten(), dense(64, { activation: "relu" }), dense(10));
    const memory = trainingMemory(layers, recipe, size);
    const parameters = 4 * (784 * 64 + 64 + 64 * 10 + 10);
    expect(memory.parameters).toBe(parameters);
    expect(memory.slots).toBe(0);
    expect(memory.data).toBe(1500 * (784 + 4));
    // At least the batch as floats and the new weights, which are returned; at most every value of
    // the step at once.
    expect(memory.activations).toBeGreaterThan(4 * 100 * 784 + parameters);
    expect(memory.activations).toBeLessThan(4 * 100 * 784 * 4 + 4 * parameters);
    expect(memory.total).toBe(3 * parameters + memory.activations + memory.evaluation + memory.data);
  });

  it("grows by what the optimizer keeps, what is held out, and a second graph for the smaller last batch", () => {
    const { model, options } = parseModel("vgg_small:width=4,norm=batch");
    const layers = model.build({ input: [1, 28, 28], classes: 10 }, options);
    const plain = trainingMemory(layers, recipe, size);
    const adam = trainingMemory(layers, { ...recipe, optimizer: { kind: "adam", learningRate: 0.1 } }, size);
    expect(adam.slots - plain.slots).toBe(2 * plain.parameters);
    expect(trainingMemory(layers, recipe, { ...size, validation: 100 }).data).toBe(2500 * (784 + 4));
    // 1,050 samples leave half a batch.
    const uneven = trainingMemory(layers, recipe, { ...size, trainSamples: 1050 });
    expect(uneven.activations / plain.activations).toBeCloseTo(1.5, 2);
  });

  it("of activations grows with the batch and the depth, in proportion", () => {
    const activations = (depth: number, batch: number) => {
      const hidden = Array.from({ length: depth }, () => conv(8, 3, { padding: "same", activation: "relu" }));
      return trainingMemory(sequential(...hidden, flatten(), dense(10)), { ...recipe, batch }, size).activations;
    };
    expect(activations(20, 200) / activations(20, 100)).toBeCloseTo(2, 1);
    // A layer keeps its output alone: all that the backward pass needs of convolution and ReLU.
    const output = 4 * 100 * 8 * 28 * 28;
    expect((activations(40, 100) - activations(20, 100)) / 20 / output).toBeCloseTo(1, 1);
  });
});
