/** Activations of the user's own, against built-in ones, closed forms and differences. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphOf, runGraph } from "../../../test/networks.js";
import { InputError, ShapeError } from "../../errors.js";
import { add, mul, scale } from "../../graph/expressions.js";
import { gradients } from "../../graph/gradients/gradients.js";
import { draw, findInitializer, he, initialWeights, parseInitializer } from "../../initializers/index.js";
import {
  backwardFactor,
  criticalPoint,
  fixedPointGain,
  gain,
  moments,
  scalarActivation,
  scalarActivations,
} from "../../signal/index.js";
import { activation, conv, dense, flatten, type Layer, residual, sequential } from "../layers/index.js";
import { findModel, models, parametersOf, withActivation } from "../models/index.js";
import { type Activation, activationAfter, activationRole, activations, findActivation } from "./index.js";

/** x·sigmoid(βx). */
const swishOf = (beta: number): Activation => ({
  name: `swish${beta}`,
  apply: (g, x) => mul(g, x, g.apply("Sigmoid", [scale(g, x, beta)])),
});
const swishLike = swishOf(1.702);
/** A copy of a built-in activation under another name, with its graph form alone. */
const copyOf = (name: string): Activation => ({ name: `my-${name}`, apply: activations[name]!.apply });

const elementwise = Object.keys(activations).filter((name) => name !== "softmax");
const parametersIn = (layer: Layer, input: readonly number[]) => graphOf(layer, input).network.parameters;

describe("the table", () => {
  test("keys are names, and every activation but softmax has a function of one number", () => {
    for (const [key, { name, scalar }] of Object.entries(activations)) {
      expect(name).toBe(key);
      expect(scalar).toBe((scalarActivations as Record<string, unknown>)[key]);
    }
    expect(Object.keys(scalarActivations)).toEqual(elementwise);
  });

  test("an unknown name gets a suggestion, a misshapen object the two legal forms", () => {
    expect(() => dense(3, { activation: "rleu" })).toThrow('Unknown activation "rleu"; did you mean "relu"?');
    for (const wrong of [{}, { name: "mine" }, { apply: () => {} }, { name: "", apply: () => {} }, null, 3]) {
      expect(() => findActivation(wrong as never)).toThrow(InputError);
      expect(() => findActivation(wrong as never)).toThrow("An activation is a built-in one's name or an object");
    }
    expect(() => dense(3, { activation: { ...swishLike, name: "relu" } })).toThrow(
      'Give it another name, as "my-relu"',
    );
    expect(findActivation(activations.relu!)).toBe(activations.relu);
  });
});

describe.each(elementwise)("a copy of %s under another name", (name) => {
  const copy = copyOf(name);
  test("has the same gains and moments", () => {
    // The two differ by rounding only, which is gone at the 10 digits that weights are made of.
    const same = (a: number | undefined, b: number | undefined) => {
      if (a === undefined || b === undefined) expect(a).toBe(b);
      else expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-11 * Math.abs(b));
    };
    same(gain(copy), gain(name));
    same(fixedPointGain(copy), fixedPointGain(name));
    same(moments(copy, 1.3).derivative, moments(name, 1.3).derivative);
    if (fixedPointGain(name) !== undefined) same(backwardFactor(copy), backwardFactor(name));
  });

  test.each([
    "activation-aware",
    "activation-aware:gain=unit",
    "edge-of-chaos",
    "edge-of-chaos:qStar=40",
    "orthogonal:activationGain=unit",
    "he",
    // It treats the name "linear" differently by design.
    ...(name === "linear" ? [] : ["looks-linear"]),
  ])("gets the same weights from %s", (text) => {
    const { initializer, options } = parseInitializer(text);
    const weightsOf = (choice: string | Activation) => {
      const parameters = parametersIn(
        sequential(dense(8, { activation: choice }), dense(6, { activation: choice })),
        [2, 8],
      );
      const tensors = parameters.map(({ name: tensor, shape, role }) => ({ name: tensor, shape, role }));
      try {
        return initialWeights(initializer, tensors, 7, options);
      } catch (error) {
        return (error as Error).message.replaceAll(/my-/g, "");
      }
    };
    expect(weightsOf(copy)).toEqual(weightsOf(name));
  });
});

describe("an activation of the user", () => {
  test("closed forms: a square has gain 1/√3, its fixed point is 1/∜3", () => {
    const square: Activation = { name: "square", apply: (g, x) => mul(g, x, x) };
    expect(gain(square)).toBeCloseTo(1 / Math.sqrt(3), 12);
    expect(gain(square, { kind: "fixed-point" })).toBeCloseTo(3 ** -0.25, 12);
    expect(moments(square).derivative).toBeCloseTo(4, 12); // E (2z)²
  });

  test("leaky ReLU of any slope a: gain and critical σ_w are √(2 / (1 + a²))", () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 0.95, noNaN: true }), (alpha) => {
        const leaky: Activation = { name: "leaky", apply: (g, x) => g.apply("LeakyRelu", [x], { alpha }) };
        const closed = Math.sqrt(2 / (1 + alpha * alpha));
        expect(gain(leaky)).toBeCloseTo(closed, 11);
        expect(criticalPoint(leaky, { qStar: 2 }).sigmaW).toBeCloseTo(closed, 11);
      }),
      { numRuns: 20 },
    );
  });

  test("its derivative is the central difference of its values, its gain the closed form's", () => {
    const from = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(from(0.1, 4), from(-6, 6), (beta, x) => {
        const f = (z: number) => z / (1 + Math.exp(-beta * z));
        const h = 1e-3;
        const slope = (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
        const { value, derivative } = scalarActivation(swishOf(beta));
        expect(Math.abs(value(x) - f(x))).toBeLessThan(1e-14 * (1 + Math.abs(x)));
        expect(Math.abs(derivative(x) - slope)).toBeLessThan(1e-9);
      }),
    );
    for (const beta of [0.5, 1.702])
      expect(gain(swishOf(beta))).toBeCloseTo(
        gain((z) => z / (1 + Math.exp(-beta * z))),
        11,
      );
  });

  test("trains: the network's gradient is the slope of its output", async () => {
    const points = Float32Array.from([-4, -1.2, -0.3, 0.2, 0.9, 3]);
    const { graph } = graphOf(activation(swishLike), [points.length], "train", (g, network) => {
      g.output("dx", gradients(g, [network.logits], [g.nodes[0]!.inputs[0]!])[0]!);
    });
    const { y, dx } = await runGraph(graph, { x: { type: "float32", shape: [points.length], data: points } });
    const f = (x: number) => x / (1 + Math.exp(-1.702 * x));
    points.forEach((x, i) => {
      expect(Number(y!.data[i])).toBeCloseTo(f(x), 5);
      expect(Number(dx!.data[i])).toBeCloseTo((f(x + 1e-5) - f(x - 1e-5)) / 2e-5, 4);
    });
  });

  test("is in the roles of kernel and bias, by name and as an object", () => {
    const layers = sequential(
      conv(4, 3, { activation: swishLike }),
      residual(conv(4, 3, { padding: 1 }), { activation: swishLike }),
      flatten(),
      dense(5),
      activation(swishLike),
      dense(3),
    );
    const roles = parametersIn(layers, [2, 3, 6, 6]).map(({ role }) => role);
    for (const { activation: name, activationFunction } of roles.slice(0, -2)) {
      expect(name).toBe("swish1.702");
      expect(activationFunction).toBe(swishLike);
    }
    for (const role of roles.slice(-2)) {
      expect(role.activation).toBe("linear");
      expect(role).not.toHaveProperty("activationFunction");
    }
    expect(roles[1]!.kernel!.role.activationFunction).toBe(swishLike);
  });

  test("draw takes its gain as a number or from the role", () => {
    const weights = draw(findInitializer("activation-aware") as never, [64, 32], {
      seed: 1,
      role: activationRole(swishLike),
    });
    const plain = draw(findInitializer("activation-aware") as never, [64, 32], { seed: 1 });
    const factor = fixedPointGain(swishLike)!;
    const ratios = (a: Float32Array, b: Float32Array) => Array.from(a, (w, i) => w / b[i]!);
    for (const ratio of ratios(weights, plain)) expect(ratio).toBeCloseTo(factor, 5);
    const { initializer } = parseInitializer("orthogonal");
    const gained = draw(initializer as never, [8, 8], { seed: 1, options: { gain: gain(swishLike) } });
    const unit = draw(initializer as never, [8, 8], { seed: 1 });
    for (const ratio of ratios(gained, unit)) expect(ratio).toBeCloseTo(gain(swishLike), 5);
    expect(draw(he, [4, 3], { seed: 0, role: activationRole(swishLike) })).toEqual(draw(he, [4, 3], { seed: 0 }));
  });

  test("that initializers cannot evaluate is refused where a gain is needed, with the tensor's name", () => {
    const normed: Activation = {
      name: "normed",
      apply: (g, x) => add(g, x, g.apply("Softmax", [x])),
    };
    const tensors = parametersIn(sequential(dense(4, { activation: normed }), dense(3)), [2, 4]);
    expect(() => initialWeights(findInitializer("activation-aware"), tensors, 0)).toThrow(
      'Tensor "dense1/kernel": The activation "normed" uses the operator Softmax',
    );
    expect(() => initialWeights(findInitializer("he"), tensors, 0)).not.toThrow();
    const pytorch = parseInitializer("activation-aware:gain=pytorch");
    const swish = parametersIn(dense(4, { activation: swishLike }), [2, 4]);
    expect(() => initialWeights(pytorch.initializer, swish, 0, pytorch.options)).toThrow(
      "PyTorch's calculate_gain has no value for swish1.702",
    );
  });

  test("that changes the shape is refused by layer", () => {
    const mean: Activation = { name: "mean", apply: (g, x) => g.apply("ReduceMean", [x], { axes: [1] }) };
    const build = () => graphOf(dense(4, { activation: mean }), [2, 4]);
    expect(build).toThrow(ShapeError);
    expect(build).toThrow('layer "dense1": the activation "mean" makes float32 [2, 1] of float32 [2, 4]');
  });

  test("what goes through softmax counts as linear for gains", () => {
    expect(activationAfter({ kind: "kernel", activation: "softmax" })).toBe("linear");
    expect(activationAfter({ kind: "kernel" })).toBe("linear");
    expect(activationAfter({ kind: "kernel", ...activationRole(swishLike) })).toBe(swishLike);
  });
});

describe("named models with an activation of the user", () => {
  const problem = { input: [1, 28, 28], classes: 10 };
  test.each(models.filter(({ options }) => "activation" in options).map(({ name }) => name))("%s", (name) => {
    const model = withActivation(findModel(name), swishLike);
    expect(model.name).toBe(`${name}-swish1.702`);
    const { parameters } = parametersOf(model, problem);
    const hidden = new Set(
      parameters.filter(({ role }) => role.activationFunction === swishLike).map(({ role }) => role.kind),
    );
    expect(hidden).toContain("kernel");
    const plain = parametersOf(findModel(name), problem).parameters;
    expect(parameters.map(({ name: tensor, shape }) => [tensor, shape])).toEqual(
      plain.map(({ name: tensor, shape }) => [tensor, shape]),
    );
  });

  test("other options stay; a model without the option is refused", () => {
    const model = withActivation(findModel("mlp"), swishLike);
    expect(parametersOf(model, problem, { depth: 2, width: 16 }).parameters).toHaveLength(6);
    expect(() => parametersOf(model, problem, { activation: "relu" })).toThrow("Unknown option of mlp-swish1.702");
    expect(() => withActivation(findModel("mnist_cnn"), swishLike)).toThrow(
      "mnist_cnn has no option activation; it has no options. Define the network with defineNetwork",
    );
  });
});
