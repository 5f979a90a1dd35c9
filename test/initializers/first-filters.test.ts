/** Methods whose first filters come from the data: whitening, principal components and k-means. */
import { describe, expect, it } from "vitest";
import { findInitializer, initialWeights } from "../../src/initializers/index.js";
import { firstLayer, takePatches } from "../../src/initializers/methods/data-driven/patches.js";
import { conv, dense, flatten, sequential } from "../../src/network/layers/index.js";
import { meanAndStd, type SmallProblem, smallProblem } from "./small-problem.js";

describe("first filters", () => {
  /** Outputs of the first `count` filters on the patches that the method took. */
  const responses = (
    problem: SmallProblem,
    method: string,
    kernel: Float32Array,
    bias: Float32Array,
    count: number,
    patchLimit: number,
  ) => {
    const network = problem.network();
    const { values, count: patches, size } = takePatches(network, firstLayer(method, network, true), 0, patchLimit);
    return Array.from({ length: count }, (_, unit) =>
      Array.from({ length: patches }, (__, p) => {
        let sum = bias[unit]!;
        for (let i = 0; i < size; i++) sum += kernel[unit * size + i]! * values[p * size + i]!;
        return sum;
      }),
    );
  };
  const correlation = (a: readonly number[], b: readonly number[]) =>
    a.reduce((s, x, i) => s + x * b[i]!, 0) / a.length;

  it("whitening: uncorrelated answers of variance 1, and their negatives", async () => {
    const problem = await smallProblem(
      sequential(conv(40, 3, { activation: "relu" }), flatten(), dense(4)),
      [2, 10, 10],
    );
    const { weights, cost } = await problem.prepare("whitening", { epsilon: 1e-9, patches: 4000 });
    expect(cost).toEqual({ forward: 0, backward: 0 });
    const [kernel, bias] = [weights["conv1/kernel"]!, weights["conv1/bias"]!];
    const z = responses(problem, "whitening", kernel, bias, 18, 4000);
    for (let i = 0; i < 18; i++) {
      expect(Math.abs(meanAndStd(z[i]!)[0])).toBeLessThan(1e-4);
      for (let j = 0; j <= i; j++) expect(Math.abs(correlation(z[i]!, z[j]!) - (i === j ? 1 : 0))).toBeLessThan(1e-3);
    }
    for (let i = 0; i < 18 * 18; i++) expect(kernel[18 * 18 + i]).toBe(-kernel[i]!);
    const he = initialWeights(findInitializer("he"), problem.tensors, 0);
    expect(kernel.subarray(36 * 18)).toEqual(he["conv1/kernel"]!.subarray(36 * 18));
    expect(weights["dense1/kernel"]).toEqual(he["dense1/kernel"]);
  });

  it("whitening with few filters: pairs of the directions of largest variance", async () => {
    const problem = await smallProblem(sequential(conv(6, 3), flatten(), dense(4)), [2, 10, 10]);
    const { weights } = await problem.prepare("whitening", { epsilon: 1e-9 });
    const norms = [0, 1, 2].map((u) => Math.hypot(...weights["conv1/kernel"]!.subarray(18 * u, 18 * u + 18)));
    expect(norms[0]).toBeLessThan(norms[1]!); // 1 / √λ, largest λ first
    expect(norms[1]).toBeLessThan(norms[2]!);
    expect(weights["conv1/kernel"]!.subarray(54, 72)).toEqual(weights["conv1/kernel"]!.subarray(0, 18).map((w) => -w));
  });

  it.each([
    ["pca-filters", "mnist_cnn", "conv1", 9],
    ["kmeans-filters", "mnist_cnn", "conv1", 32],
    ["pca-filters", "mlp:depth=1,width=24", "dense1", 24],
    ["kmeans-filters", "mlp:depth=1,width=24", "dense1", 24],
  ] as const)("%s of %s: centred answers of variance 1", async (method, model, layer, count) => {
    // The dense layer has 256 inputs: orthogonal iteration serves it.
    const problem = await smallProblem(model, [1, 16, 16]);
    const { weights } = await problem.prepare(method);
    const kernel = weights[`${layer}/kernel`]!;
    const z = responses(problem, method, kernel, weights[`${layer}/bias`]!, count, 2048);
    for (const [i, unit] of z.entries()) {
      const [mean, std] = meanAndStd(unit);
      expect(Math.abs(mean)).toBeLessThan(1e-3);
      expect(Math.abs(std - 1)).toBeLessThan(1e-3);
      if (method === "pca-filters" && i > 0) expect(Math.abs(correlation(unit, z[i - 1]!))).toBeLessThan(0.02);
    }
    expect((await problem.prepare(method)).weights).toEqual(weights);
    expect((await problem.prepare(method, {}, 1)).weights).not.toEqual(weights);
  });

  it("refuses other first layers and names the methods that serve them", async () => {
    const mlp = await smallProblem("mlp:depth=4,width=24");
    await expect(mlp.prepare("whitening")).rejects.toThrow(
      'whitening needs a network whose first layer is a convolution without groups on the data: "dense1/kernel" [24, 144] is dense. Use pca-filters for dense layers, or lsuv.',
    );
    const grouped = await smallProblem(sequential(conv(4, 3, { groups: 2 }), flatten(), dense(4)), [2, 8, 8]);
    await expect(grouped.prepare("pca-filters")).rejects.toThrow("has 2 groups");
  });
});
