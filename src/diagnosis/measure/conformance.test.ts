/** Every named network, attention and users' files are measured. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normalBatch, subjectOf } from "../../../test/measured-network.js";
import { caseFile } from "../../../test/onnx/case-files.js";
import { haveShared } from "../../../test/oracles.js";
import { add, matMul, transposeLast } from "../../graph/expressions.js";
import { tensor } from "../../graph/tensor.js";
import { onnxModel } from "../../network/from-onnx/index.js";
import { dense, flatten, type Layer, selfAttention, sequential } from "../../network/layers/index.js";
import { buildModel, models } from "../../network/models/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { measure } from "./measure.js";
import type { Measurement } from "./meter.js";

const { runtime } = await loadRuntime();
const optimizer = { kind: "adam", learningRate: 1e-3 } as const;

/** The numbers in a measurement that are not finite, by their places. */
function notFinite(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => notFinite(inner, `${path}/${key}`));
}

const kernelsOf = ({ layers }: Measurement) => layers.map(({ kernel }) => kernel);

describe.each(models.map((model) => [model.name, model] as const))("%s", (_name, model) => {
  const shape = model.name === "cifar10_cnn" || model.name === "resnet20" ? [3, 32, 32] : [1, 28, 28];
  const subject = subjectOf(buildModel(model, { input: shape, classes: 10 }), shape, normalBatch(shape, 4, 10));

  it("every kernel is measured, in the order of the forward pass, without NaN", async () => {
    const measurement = await measure(subject, { runtime, optimizer, jacobian: true });
    expect(notFinite(measurement)).toEqual([]);
    expect(measurement.notMeasured).toEqual([]);
    const kernels = subject.parameters.filter(({ role }) => role.kind === "kernel").map(({ name }) => name);
    expect(kernelsOf(measurement)).toEqual(kernels);
    for (const { gradientSecondMoment, weights, activation, before, after } of measurement.layers) {
      expect(gradientSecondMoment).toBeGreaterThan(0);
      expect(weights.updateRatio).toBeGreaterThan(0);
      expect(after === before).toBe(activation === "linear");
    }
    expect(measurement.network.attention).toHaveLength(model.name === "vit_tiny" ? 4 : 0);
    expect(measurement.network.jacobian!.every((x) => x >= 0)).toBe(true);
  });
});

describe("attention", () => {
  const [tokens, width] = [6, 8];
  const batch = normalBatch([tokens, width], 3, 2);
  const network = (layer: Layer) => subjectOf(sequential(layer, flatten(), dense(2)), [tokens, width], batch);

  it("with queries of zeros is uniform: ln(tokens)", async () => {
    const subject = network(selfAttention(2, { fused: false }));
    const weights = {
      ...subject.weights,
      "attention1/query-kernel": new Float32Array(width * width),
      "attention1/query-bias": new Float32Array(width),
    };
    const { attention } = (await measure({ ...subject, weights }, { runtime })).network;
    expect(attention).toHaveLength(1);
    expect(attention[0]!.name).toBe("attention1");
    expect(attention[0]!.entropy).toBeCloseTo(Math.log(tokens), 6);
    expect(attention[0]!.uniformEntropy).toBeCloseTo(Math.log(tokens), 6);
    expect(attention[0]!.logitDeviation).toBe(0);
  });

  it("with large queries looks at one token", async () => {
    const subject = network(selfAttention(2, { fused: false }));
    const query = subject.weights["attention1/query-kernel"]!.map((x) => x * 1e4);
    const weights = { ...subject.weights, "attention1/query-kernel": query };
    const { attention } = (await measure({ ...subject, weights }, { runtime })).network;
    expect(attention[0]!.entropy).toBeLessThan(0.05);
    expect(attention[0]!.logitDeviation).toBeGreaterThan(1000);
  });

  it.each([-1e4, -1e9, Number.NEGATIVE_INFINITY])("with a causal mask of %d counts the open keys", async (masked) => {
    const causal: Layer = {
      kind: "causal",
      apply: (x, { g, parameter }) => {
        const kernel = parameter("kernel", [width, width], { kind: "kernel", operation: "dense" });
        const query = g.apply("MatMul", [x, kernel]);
        const cells = Array.from({ length: tokens * tokens }, (_, i) =>
          i % tokens > Math.floor(i / tokens) ? masked : 0,
        );
        const scores = add(
          g,
          matMul(g, query, transposeLast(g, x)),
          g.constant(tensor("float32", [tokens, tokens], cells)),
        );
        return matMul(g, g.apply("Softmax", [scores], { axis: -1 }), x);
      },
    };
    const subject = network(causal);
    const weights = { ...subject.weights, "causal1/kernel": new Float32Array(width * width) };
    const { attention } = (await measure({ ...subject, weights }, { runtime })).network;
    // The mean of ln 1, ln 2, …, ln 6.
    const uniform = Math.log(720) / tokens;
    expect(attention[0]!.entropy).toBeCloseTo(uniform, 6);
    expect(attention[0]!.uniformEntropy).toBeCloseTo(uniform, 6);
    expect(attention[0]!.logitDeviation).toBe(0);
  });

  it("is no softmax of logits, nor one in the middle of a network", async () => {
    const layers = sequential(dense(5, { activation: "softmax" }), flatten(), dense(2, { activation: "softmax" }));
    const subject = subjectOf(layers, [tokens, width], batch);
    const { network: readings, layers: measured } = await measure(subject, { runtime });
    expect(readings.attention).toEqual([]);
    expect(measured[0]).toMatchObject({ activation: "softmax", after: { units: 5 } });
    expect(measured[0]!.after.mean).toBeCloseTo(1 / 5, 6);
  });
});

describe.skipIf(!haveShared("cases/onnx"))("users' files", () => {
  it.each([
    ["dedup-bn", [16], 4, ["relu", "relu", "linear"], 0, 0],
    ["fused-qkv-mha", [8, 64], 10, ["linear", "linear", "linear"], 1, 0],
    ["gelu-tanh-quick-gelu", [128], 10, ["quick-gelu", "linear"], 0, 0],
    ["leaky-slope-prelu", [128], 10, ["leaky-relu(0.25)", "linear"], 0, 0],
    ["mish-mish", [128], 10, ["mish", "linear"], 0, 0],
    ["half-half", [32], 4, ["linear"], 0, 0],
    // Kernels that are computed from a parameter: a factor on the weights, weight normalization.
    ["equalized-equalized", [32], 4, ["relu", "linear"], 0, 1],
    ["weight-norm-wn-mixed", [32], 4, ["relu", "linear"], 0, 1],
    ["recurrent-lstm", [5, 8], 3, [...new Array<null>(8).fill(null), "linear"], 0, 8],
    ["recurrent-gru", [5, 8], 3, [...new Array<null>(6).fill(null), "linear"], 0, 6],
    ["recurrent-rnn", [5, 8], 3, [null, null, "linear"], 0, 2],
  ] as const)("%s", async (name, shape, classes, activations, maps, inside) => {
    const layers = buildModel(onnxModel(readFileSync(caseFile(name))), { input: shape, classes });
    const measurement = await measure(subjectOf(layers, shape, normalBatch(shape, 6, classes)), { runtime, optimizer });
    expect(notFinite(measurement)).toEqual([]);
    expect(measurement.layers.map(({ activation }) => activation)).toEqual(activations);
    for (const { gradientSecondMoment } of measurement.layers) expect(gradientSecondMoment).toBeGreaterThan(0);
    expect(measurement.network.attention).toHaveLength(maps);
    // Gates inside of an operator, and kernels that are computed: said, with the layers' names.
    expect(measurement.notMeasured.flatMap((one) => one.layers)).toHaveLength(inside);
  });
});
