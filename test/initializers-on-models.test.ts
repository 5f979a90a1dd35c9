import { describe, expect, test } from "vitest";
import { InputError } from "../src/errors.js";
import { initializers, initialWeights } from "../src/initializers/index.js";
import { models, parametersOf } from "../src/network/models/index.js";

const onBranches = ["zero-gamma", "fixup", "skipinit", "rezero", "t-fixup", "gpt2", "deepnorm", "mimetic"];
/**
 * Methods that have nothing to act on in a network, or cannot keep what they promise there, and
 * therefore refuse it.
 */
const refused: Readonly<Record<string, readonly string[]>> = {
  mlp: onBranches,
  lenet5: [...onBranches, "random-walk"], // known for linear and relu only, as below
  mnist_cnn: onBranches,
  cifar10_cnn: onBranches,
  plain_cnn: onBranches,
  vgg_small: onBranches,
  // Branches; no learned scales; no attention
  resnet20: ["looks-linear", "skipinit", "rezero", "mimetic"],
  // Branches; norms before the layers; no learned scales
  vit_tiny: ["looks-linear", "zero-gamma", "skipinit", "rezero", "random-walk"],
};

describe.each(models.map((model) => [model.name, model] as const))("%s on images of 16×16", (name, model) => {
  const { parameters } = parametersOf(model, { input: [3, 16, 16], classes: 10 });
  test.each(initializers.map((one) => [one.name, one] as const))("%s", (method, initializer) => {
    const initialize = () => initialWeights(initializer, parameters, 0);
    if (refused[name]?.includes(method)) expect(initialize).toThrow(InputError);
    else expect(Object.keys(initialize())).toEqual(parameters.map((p) => p.name));
  });
});
