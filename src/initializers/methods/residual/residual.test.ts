import { describe, expect, test } from "vitest";
import { graphOf, runGraph } from "../../../../test/networks.js";
import { InputError } from "../../../errors.js";
import { mul } from "../../../graph/expressions.js";
import { type Shape, sizeOf } from "../../../graph/tensor.js";
import {
  activation,
  batchNorm,
  conv,
  dense,
  flatten,
  globalAveragePool,
  type Layer,
  residual,
  sequential,
} from "../../../network/layers/index.js";
import { findModel, parametersOf } from "../../../network/models/index.js";
import { normals, stream } from "../../../random/index.js";
import { initialWeights } from "../../initial-weights.js";
import type { Initializer } from "../../initializer.js";
import { fixup, fixupFactor, rezero, skipInit, zeroGamma } from "./index.js";

/** Five residual blocks between a stem and a head, their branches as given. */
function network(branch: () => Layer, scale = false): Layer {
  const blocks = Array.from({ length: 5 }, () => residual(branch(), { activation: "relu", scale }));
  return sequential(conv(6, 3, { padding: 1, activation: "relu" }), ...blocks, globalAveragePool(), dense(4));
}
const withNorm = () =>
  sequential(
    conv(6, 3, { padding: 1, bias: false }),
    batchNorm(),
    activation("relu"),
    conv(6, 3, { padding: 1 }),
    batchNorm(),
  );
const plain = () => sequential(conv(6, 3, { padding: 1, activation: "relu" }), conv(6, 3, { padding: 1 }));
/** A branch that is gone: nought times its input. */
const nothing = (): Layer => ({
  kind: "",
  apply: (x, { g }) => mul(g, x, g.constant({ type: "float32", shape: [], data: Float32Array.of(0) }, "nought")),
});
const input: Shape = [3, 2, 6, 6];

/** Logits of the layer with these weights by name. */
async function logits(layer: Layer, weights: Record<string, Float32Array>, mode: "train" | "evaluate" = "evaluate") {
  const { graph, network: built } = graphOf(layer, input, mode);
  const { y } = await runGraph(graph, {
    x: { type: "float32", shape: input, data: Float32Array.from(normals(stream(3, "x"), sizeOf(input))) },
    ...Object.fromEntries(
      built.parameters.map((p) => [p.name, { type: "float32" as const, shape: p.shape, data: weights[p.name]! }]),
    ),
    ...Object.fromEntries(
      built.states.map((s) => [
        s.name,
        { type: "float32" as const, shape: s.shape, data: new Float32Array(sizeOf(s.shape)).fill(s.initial) },
      ]),
    ),
  });
  return Array.from(y!.data as Float32Array);
}

describe("at the start a residual network computes exactly its skip path", () => {
  test.each<[Initializer, Layer]>([
    [zeroGamma, network(withNorm)],
    [fixup, network(plain)],
    [skipInit, network(plain, true)],
    [rezero, network(plain, true)],
  ])("$name", async (initializer, layer) => {
    const { parameters } = graphOf(layer, input).network;
    const weights = initialWeights(initializer, parameters, 1);
    // Fixup's head is zero, which would hide everything: any other numbers, the same in both.
    const head = parameters.find((p) => p.role.kind === "kernel" && p.role.head)!;
    weights[head.name] = Float32Array.from(normals(stream(2, "head"), sizeOf(head.shape)));
    const skip = await logits(network(nothing), weights);
    expect(Math.max(...skip.map(Math.abs))).toBeGreaterThan(0.1);
    expect(await logits(layer, weights)).toEqual(skip);
    if (initializer === zeroGamma) expect(await logits(layer, weights, "train")).toEqual(skip);
  });
});

test("zero-gamma: He elsewhere, and only the last norm of a branch is 0", () => {
  const { parameters } = graphOf(network(withNorm), input).network;
  const weights = initialWeights(zeroGamma, parameters, 1);
  expect(weights["block1/batchnorm1/scale"]).toEqual(new Float32Array(6).fill(1));
  expect(weights["block1/batchnorm2/scale"]).toEqual(new Float32Array(6));
  expect(weights["block1/batchnorm2/shift"]).toEqual(new Float32Array(6));
  const z = normals(stream(1, "init", "block2/conv2/kernel"), 3);
  for (let i = 0; i < 3; i++) expect(weights["block2/conv2/kernel"]![i]).toBeCloseTo(Math.sqrt(2 / 54) * z[i]!, 6);
});

test("fixup: L^(−1/(2m−2)) of He in the layers before the last, which is 0, as is the head", () => {
  const { parameters } = parametersOf(findModel("resnet20"), { input: [3, 16, 16], classes: 10 }, { norm: "none" });
  const weights = initialWeights(fixup, parameters, 1);
  for (const { name, shape, role } of parameters) {
    const values = weights[name]!;
    if (role.kind !== "kernel" || role.head || role.residual?.last) {
      expect(values.every((x) => x === 0)).toBe(true);
      continue;
    }
    const he = Math.sqrt(2 / sizeOf(shape.slice(1)));
    const std = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
    // Nine branches of two layers: 9^(−1/2) = 1/3.
    const expected = role.residual === undefined ? he : he / 3;
    expect(Math.abs(std / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * values.length));
  }
  expect(fixupFactor(9, 2)).toBeCloseTo(1 / 3, 10);
  expect(fixupFactor(16, 3)).toBe(0.5);
  expect(fixupFactor(1, 5)).toBe(1);
  expect(fixupFactor(7, 1)).toBe(0); // its only layer is its last
  expect(String(fixupFactor(10, 4)).replace(/^0\.0*/, "").length).toBeLessThanOrEqual(10);
});

test("skipinit's scalars start at the value of the option", () => {
  const { parameters } = graphOf(network(plain, true), input).network;
  expect(initialWeights(skipInit, parameters, 1, { alpha: 0.25 })["block3/scale"]).toEqual(Float32Array.of(0.25));
});

test.each<[Initializer, Layer, string]>([
  [
    fixup,
    sequential(flatten(), dense(4)),
    'Initializer "fixup" acts on residual branches, and this network has none: build it with residual(…)',
  ],
  [
    zeroGamma,
    network(plain),
    'Initializer "zero-gamma" acts on norms at the ends of branches, and this network has none: end each',
  ],
  [
    zeroGamma,
    network(() => sequential(batchNorm(), activation("relu"), conv(6, 3, { padding: 1 }))),
    "a norm before the branch's layers cannot silence the branch",
  ],
  [
    skipInit,
    network(plain),
    'Initializer "skipinit" acts on residual scales, and this network has none: build it with residual(…, { scale: true })',
  ],
  [rezero, network(plain), "acts on residual scales"],
])("$name refuses a network without what it acts on", (initializer, layer, message) => {
  const { parameters } = graphOf(layer, input).network;
  expect(() => initialWeights(initializer, parameters, 0)).toThrow(InputError);
  expect(() => initialWeights(initializer, parameters, 0)).toThrow(message);
});
