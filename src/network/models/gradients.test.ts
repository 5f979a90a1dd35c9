/** The loss of every model, differentiated for all its parameters, in ONNX Runtime. */
import { describe, expect, it } from "vitest";
import { graphOf, plausibleInputs } from "../../../test/networks.js";
import { mul, neg, reduceMean, reduceSum } from "../../graph/expressions.js";
import { writeOnnx } from "../../graph/file/write.js";
import { gradients } from "../../graph/gradients/gradients.js";
import type { Tensor } from "../../graph/tensor.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { models, type Problem, parseModel } from "./index.js";

const mnist: Problem = { input: [1, 28, 28], classes: 10 };
const cifar: Problem = { input: [3, 32, 32], classes: 10 };
const batch = 4;

const variants: readonly (readonly [string, Problem])[] = [
  ...models.map(
    (model) => [model.name, model.name === "mnist_cnn" || model.name === "lenet5" ? mnist : cifar] as const,
  ),
  ["lenet5:activation=mish,pooling=max", cifar],
  ["plain_cnn:depth=7,activation=tanh", mnist],
  ["vgg_small:norm=batch,width=8", mnist],
  ["resnet20:norm=scale,activation=silu", mnist],
  ["vit_tiny:depth=1", mnist],
];

/**
 * Training graph with outputs "loss" (mean cross-entropy, sample i of class i) and
 * "<parameter>:gradient".
 */
function lossGraph(text: string, problem: Problem) {
  const { model, options } = parseModel(text);
  return graphOf(model.build(problem, options), [batch, ...problem.input], "train", (g, network) => {
    const target = g.input("target", "float32", [batch, problem.classes]);
    const log = g.apply("LogSoftmax", [network.logits], { axis: 1 });
    const loss = neg(g, reduceMean(g, reduceSum(g, mul(g, log, target), [1], false), [0], false));
    const wrt = network.parameters.map((p) => p.value);
    const slopes = gradients(g, [loss], wrt);
    g.output("loss", loss);
    for (const [i, p] of network.parameters.entries()) g.output(`${p.name}:gradient`, slopes[i]!);
  });
}

const oneHot = (classes: number): Tensor => ({
  type: "float32",
  shape: [batch, classes],
  data: Float32Array.from({ length: batch * classes }, (_, i) => (i % classes === Math.floor(i / classes) ? 1 : 0)),
});

describe("the loss's gradient", () => {
  it.each(variants)("%s: is the slope of the loss along itself", async (text, problem) => {
    const { graph, network } = lossGraph(text, problem);
    const { runtime } = await loadRuntime();
    const session = await runtime.createSession(writeOnnx(graph), { optimization: "basic" });
    const inputs: Record<string, Tensor> = { ...plausibleInputs(graph, network), target: oneHot(problem.classes) };
    const out = await session.run(inputs);

    let square = 0;
    for (const { name, shape } of network.parameters) {
      const slope = out[`${name}:gradient`]!;
      expect(slope.shape, name).toEqual(shape);
      const data = slope.data as Float32Array;
      expect(data.every(Number.isFinite), `${name} is finite`).toBe(true);
      expect(
        data.some((v) => v !== 0),
        `${name} is not all zero`,
      ).toBe(true);
      square += data.reduce((sum, v) => sum + v * v, 0);
    }
    // L(w + εg) − L(w − εg) = 2ε·‖g‖² + O(ε³), with ε so that the loss moves by about 0.01 each
    // way.
    const epsilon = 0.01 / square;
    const moved = async (step: number) => {
      const parameters = network.parameters.map(({ name }): [string, Tensor] => {
        const slope = out[`${name}:gradient`]!.data as Float32Array;
        const { shape, data } = inputs[name]!;
        return [name, { type: "float32", shape, data: (data as Float32Array).map((w, i) => w + step * slope[i]!) }];
      });
      return (await session.run({ ...inputs, ...Object.fromEntries(parameters) })).loss!.data[0] as number;
    };
    const rise = (await moved(epsilon)) - (await moved(-epsilon));
    await session.release();
    expect(rise / (2 * epsilon * square)).toBeCloseTo(1, 2); // within 0.5 %
  });
});

describe("step", () => {
  it("passes gradients straight through to every layer, where the true derivative is zero", async () => {
    const { graph, network } = lossGraph("mlp:depth=2,width=16,activation=step", mnist);
    const { runtime } = await loadRuntime();
    const session = await runtime.createSession(writeOnnx(graph));
    const out = await session.run({ ...plausibleInputs(graph, network), target: oneHot(10) });
    await session.release();
    for (const { name } of network.parameters) {
      expect(
        (out[`${name}:gradient`]!.data as Float32Array).some((v) => v !== 0),
        name,
      ).toBe(true);
    }
  });
});
