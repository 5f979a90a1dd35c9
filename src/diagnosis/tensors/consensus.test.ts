/** Tensors of one shape and role are named alike; a formula has the number of its option. */
import { expect, it } from "vitest";
import { type Initializer, initialWeights, kernelTensor, parseInitializer } from "../../initializers/index.js";
import { identifyTensors } from "./identify.js";

const parameters = Array.from({ length: 21 }, (_, i) => ({
  ...kernelTensor([64, 64], { activation: "relu" }),
  name: `dense${i}/kernel`,
}));

function recipesBy(method: string, seed: number) {
  const { initializer, options } = parseInitializer(method);
  const weights = initialWeights(initializer as Initializer, parameters, seed, options);
  const tensors = parameters.map((specification) => ({ specification, values: weights[specification.name]! }));
  return identifyTensors(tensors).map(({ recipe }) => recipe.methods);
}

it.each([0, 1, 2, 3])("of 21 like kernels none is without its recipe (seed %i)", (seed) => {
  for (const method of ["he", "pytorch-default"]) {
    const names = recipesBy(method, seed).map((methods) => methods.map((one) => one.method));
    expect(names[0]).toContain(method);
    for (const others of names) expect(others).toEqual(names[0]);
  }
});

it("the formula of a method has the number of its option", () => {
  const [methods] = recipesBy("random:std=0.1", 0);
  expect(methods!.map(({ how }) => how)).toContain("W ~ N(0, 0.1²): std 0.1");
});
