/** Two exports of "the same" model. */
import { expect, it, test } from "vitest";
import { compareFiles } from "../../src/diagnosis/tensors/compare-files.js";
import { groupedFindings } from "../../src/diagnosis/tensors/comparison-groups.js";
import type { TensorValues } from "../../src/diagnosis/tensors/recipe.js";
import { type Initializer, initialWeights, parseInitializer } from "../../src/initializers/index.js";
import { parametersOf, parseModel } from "../../src/network/models/index.js";

function networkBy(method: string, seed: number, rename = (name: string) => name): TensorValues[] {
  const { model, options } = parseModel("lenet5");
  const { parameters } = parametersOf(model, { input: [1, 28, 28], classes: 10 }, options);
  const { initializer, options: values } = parseInitializer(method);
  const weights = initialWeights(initializer as Initializer, parameters, seed, values);
  return parameters.map(({ name, shape, role }) => ({
    specification: { name: rename(name), shape, role },
    values: weights[name]!,
  }));
}

const outcomes = (a: TensorValues[], b: TensorValues[]) => compareFiles(a, b).map(({ outcome }) => outcome);

it("knows a file again, whatever its names", () => {
  const file = networkBy("he", 0);
  expect(new Set(outcomes(file, file))).toEqual(new Set(["same numbers"]));
  const renamed = networkBy("he", 0, (name) => `model.${name}`);
  const compared = compareFiles(file, renamed);
  expect(new Set(compared.map(({ outcome }) => outcome))).toEqual(new Set(["same numbers"]));
  expect(compared[0]!.names).toEqual([file[0]!.specification.name, renamed[0]!.specification.name]);
});

it("tells the default of PyTorch from that of JAX (AlgoPerf PR#819, flax#4091), kernel by kernel", () => {
  const large = compareFiles(networkBy("pytorch-default", 0), networkBy("flax/default", 1)).filter(
    ({ recipes }) => recipes[0]?.abstains === null && recipes[1]?.abstains === null,
  );
  expect(large.length).toBeGreaterThanOrEqual(3);
  for (const { outcome, pValue, scaleRatio, recipes } of large) {
    expect(outcome).toBe("different");
    expect(pValue).toBeLessThan(0.01);
    // Variances 1 / (3 fanIn) and 1 / fanIn.
    expect(Math.abs(scaleRatio! / Math.sqrt(3) - 1)).toBeLessThan(0.1);
    expect(recipes[0]!.methods.map(({ method }) => method)).toContain("pytorch-default");
    expect(recipes[1]!.methods.map(({ method }) => method)).toContain("flax/default");
  }
});

it("tells a truncated normal from one that is not, at one scale", () => {
  const [normal, cut] = [networkBy("lecun-normal", 0), networkBy("jax/lecun_normal", 1)];
  const dense = compareFiles(normal, cut).filter(({ names }) => names[0] === "dense1/kernel");
  expect(dense.map(({ outcome }) => outcome)).toEqual(["different"]);
});

it("calls numbers that are not finite different, unless they are the same", () => {
  const [file, broken, other] = [networkBy("he", 0), networkBy("he", 0), networkBy("he", 0)];
  broken[0]!.values[3] = Number.NaN;
  other[0]!.values[4] = Number.NaN;
  expect(outcomes(file, broken)[0]).toBe("different");
  expect(outcomes(broken, other)[0]).toBe("different");
  expect(outcomes(broken, broken)[0]).toBe("same numbers");
});

it("names what has no counterpart", () => {
  const file = networkBy("he", 0);
  const compared = compareFiles(file, file.slice(1));
  expect(compared[0]).toMatchObject({ outcome: "no counterpart", names: [file[0]!.specification.name, null] });
});

const PAIRS = 100;

test(`of ${PAIRS} pairs of seeds 2 % are called different at most`, () => {
  let different = 0;
  for (let seed = 0; seed < PAIRS; seed++) {
    if (outcomes(networkBy("glorot-uniform", seed), networkBy("glorot-uniform", 1000 + seed)).includes("different")) {
      different++;
    }
  }
  console.log(`${different} of ${PAIRS} pairs are called different`);
  expect(different / PAIRS).toBeLessThanOrEqual(0.04);
});

it("says once what many tensors have in common, and names those that hold NaN", () => {
  const [file, other] = [networkBy("he", 0, (name) => `net.${name}`), networkBy("he", 0, (name) => `net.${name}`)];
  const scaled = other.map((one) =>
    one.specification.role.kind === "kernel" ? { ...one, values: one.values.map((x) => Math.fround(1.5 * x)) } : one,
  );
  const kernels = file.filter(({ specification }) => specification.role.kind === "kernel").length;
  const compared = compareFiles(file, scaled);
  expect(compared.filter(({ outcome }) => outcome === "different")).toHaveLength(kernels);
  expect(groupedFindings(compared)).toEqual([
    `${kernels} tensors of net.*: the second is the first × 1.5, number by number`,
  ]);
  other[0]!.values[3] = Number.NaN;
  const broken = compareFiles(file, other);
  expect(broken[0]!.notFinite).toEqual([0, 1]);
  expect(groupedFindings(broken)).toEqual([`${file[0]!.specification.name}: the second file holds NaN or infinity`]);
  expect(groupedFindings(compareFiles(file, file))).toEqual([]);
});
