/** Jacobian, curvature and gradient quotient of softmax regression, in double precision. */
import { expect, it } from "vitest";
import { firstGlyphs } from "../../test/glyph-training.js";
import { initialWeights, parseInitializer } from "../initializers/index.js";
import { parametersOf, parseModel } from "../network/models/index.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { batchOf } from "../training/batch.js";
import { diagnose } from "./diagnose.js";

const { runtime } = await loadRuntime();
const [rows, inputs, classes] = [16, 784, 10];
const dataset = firstGlyphs(rows, 20);
const batch = batchOf(
  dataset.train,
  Int32Array.from({ length: rows }, (_, i) => i),
);
const { model, options } = parseModel("mlp:depth=0");
const problem = { input: dataset.shape, classes };
const { parameters } = parametersOf(model, problem, options);
const weights = initialWeights(parseInitializer("glorot-uniform").initializer, parameters, 5);
const layers = model.build(problem, options);

const diagnosisAt = (learningRate: number) =>
  diagnose(
    { name: "regression", layers, shape: problem.input, parameters, weights, batch, labelled: true },
    {
      runtime,
      optimizer: { kind: "sgd", learningRate },
      isFresh: true,
      curvature: true,
      referenceSeeds: [11],
      remedy: (name) => name,
      weightsInWords: "",
      samplesInWords: "",
      notes: [],
    },
  );

/** Gradient by kernel and bias, and products with the Hessian: of rows z = W x + b. */
function softmaxRegression() {
  const kernel = Float64Array.from(weights["dense1/kernel"]!);
  const sample = (r: number) => batch.inputs.subarray(r * inputs, (r + 1) * inputs);
  /** V x + v of [V, v]. */
  const answers = (v: Float64Array, x: Float32Array) =>
    Array.from({ length: classes }, (_, c) =>
      x.reduce((sum, value, i) => sum + value * v[c * inputs + i]!, v[classes * inputs + c] ?? 0),
    );
  const shares = Array.from({ length: rows }, (_, r) => {
    const powers = answers(kernel, sample(r)).map(Math.exp);
    const total = powers.reduce((sum, p) => sum + p, 0);
    return powers.map((p) => p / total);
  });
  /** The mean of s xᵀ, and of s, over samples. */
  const spread = (slopes: (row: number) => readonly number[]) => {
    const result = new Float64Array(classes * (inputs + 1));
    for (let r = 0; r < rows; r++) {
      const x = sample(r);
      for (const [c, slope] of slopes(r).entries()) {
        for (let i = 0; i < inputs; i++) result[c * inputs + i]! += (slope * x[i]!) / rows;
        result[classes * inputs + c]! += slope / rows;
      }
    }
    return result;
  };
  const gradient = spread((r) => shares[r]!.map((p, c) => p - Number(batch.labels[r] === c)));
  // (diag p − p pᵀ)(V x + v)
  const hessian = (v: Float64Array) =>
    spread((r) => {
      const z = answers(v, sample(r));
      const mean = z.reduce((sum, value, c) => sum + value * shares[r]![c]!, 0);
      return z.map((value, c) => shares[r]![c]! * (value - mean));
    });
  return { kernel, gradient, hessian };
}

it("are those of the closed form, and a rate above 2/λ is noted", async () => {
  const { kernel, gradient, hessian } = softmaxRegression();
  const { network, rate, findings } = await diagnosisAt(0.01);
  let direction = gradient;
  let curvature = 0;
  for (let i = 0; i < 100; i++) {
    const image = hessian(direction);
    curvature = Math.hypot(...image) / Math.hypot(...direction);
    direction = image.map((value) => value / curvature);
  }
  expect(Math.abs(network.curvature! / curvature - 1)).toBeLessThan(2e-3); // Lanczos ends at 0.1 %
  // Dauphin and Schoenholz 2019, eq. 2.
  const turned = hessian(gradient);
  const terms = Array.from(gradient, (g, i) => Math.abs((g - turned[i]!) / (g + 1e-5 * Math.sign(g)) - 1));
  const quotient = terms.reduce((sum, term) => sum + term, 0) / terms.length;
  expect(network.gradientQuotient! / quotient).toBeCloseTo(1, 2);
  // The Jacobian of each of 8 samples is the kernel: its squared singular values sum to ‖W‖².
  expect(network.jacobian).toHaveLength(8 * classes);
  const squares = network.jacobian!.reduce((sum, value) => sum + value ** 2, 0);
  expect(squares / (8 * Math.hypot(...kernel) ** 2)).toBeCloseTo(1, 5);
  expect(rate).toEqual({ optimizer: "sgd", inUse: 0.01, stable: 2 / network.curvature! });
  expect(findings.filter(({ kind }) => kind === "rate-too-large")).toEqual([]);

  const above = 2.1 / curvature;
  const note = (await diagnosisAt(above)).findings.find(({ kind }) => kind === "rate-too-large");
  expect(note).toMatchObject({ severity: "note", measured: above, expected: 2 / network.curvature! });
});
