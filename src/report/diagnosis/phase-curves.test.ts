/** Lines of equal χ₁ against the solvers of the theory. */
import { describe, expect, it } from "vitest";
import type { PhaseDiagram } from "../../diagnosis/theory/phase-diagram.js";
import { correlationSlope, criticalPoint, depthScale, fixedPointVariance, varianceMap } from "../../signal/index.js";
import { isAlike, linesOf, type Plane } from "./phase-curves.js";

const plane: Plane = { weights: [0.1, 1000], biases: [0, 4] };

function diagramOf(activation: string): PhaseDiagram {
  const variances = Array.from({ length: 61 }, (_, i) => 10 ** (i / 6 - 6));
  const unit = { sigmaW: 1, sigmaB: 0 };
  return {
    activation,
    layers: [],
    variances,
    secondMoments: variances.map((q) => varianceMap(activation, unit, q)),
    squaredSlopes: variances.map((q) => correlationSlope(activation, unit, q)),
    map: { layer: "", from: [], to: [] },
  };
}

const pointsOf = (activation: string, chi: number) =>
  linesOf(diagramOf(activation), chi, plane).filter(({ biases }) => !Number.isNaN(biases));

describe("the edge of chaos", () => {
  it.each(["tanh", "softsign", "sin"])("of %s passes through the points of the solver", (activation) => {
    const points = pointsOf(activation, 1);
    for (const biases of [0.05, 0.2, 1]) {
      const { sigmaW } = criticalPoint(activation, { sigmaB: Math.sqrt(biases) });
      const next = points.findIndex((one) => one.biases >= biases);
      const [low, high] = [points[next - 1]!, points[next]!];
      const part = (biases - low.biases) / (high.biases - low.biases);
      const weights = low.weights + part * (high.weights - low.weights);
      expect(Math.abs(weights / sigmaW ** 2 - 1)).toBeLessThan(5e-3);
    }
  });

  it("of ReLU is σ_w² = 2 whatever the biases", () => {
    expect(isAlike(diagramOf("relu"))).toBe(true);
    expect(pointsOf("relu", 1).map(({ weights, biases }) => [weights.toFixed(9), biases])).toEqual([
      ["2.000000000", 0],
      ["2.000000000", 4],
    ]);
  });
});

describe("a line of one ξ", () => {
  it.each([
    ["tanh", -1],
    ["tanh", 1],
    ["sigmoid", -1],
    ["elu", -1],
  ] as const)("of %s has this ξ at the variance that layers settle at", (activation, sign) => {
    const points = pointsOf(activation, Math.exp(sign / 20));
    expect(points.length).toBeGreaterThan(5);
    for (const { weights, biases } of points.filter((_, i) => i % 8 === 0)) {
      expect(biases).toBeGreaterThanOrEqual(0);
      expect(biases).toBeLessThanOrEqual(4);
      // Near the edge of chaos without biases the variance settles over hundreds of layers.
      if (biases < 1e-3) continue;
      const levels = { sigmaW: Math.sqrt(weights), sigmaB: Math.sqrt(biases) };
      const scale = depthScale(activation, levels, fixedPointVariance(activation, levels));
      expect(Math.abs(scale / 20 - 1)).toBeLessThan(0.03);
    }
  });
});
