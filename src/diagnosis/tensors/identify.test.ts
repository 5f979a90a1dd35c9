/**
 * Identification of the catalogue's own draws: how often a right method is rejected, and what is
 * exact.
 */
import { expect, it, test } from "vitest";
import { fromHalf, toHalf } from "../../graph/half-precision.js";
import { type Initializer, initialWeights, parseInitializer } from "../../initializers/index.js";
import type { TensorRole, TensorSpecification } from "../../network/parameter.js";
import { normals, stream } from "../../random/index.js";
import { identify } from "./identify.js";
import type { Recipe } from "./recipe.js";

const dense = { kind: "kernel", operation: "dense", activation: "relu" } as const;
const specificationOf = (shape: readonly number[], role: Partial<TensorRole> = {}): TensorSpecification => ({
  name: "w",
  shape,
  role: { ...(shape.length === 2 ? dense : { ...dense, operation: "convolution" }), ...role },
});

function recipeOf(method: string, specification: TensorSpecification, seed: number): Recipe {
  const { initializer, options } = parseInitializer(method);
  const values = initialWeights(initializer as Initializer, [specification], seed, options).w!;
  return identify({ specification, values });
}

const namesOf = ({ methods }: Recipe) => methods.map(({ method }) => method);

const noise = [
  ...["he", "he-uniform", "glorot-normal", "glorot-uniform", "lecun-normal", "lecun-uniform", "random", "normal"],
  ...["uniform", "truncated-normal", "variance-scaling", "standard-normal", "random-walk", "pytorch-default"],
  ...["keras/he_normal", "keras-2018/glorot_normal", "tfjs/leCunNormal", "jax/uniform", "caffe/xavier", "mup", "siren"],
];

const SEEDS = 50;

test(`of ${SEEDS} draws of each of ${noise.length} methods, 1 % are rejected`, () => {
  const specification = specificationOf([48, 70]);
  let rejected = 0;
  for (const method of noise) {
    for (let seed = 0; seed < SEEDS; seed++) {
      if (!namesOf(recipeOf(method, specification, seed)).includes(method)) rejected++;
    }
  }
  const all = noise.length * SEEDS;
  console.log(`${rejected} of ${all} draws are rejected`);
  // Binomial: of 1050 at 1 % more than 22 are rejected once in a thousand.
  expect(rejected).toBeLessThanOrEqual(22);
});

test.each([
  ["zero", [40, 30], {}],
  ["ones", [40, 30], {}],
  ["constant:value=0.25", [40, 30], {}],
  ["identity:gain=0.5", [30, 40, 3, 3], {}],
  ["zero-hadamard", [64, 32], {}],
  ["idinit", [64, 32], {}],
  ["orthogonal:gain=2", [40, 30, 3, 3], {}],
  ["orthogonal", [40, 30], {}],
  ["orthogonal", [48, 16], { fused: 3, projection: "query-key-value" }],
  ["delta-orthogonal", [40, 30, 3, 3], {}],
  ["delta-orthogonal:gain=1.5", [40, 30, 5, 5], {}],
  ["scale-corrected-uniform-orthogonal", [60, 15, 3, 3], {}],
  ["scale-corrected-uniform-orthogonal", [15, 60, 3, 3], {}],
  ["circular-orthogonal", [24, 16, 3, 3], {}],
  ["looks-linear", [40, 30], {}],
  ["sparse", [60, 50], {}],
  ["pytorch/sparse:sparsity=0.25", [40, 60], {}],
  ["nguyen-widrow", [40, 30], {}],
] as const)("%s of [%s] is named by its structure", (method, shape, role) => {
  for (let seed = 0; seed < 3; seed++) {
    const recipe = recipeOf(method, specificationOf(shape, role), seed);
    expect(namesOf(recipe), recipe.shape ?? "").toContain(method);
    expect(recipe.looksTrained).toBe(false);
  }
});

it("says how the scale came about, and what came second", () => {
  const { methods, runnerUp, shape, pValue } = recipeOf("he", specificationOf([64, 32, 3, 3]), 0);
  expect(methods[0]).toEqual({ method: "he", how: "W ~ N(0, 2 / fanIn), fanIn 288: std 0.0833" });
  expect(runnerUp).not.toBeNull();
  expect(namesOf({ methods } as Recipe)).not.toContain(runnerUp!.method);
  expect(shape).toBe("normal");
  expect(pValue).toBeGreaterThanOrEqual(0.01);
});

it("abstains below a thousand elements", () => {
  expect(recipeOf("he", specificationOf([20, 30]), 0).abstains).toBe("600 elements: too few to tell");
  expect(recipeOf("he", specificationOf([20, 30]), 0).methods).toEqual([]);
});

it("names a scale of no formula by its round number", () => {
  const specification = specificationOf([100, 90]);
  const values = Float32Array.from(normals(stream(0, "free"), 9000), (z) => 0.037 * z);
  expect(namesOf(identify({ specification, values }))).toEqual([expect.stringMatching(/^random:std=0\.03[67]\d?$/)]);
});

it("judges what the network computes with: times the multiplier", () => {
  const specification = specificationOf([64, 100], { multiplier: 0.1 });
  expect(namesOf(recipeOf("he", specification, 2))).toContain("he");
});

test.each(["float16", "bfloat16"] as const)("numbers that %s rounds are named as before", (type) => {
  let right = 0;
  for (const method of ["he", "he-uniform", "keras/he_normal", "orthogonal"]) {
    for (let seed = 0; seed < 10; seed++) {
      const specification = specificationOf([200, 300]);
      const { initializer, options } = parseInitializer(method);
      const exact = initialWeights(initializer as Initializer, [specification], seed, options).w!;
      const values = fromHalf(type, toHalf(type, exact));
      if (namesOf(identify({ specification, values, type })).includes(method)) right++;
    }
  }
  expect(right).toBeGreaterThanOrEqual(38);
});

it("calls values trained whose units differ in scale", () => {
  const specification = specificationOf([50, 100]);
  const values = Float32Array.from(normals(stream(1, "trained"), 5000), (z, i) => z * (0.05 + (i % 100) / 1000));
  const recipe = identify({ specification, values });
  expect([recipe.methods, recipe.looksTrained]).toEqual([[], true]);
});

it("takes the row of zeros of an embedding for no draw", () => {
  const specification: TensorSpecification = {
    name: "w",
    shape: [100, 32],
    role: { kind: "embedding", operation: "embedding", paddingRow: 0 },
  };
  expect(namesOf(recipeOf("pytorch-default", specification, 0))).toContain("pytorch-default");
});

it("does not take copies of units for training", () => {
  const specification = specificationOf([64, 32, 3, 3]);
  const initializer = parseInitializer("he").initializer as Initializer;
  const values = Float32Array.from(initialWeights(initializer, [specification], 1).w!);
  const unit = values.length / 64;
  for (let i = 1; i < 64; i += 2) values.copyWithin(i * unit, (i - 1) * unit, i * unit);
  const { looksTrained } = identify({ specification, values });
  expect(looksTrained).toBe(false);
});
