/** Networks that are sick in a way that is known, and healthy ones. */
import { expect, it } from "vitest";
import { initialWeights, parseInitializer } from "../initializers/index.js";
import type { Weights } from "../initializers/network-access.js";
import { parametersOf, parseModel } from "../network/models/index.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { diagnose } from "./diagnose.js";
import { drawnBatch } from "./subject.js";

const { runtime } = await loadRuntime();

async function diagnosisOf(
  model: string,
  init: string,
  change: (weights: Record<string, Float32Array>) => void = () => {},
  seed = 0,
  isFresh = true,
) {
  const { model: network, options } = parseModel(model);
  const problem = { input: [1, 8, 8], classes: 10 };
  const { parameters } = parametersOf(network, problem, options);
  const method = parseInitializer(init);
  const weights = initialWeights(method.initializer, parameters, seed, method.options);
  change(weights);
  const subject = {
    name: model,
    layers: network.build(problem, options),
    shape: problem.input,
    parameters,
    weights: weights as Weights,
    batch: drawnBatch({ shape: problem.input, rows: 128, classes: 10, seed }),
    labelled: false,
  };
  return diagnose(subject, {
    runtime,
    optimizer: { kind: "sgd", learningRate: 0.1 },
    isFresh,
    referenceSeeds: [11, 12, 13],
    remedy: (name) => `stepzero doctor ${model} --init ${name}`,
    weightsInWords: init,
    samplesInWords: "drawn samples",
    notes: [],
  });
}

const grave = async (...of: Parameters<typeof diagnosisOf>) => {
  const { verdict, findings } = await diagnosisOf(...of);
  return [verdict, ...findings.filter(({ severity }) => severity === "error").map(({ kind }) => kind)];
};

const deep = "mlp:depth=30,width=128";

it.each([0, 1, 2])("30 layers of ReLU by `he` are healthy (seed %i)", async (seed) => {
  expect(await grave(deep, "he", undefined, seed)).toEqual(["healthy"]);
});

it.each([
  ["glorot-normal", "vanishing"],
  ["pytorch-default", "vanishing"],
  ["random:std=0.01", "vanishing"],
  ["variance-scaling:scale=3", "exploding"],
  ["zero", "symmetric"],
  ["constant:value=0.1", "symmetric"],
])("30 layers of ReLU by `%s` are sick: %s", async (init, kind) => {
  expect(await grave(deep, init)).toEqual(["sick", kind]);
});

it.each([
  ["random:std=0.01", "vanishing"], // to zero, and no gradient is left
  ["standard-normal", "exploding"], // beyond float32
])("45 layers of ReLU by `%s` leave float32's range: %s", async (init, kind) => {
  const { verdict, findings, headline } = await diagnosisOf("mlp:depth=45,width=136", init);
  expect([verdict, headline]).toEqual(["sick", null]);
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map((one) => [one.kind, one.layers[0]])).toEqual([[kind, "dense1"]]);
});

it("biases that kill a layer are its finding, not the signal that ends there", async () => {
  expect(await grave("mlp:depth=6,width=64", "he", (weights) => weights["dense3/bias"]!.fill(-30))).toEqual([
    "sick",
    "dead",
  ]);
});

it.each(["he", "activation-aware"])("50 layers of sigmoid lose the gradient from whatever start (%s)", async (init) => {
  const { verdict, findings } = await diagnosisOf("mlp:depth=50,width=64,activation=sigmoid", init);
  expect([verdict, findings[0]!.kind]).toEqual(["sick", "vanishing"]);
  expect(findings[0]!.text).toContain("whatever the start");
  expect(findings[0]!.remedy).not.toContain("--init"); // no start mends it
});

it("says where the trouble is, how large, and what to type", async () => {
  const { findings, layers } = await diagnosisOf(deep, "glorot-normal");
  const [first] = findings;
  expect(first!.text).toMatch(
    /^The signal vanishes, and so does the gradient: E φ² changes by ×0\.\d+ per layer forward, to \d.*e-\d+ at dense30 \(×1 with he\); gradient² changes by ×0\.\d+ per layer backward, to \d.*e-\d+ at dense1 \(×1 with he\)\.$/,
  );
  expect(first!.measured).toBeGreaterThan(0.4);
  expect(first!.measured).toBeLessThan(0.6); // glorot keeps half of what ReLU needs
  expect(first!.remedy).toContain("stepzero doctor mlp:depth=30,width=128 --init he");
  expect(layers).toHaveLength(31);
});

it.each([
  ["a NaN", (kernel: Float32Array): void => void kernel.fill(Number.NaN, 5, 6), "not-finite"],
  [
    "denormals and zeros",
    (kernel: Float32Array): void => kernel.set(kernel.map((_, i) => (i % 3 ? 0 : 1e-41))),
    "never-initialized",
  ],
] as const)("%s in one kernel: one finding", async (_, change, kind) => {
  const { findings } = await diagnosisOf("mlp:depth=5,width=64", "he", (weights) => change(weights["dense2/kernel"]!));
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map((one) => [one.kind, one.tensors])).toEqual([[kind, ["dense2/kernel"]]]);
});

it("attention that looks at single tokens: the entropy that theory says stands beside the measured one", async () => {
  const { findings, network, attention } = await diagnosisOf(
    "vit_tiny:depth=2,width=32,heads=2,patch=2",
    "he",
    (weights) => {
      for (const [name, values] of Object.entries(weights)) {
        // The first two thirds of the rows are queries and keys.
        if (name.includes("query-key-value-kernel")) {
          for (let i = 0; i < (values.length * 2) / 3; i++) values[i]! *= 6;
        }
      }
    },
  );
  const collapse = findings.find(({ kind }) => kind === "entropy-collapse");
  expect(collapse?.severity).toBe("error");
  expect(attention.map(({ name }) => name)).toEqual(network.attention.map(({ name }) => name));
  const [theory] = attention;
  expect(collapse!.cause).toContain(`√(2 ln tokens) = ${Number(theory!.criticalDeviation.toPrecision(2))}`);
  expect(theory!.logitDeviation).toBeGreaterThan(theory!.criticalDeviation);
  expect(Math.abs(theory!.entropy - network.attention[0]!.entropy)).toBeLessThan(0.1 * theory!.uniformEntropy);
});

it("units of equal weights whose readers differ part in training: a warning; with equal readers they stay one", async () => {
  const width = 32;
  const equalRows = (weights: Record<string, Float32Array>) => {
    const kernel = weights["dense2/kernel"]!;
    for (let row = 1; row < width; row++) kernel.copyWithin(row * width, 0, width);
  };
  const equalReaders = (weights: Record<string, Float32Array>) => {
    const next = weights["dense3/kernel"]!;
    for (let row = 0; row < width; row++) next.fill(next[row * width]!, row * width, (row + 1) * width);
  };
  // The gradient of row u of the kernel is Σ δ_u xᵀ with δ_u = relu′(z) Σ_o V_ou δ_o, and z is one
  // for all units: rows of gradients differ where the columns of V do, and are equal where they
  // are.
  const model = `mlp:depth=3,width=${width}`;
  const parting = await diagnosisOf(model, "he", equalRows, 0, false);
  const symmetric = (findings: typeof parting.findings) => findings.find(({ kind }) => kind === "symmetric");
  expect([parting.layers[1]!.distinctUnits, symmetric(parting.findings)!.severity]).toEqual([width, "warning"]);
  expect(symmetric(parting.findings)!.cause).toContain("training tells them apart");
  const staying = await diagnosisOf(
    model,
    "he",
    (weights) => {
      equalRows(weights);
      equalReaders(weights);
    },
    0,
    false,
  );
  expect([staying.layers[1]!.distinctUnits, symmetric(staying.findings)!.severity]).toEqual([1, "error"]);
});

it("trained weights are not judged by rules for fresh ones: dead units are theirs", async () => {
  const { verdict, findings, headline } = await diagnosisOf(
    "mlp:depth=4,width=64",
    "he",
    (weights) => {
      // Rows of different size, as training makes them, and a layer whose units are dead.
      for (const [name, values] of Object.entries(weights)) {
        if (name.endsWith("kernel")) values.set(values.map((w, i) => w * (1 + (Math.floor(i / 64) % 7))));
      }
      weights["dense3/bias"]!.fill(-1000);
    },
    0,
    false,
  );
  expect([verdict, findings.filter(({ severity }) => severity !== "note")]).toEqual(["cannot-tell", []]);
  expect(headline).toContain("look trained");
});

it("tanh by standard normal weights explodes and is saturated: both are said, of all layers", async () => {
  const { findings, layers } = await diagnosisOf("mlp:depth=8,width=64,activation=tanh", "standard-normal");
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ kind }) => kind)).toEqual(["exploding", "saturated"]);
  const hidden = layers.slice(0, -1);
  expect(errors[1]!.layers).toEqual(hidden.map(({ name }) => name));
  // |tanh'| < 0.05 beyond ±2.18, and pre-activations of width 64 are about N(0, 64): 79 % of the
  // numbers lie beyond, so nearly all units do on more than half of the samples.
  for (const { saturated } of hidden) expect(saturated).toBeGreaterThan(0.95);
  expect(errors[0]!.cause).toContain(`dense1, dense2 … dense8 (8 layers)`);
});
