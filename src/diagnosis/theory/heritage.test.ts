/** Sums of rectified signals, against integrals. */
import { describe, expect, it } from "vitest";
import { batchOf } from "../../../test/theory/simulate.js";
import { GraphBuilder } from "../../graph/builder.js";
import { sizeOf } from "../../graph/tensor.js";
import { fans } from "../../network/fans.js";
import { buildNetwork } from "../../network/layers/build-network.js";
import { activation, dense, residual, sequential } from "../../network/layers/index.js";
import { normals, stream } from "../../random/index.js";
import { predict } from "./predict.js";

const UNITS = 256;
const CLASSES = 5;

/**
 * y = relu(u) + v for u ~ N(0, 1) and v ~ N(0, 1/2), where all kernels have the mean square
 * 1 / fanIn.
 */
function predictions() {
  const layers = sequential(
    dense(UNITS, { bias: false }),
    activation("relu"),
    residual(dense(UNITS, { bias: false })),
    activation("relu"),
    dense(CLASSES, { bias: false }),
  );
  const [shape, rows] = [[64], 8];
  const g = new GraphBuilder("test");
  const network = buildNetwork(g, layers, g.input("data", "float32", [rows, ...shape]), { mode: "evaluate" });
  const parameters = network.parameters.map(({ name, shape: size, role }) => ({ name, shape: size, role }));
  const weights = Object.fromEntries(
    parameters.map((p) => {
      const draws = normals(stream(3, "test", p.name), sizeOf(p.shape));
      const square = draws.reduce((sum, x) => sum + x * x, 0) / draws.length;
      return [p.name, Float32Array.from(draws, (x) => x / Math.sqrt(square * fans(p).fanIn))];
    }),
  );
  const subject = {
    name: "test",
    layers,
    shape,
    parameters,
    weights,
    batch: batchOf({ shape, rows }),
    labelled: false,
  };
  return [...predict(subject).values()];
}

// from numpy import sqrt
// from scipy.integrate import quad
// from scipy.stats import norm
// s = sqrt(0.5)
// square = lambda a: (a * a + s * s) * norm.cdf(a / s) + a * s * norm.pdf(a / s)
// half = lambda f: quad(lambda u: f(u) * norm.pdf(u), 0, 12)[0]
// both = half(lambda u: norm.cdf(u / s))
// print(0.5 * square(0) + half(square), 0.25 + both, both)
const SQUARE = 0.84060458;
const ABOVE = 0.65204336;
const BOTH = 0.40204336;

describe("a sum of a rectified signal and a new one", () => {
  const [first, , last] = predictions() as [
    ReturnType<typeof predictions>[0],
    unknown,
    ReturnType<typeof predictions>[0],
  ];
  const scale = first.before;

  it("is skew: E relu(y)² within 0.5 %", () => {
    expect(Math.abs(last.before / scale / SQUARE - 1)).toBeLessThan(0.005);
  });

  it("has the sign of its term more often than not: the gradient of both ways within 1 %", () => {
    // Through the sum itself, and through the branch, whose slopes are independent of the first.
    const exact = (CLASSES / UNITS) * (BOTH + ABOVE / 2);
    expect(Math.abs(first.gradient! / exact - 1)).toBeLessThan(0.01);
  });
});
