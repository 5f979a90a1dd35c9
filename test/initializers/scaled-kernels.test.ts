/** Data-driven and learned methods where the network multiplies or normalizes its kernels. */
import { describe, expect, test } from "vitest";
import { scale } from "../../src/graph/expressions.js";
import { flatten, sequential } from "../../src/network/layers/index.js";
import type { Layer } from "../../src/network/layers/layer.js";
import { answers, meanAndStd, smallProblem } from "./small-problem.js";

/** y = −4 x·Wᵀ + 0.5 b, by the attributes of Gemm. */
const gemm = (units: number): Layer => ({
  kind: "gemm",
  apply: (x, { g, parameter }) => {
    const kernel = parameter("kernel", [units, x.shape[1]!], { kind: "kernel", operation: "dense", multiplier: -4 });
    const bias = parameter("bias", [units], { kind: "bias", kernel, multiplier: 0.5 });
    return g.apply("Gemm", [x, kernel, bias], { transB: 1, alpha: -4, beta: 0.5 });
  },
});

/** Weight normalization, one magnitude per unit: y = x·(g v / ‖v‖)ᵀ. */
const normalized = (units: number): Layer => ({
  kind: "normalized",
  apply: (x, { g, parameter }) => {
    const v = parameter("kernel", [units, x.shape[1]!], { kind: "kernel", operation: "dense" });
    const direction = { name: "normalized1/kernel", axis: 0 };
    const magnitude = parameter("magnitude", [units, 1], { kind: "magnitude", direction });
    const norms = g.apply("Sqrt", [g.apply("ReduceSum", [g.apply("Mul", [v, v]), g.constant(axes, "axes")])]);
    return g.apply("Gemm", [x, g.apply("Mul", [magnitude, g.apply("Div", [v, norms])])], { transB: 1 });
  },
});
const axes = { type: "int64", shape: [1], data: BigInt64Array.of(1n) } as const;

describe("kernels that the network multiplies", () => {
  test.each(["weight-norm", "pca-filters", "kmeans-filters"])(
    "%s: units have mean 0 and standard deviation 1",
    async (method) => {
      const problem = await smallProblem(sequential(flatten(), gemm(4)), [1, 3, 3], { rows: 64 });
      const { weights } = await problem.prepare(method);
      const bias = weights["gemm1/bias"]!;
      answers(problem, weights)["gemm1/kernel"]!.forEach((unit, i) => {
        const [mean, std] = meanAndStd(unit);
        expect(bias[i]).not.toBe(0);
        expect(Math.abs(std - 1), `std ${std}`).toBeLessThan(1e-5);
        expect(Math.abs(mean)).toBeLessThan(1e-5);
      });
    },
  );
});

describe("weight normalization", () => {
  const problemOf = () => smallProblem(sequential(flatten(), normalized(6), scaledDown), [1, 3, 3], { classes: 6 });
  const scaledDown: Layer = { kind: "scaled", apply: (x, { g }) => scale(g, x, 0.5) };
  const note =
    "normalized1/kernel: the network computes something from it before it meets signals; it keeps its drawn weights.";

  test.each(["lsuv", "weight-norm", "krahenbuhl"])("%s says that it does not measure such a layer", async (method) => {
    expect((await (await problemOf()).prepare(method)).notes).toEqual([note]);
  });

  test("metainit scales the magnitudes, since the kernel's scale changes nothing", async () => {
    const problem = await problemOf();
    const before = (await problem.prepare("metainit", { steps: 0 })).weights;
    const { weights } = await problem.prepare("metainit", { steps: 3 });
    expect(weights["normalized1/kernel"]).toEqual(before["normalized1/kernel"]);
    const factors = Array.from(weights["normalized1/magnitude"]!, (g, i) => g / before["normalized1/magnitude"]![i]!);
    expect(Math.abs(factors[0]! - 1)).toBeGreaterThan(1e-3);
    for (const factor of factors) expect(Math.abs(factor / factors[0]! - 1)).toBeLessThan(1e-6);
  });
});
