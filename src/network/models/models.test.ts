import { describe, expect, it } from "vitest";
import { graphOf, plausibleInputs, runGraph } from "../../../test/networks.js";
import { InputError } from "../../errors.js";
import { sizeOf } from "../../graph/tensor.js";
import { completeOptions } from "../../options.js";
import { conv, dense, flatten, maxPool, sequential } from "../layers/index.js";
import { defineNetwork, findModel, formatModel, models, type ProblemShape, parametersOf, parseModel } from "./index.js";

const mnist: ProblemShape = { input: [1, 28, 28], classes: 10 };
const cifar: ProblemShape = { input: [3, 32, 32], classes: 10 };
const problems = { mnist, cifar };
const layersOf = (text: string, problem: ProblemShape) => {
  const { model, options } = parseModel(text);
  return model.build(problem, options);
};

/** Every model with its defaults, and the variants that other code paths build. */
const variants = [
  ...models.map((model) => model.name),
  "mlp:depth=0",
  "mlp:depth=2,width=512,activation=step",
  "lenet5:activation=relu,pooling=max",
  "plain_cnn:depth=7,activation=tanh",
  "vgg_small:norm=batch,width=8",
  "resnet20:norm=none",
  "resnet20:norm=scale",
];

describe("number of parameters", () => {
  it.each<[string, ProblemShape, number]>([
    ["mnist_cnn", mnist, 1_199_882], // Keras's own summary of the 2018 examples
    ["cifar10_cnn", cifar, 1_250_858],
    ["mlp:depth=2,width=512", mnist, 784 * 512 + 512 + 512 * 512 + 512 + 512 * 10 + 10],
    ["mlp", mnist, 784 * 128 + 128 + 5 * (128 * 128 + 128) + 128 * 10 + 10],
    ["mlp", { input: [4], classes: 3 }, 4 * 128 + 128 + 5 * (128 * 128 + 128) + 128 * 3 + 3],
    ["lenet5", mnist, 61_706], // as its many copies count
    ["lenet5", cifar, 62_006],
    // 27·16 + six convolutions of 16 + 16→32, five of 32 + 32→64, five of 64, two numbers a channel
    // for each norm, head:
    ["resnet20", cifar, 432 + 6 * 2304 + 4608 + 5 * 9216 + 18_432 + 5 * 36_864 + 2 * (7 * 16 + 6 * 32 + 6 * 64) + 650],
    ["resnet20", cifar, 269_722], // "0.27 M" in the paper's Table 6
    ["resnet20:norm=none", cifar, 269_722 - (7 * 16 + 6 * 32 + 6 * 64)],
    ["resnet20:norm=scale", cifar, 269_722 - (7 * 16 + 6 * 32 + 6 * 64) + 9],
    // patches 48·64 + 64, class token, 65 positions, 4 blocks of 4·64² + 4·64 and 2·2·64² + 3·64
    // and two norms, norm, head
    ["vit_tiny", cifar, 3136 + 64 + 65 * 64 + 4 * (4 * 4096 + 256 + 4 * 4096 + 192 + 256) + 128 + 650],
  ])("%s on %o: %d", (text, problem, expected) => {
    const { model, options } = parseModel(text);
    expect(parametersOf(model, problem, options).total).toBe(expected);
  });
});

describe.each(variants)("%s", (text) => {
  describe.each(Object.entries(problems))("on %s", (_, problem) => {
    const input = [2, ...problem.input];
    const layers = layersOf(text, problem);

    it("gives finite logits [N, classes]", async () => {
      const { graph, network } = graphOf(layers, input);
      expect(network.logits).toMatchObject({ type: "float32", shape: [2, problem.classes] });
      const { y } = await runGraph(graph, plausibleInputs(graph, network));
      expect(y!.shape).toEqual([2, problem.classes]);
      expect(Array.from(y!.data as Float32Array).every(Number.isFinite)).toBe(true);
    });

    it("has the same parameters and states in training and evaluation, at any batch", () => {
      const plain = (mode: "train" | "evaluate", n: number) => {
        const { parameters, states } = graphOf(layers, [n, ...problem.input], mode).network;
        return {
          parameters: parameters.map(({ name, shape, role }) => ({ name, shape, role })),
          states: states.map(({ name, shape, initial }) => ({ name, shape, initial })),
        };
      };
      expect(plain("train", 3)).toEqual(plain("evaluate", 2));
    });

    it("updates all its states in training, and masks only then", () => {
      const train = graphOf(layers, input, "train").network;
      for (const state of train.states) expect(state.next?.shape).toEqual(state.shape);
      const evaluate = graphOf(layers, input, "evaluate").network;
      expect(evaluate.masks).toEqual([]);
      expect(evaluate.states.filter((s) => s.next !== undefined)).toEqual([]);
    });

    it("fills its parameters' roles", () => {
      const { parameters } = graphOf(layers, input).network;
      expect(new Set(parameters.map((p) => p.name)).size).toBe(parameters.length);
      const kernels = parameters.filter((p) => p.role.kind === "kernel");
      expect(kernels.filter((p) => p.role.first)).toEqual([kernels[0]]);
      expect(kernels.filter((p) => p.role.head)).toEqual([kernels.at(-1)]);
      expect(kernels.at(-1)).toMatchObject({
        shape: [problem.classes, expect.any(Number)],
        role: { activation: "linear" },
      });
      for (const { role, shape } of parameters) {
        if (role.kind === "kernel") expect(role.operation).toMatch(/^(dense|convolution)$/);
        if (role.kind === "bias") expect(role.kernel!.shape[0]).toBe(sizeOf(shape));
        if (role.kind === "bias") expect(kernels.map((k) => k.role)).toContainEqual(role.kernel!.role);
      }
      const branches = new Set(parameters.flatMap((p) => p.role.residual?.branch ?? []));
      for (const branch of branches) {
        const inside = kernels.flatMap((p) => (p.role.residual?.branch === branch ? [p.role.residual] : []));
        expect(inside.at(-1)).toMatchObject({ branches: branches.size, last: true, layer: inside[0]!.layers - 1 });
        expect(inside.filter((r) => r.last)).toHaveLength(1);
      }
    });
  });
});

it("kernels know the activation they feed", () => {
  const of = (text: string, problem: ProblemShape) => {
    const { model, options } = parseModel(text);
    const { parameters } = parametersOf(model, problem, options);
    return parameters.filter((p) => p.role.kind === "kernel").map((p) => p.role.activation);
  };
  expect(of("mlp:depth=2,activation=tanh", mnist)).toEqual(["tanh", "tanh", "linear"]);
  expect(of("resnet20", cifar)).toEqual([...new Array(19).fill("relu"), "linear"]);
  expect(of("vit_tiny:depth=1", cifar)).toEqual(["linear", "linear", "linear", "gelu", "linear", "linear"]);
});

it("Keras's networks come with the recipes of their 2018 scripts", () => {
  expect(findModel("mnist_cnn").recipe).toEqual({
    loss: "cross-entropy",
    optimizer: { kind: "adadelta", learningRate: 1, rho: 0.95, epsilon: 1e-7 },
    batch: 128,
    epochs: 12,
  });
  expect(findModel("cifar10_cnn").recipe).toMatchObject({
    optimizer: { kind: "rmsprop", learningRate: 1e-4, decay: 1e-6, rho: 0.9, epsilon: 1e-7 },
    batch: 32,
    augmentation: { shift: 0.1, flip: true },
  });
});

describe("findModel and parseModel", () => {
  it("complete the options", () => {
    expect(parseModel("mlp:depth=10, activation=tanh").options).toEqual({ depth: 10, width: 128, activation: "tanh" });
    expect(parseModel("mnist_cnn").options).toEqual({});
    expect(formatModel(parseModel("mlp:width=128,depth=3"))).toBe("mlp:depth=3");
    for (const text of variants) expect(parseModel(formatModel(parseModel(text)))).toEqual(parseModel(text));
  });

  it.each<[string, string]>([
    ["mpl", 'Unknown model "mpl"; did you mean "mlp"?'],
    ["mlp:dept=3", 'Unknown option of mlp "dept"; did you mean "depth"?'],
    ["mnist_cnn:depth=3", 'mnist_cnn has no options; got "depth".'],
    ["mlp:depth=-1", "mlp: depth must be a whole number from 0 to 1000, got -1 (depth: number of hidden layers)."],
    ["mlp:depth=2.5", "must be a whole number"],
    ["mlp:depth=three", "must be a whole number"],
    ["mlp:activation=rleu", 'Unknown activation of mlp "rleu"; did you mean "relu"?'],
    ["mlp:depth", 'options are written name=value, separated by commas; got "depth".'],
    ["mlp:", "options are written name=value"],
    ["mlp:depth=1,depth=2", 'option "depth" is given twice'],
  ])("%s", (text, message) => {
    expect(() => parseModel(text)).toThrow(InputError);
    expect(() => parseModel(text)).toThrow(message);
  });

  it("every default is legal, and every model has a description", () => {
    for (const model of models) {
      const defaults = Object.fromEntries(Object.entries(model.options).map(([name, o]) => [name, o.default]));
      expect(completeOptions(model, defaults)).toEqual(defaults);
      expect(model.summary).not.toBe("");
      expect(findModel(model.name)).toBe(model);
    }
  });
});

describe("data that does not fit", () => {
  const images = models.filter((model) => model.name !== "mlp");
  it.each(images.map((m) => m.name))("%s refuses rows and tiny images", (name) => {
    expect(() => layersOf(name, { input: [4], classes: 3 })).toThrow(
      `${name} takes images [C, H, W]; the data's samples are [4]. Use mlp, which takes any shape.`,
    );
    expect(() => layersOf(name, { input: [1, 2, 3], classes: 3 })).toThrow(InputError);
  });

  it("the smallest images that are let in can be built", () => {
    for (const model of images) {
      const smallest = Array.from({ length: 32 }, (_, i) => i + 1).find((n) => {
        try {
          return model.build({ input: [1, n, n], classes: 3 }, parseModel(model.name).options);
        } catch {
          return false;
        }
      })!;
      const problem = { input: [1, smallest, smallest], classes: 3 };
      expect(parametersOf(model, problem).total, `${model.name} on ${smallest}×${smallest}`).toBeGreaterThan(0);
    }
  });

  it("vit_tiny's sizes must divide", () => {
    expect(() => layersOf("vit_tiny:patch=5", mnist)).toThrow(
      "patch must divide the images' height and width; got 5 for images of 28×28",
    );
    expect(() => layersOf("vit_tiny:heads=5", mnist)).toThrow("width must be a multiple of heads; got 64 and 5");
  });
});

describe("defineNetwork", () => {
  // The example of its docstring.
  const small = defineNetwork({
    name: "small",
    layers: ({ classes }) => sequential(conv(16, 3, { activation: "relu" }), maxPool(2), flatten(), dense(classes)),
  });

  it("gives a model like the named ones", () => {
    expect(parametersOf(small, mnist).total).toBe(16 * 9 + 16 + 16 * 13 * 13 * 10 + 10);
    expect(parseModel("small", [...models, small])).toEqual({ model: small, options: {} });
    expect(small.recipe.optimizer.kind).toBe("sgd");
  });

  it("refuses a network that does not end in logits", () => {
    const wrong = defineNetwork({ name: "wrong", layers: sequential(flatten(), dense(5)) });
    expect(() => parametersOf(wrong, mnist)).toThrow(
      'Network "wrong" must end in logits [N, classes] = [1, 10]; it ends in [1, 5]: finish with dense(10).',
    );
  });
});
