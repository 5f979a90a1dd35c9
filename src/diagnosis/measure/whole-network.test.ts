/** Jacobian, curvature and gradient quotient against dense matrices and SciPy. */
import { describe, expect, it, test } from "vitest";
import { normalBatch, subjectOf } from "../../../test/measured-network.js";
import type { Weights } from "../../initializers/network-access.js";
import { matrix, symmetricEigen } from "../../initializers/parts/linear-algebra/index.js";
import { dense, sequential } from "../../network/layers/index.js";
import type { Layer } from "../../network/layers/layer.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { measure } from "./measure.js";

const { runtime } = await loadRuntime();

// Three tanh units between two inputs and two classes, with its loss in float64.
const small = subjectOf(sequential(dense(3, { activation: "tanh" }), dense(2)), [2], normalBatch([2], 5, 2));
const names = small.parameters.map(({ name }) => name);
const flat = (weights: Weights) => names.flatMap((name) => Array.from(weights[name]!));

function lossAt(w: readonly number[]): number {
  const { inputs, labels, rows } = small.batch;
  const [k1, b1, k2, b2] = [w.slice(0, 6), w.slice(6, 9), w.slice(9, 15), w.slice(15)];
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const [x, y] = [inputs[2 * row]!, inputs[2 * row + 1]!];
    const h = b1.map((b, u) => Math.tanh(k1[2 * u]! * x + k1[2 * u + 1]! * y + b));
    const logits = b2.map((b, c) => h.reduce((total, v, u) => total + k2[3 * c + u]! * v, b));
    sum += Math.log(logits.reduce((total, z) => total + Math.exp(z), 0)) - logits[labels[row]!]!;
  }
  return sum / rows;
}

/** Gradient and Hessian of the loss by central differences in float64. */
function differences() {
  const w = flat(small.weights);
  const at = (...moves: readonly (readonly [number, number])[]) => {
    const moved = w.slice();
    for (const [i, by] of moves) moved[i]! += by;
    return lossAt(moved);
  };
  const h = 1e-3;
  const gradient = w.map((_, i) => (at([i, h]) - at([i, -h])) / (2 * h));
  const hessian = w.flatMap((_, i) =>
    w.map(
      (_, j) => (at([i, h], [j, h]) - at([i, h], [j, -h]) - at([i, -h], [j, h]) + at([i, -h], [j, -h])) / (4 * h * h),
    ),
  );
  return { gradient, hessian };
}

test("the largest eigenvalue of the Hessian, and MetaInit's quotient", async () => {
  expect(names).toEqual(["dense1/kernel", "dense1/bias", "dense2/kernel", "dense2/bias"]);
  const { network } = await measure(small, { runtime, curvature: true, gradientQuotient: true });
  expect(network.loss).toBeCloseTo(lossAt(flat(small.weights)), 6);
  const { gradient, hessian } = differences();
  const n = gradient.length;
  const { values } = symmetricEigen(matrix(n, n, hessian));
  expect(Math.abs(network.curvature! / values[0]! - 1)).toBeLessThan(1e-4);
  // Dauphin and Schoenholz 2019, eq. 2: the mean of |(g − H·g) / (g + ε · sign g) − 1|.
  const terms = gradient.map((slope, i) => {
    const turned = gradient.reduce((sum, x, j) => sum + hessian[i * n + j]! * x, 0);
    return Math.abs((slope - turned) / (slope + 1e-5 * Math.sign(slope)) - 1);
  });
  const quotient = terms.reduce((sum, x) => sum + x, 0) / n;
  expect(Math.abs(network.gradientQuotient! / quotient - 1)).toBeLessThan(1e-3);
});

describe("the Jacobian of a linear network is its kernel", () => {
  const hilbert = (classes: number, inputs: number) => {
    const values = Array.from({ length: classes * inputs }, (_, k) => 1 / (Math.floor(k / inputs) + (k % inputs) + 1));
    const batch = normalBatch([inputs], 3, classes);
    return subjectOf(dense(classes, { bias: false }), [inputs], batch, () => ({
      "dense1/kernel": Float32Array.from(values),
    }));
  };
  // import numpy as np; from scipy.linalg import svdvals
  // h = lambda n, m: np.float32(1 / (np.arange(n)[:, None] + np.arange(m) + 1.0)).astype(float)
  it("exactly: all singular values of each sample, as SciPy's svdvals(h(6, 4))", async () => {
    const { jacobian } = (await measure(hilbert(6, 4), { runtime, jacobian: true })).network;
    const expected = [1.55522918, 0.201046093, 0.0103566889, 0.000239808605];
    expect(jacobian).toHaveLength(3 * 4);
    for (const [i, value] of jacobian!.entries()) expect(value).toBeCloseTo(expected[Math.floor(i / 3)]!, 6);
  });

  it("above 64 classes the largest 16, as SciPy's svdvals(h(80, 100))", async () => {
    const { jacobian } = (await measure(hilbert(80, 100), { runtime, jacobian: true })).network;
    const expected = [2.16574306, 0.797740437, 0.206245263, 0.0449905919, 0.00882332193, 0.00159182432];
    expect(jacobian).toHaveLength(3 * 16);
    for (const [i, value] of expected.entries()) {
      for (let sample = 0; sample < 3; sample++) expect(jacobian![3 * i + sample]).toBeCloseTo(value, 6);
    }
  });
});

test("tokens have no Jacobian: a whole number has no small change, and the reason is said", async () => {
  const tokens: Layer = {
    kind: "tokens",
    apply: (x, scope) => {
      const { g } = scope;
      const table = scope.parameter("table", [5, 4], { kind: "embedding", operation: "embedding" });
      const rows = g.apply("Gather", [table, g.apply("Cast", [x], { to: "int64" })], { axis: 0 });
      return g.apply("ReduceMean", [rows], { axes: [1], keepdims: 0 });
    },
  };
  const inputs = Float32Array.from({ length: 12 }, (_, i) => i % 5);
  const batch = { inputs, labels: Int32Array.of(0, 1, 0, 1), rows: 4 };
  const subject = subjectOf(sequential(tokens, dense(2)), [3], batch);
  const { network, notMeasured } = await measure(subject, { runtime, jacobian: true, curvature: true });
  expect(network.jacobian).toBeNull();
  expect(notMeasured.map(({ reason }) => reason).join()).toContain(
    "Jacobian: the network reads its samples as whole numbers",
  );
  expect(network.curvature).toBeGreaterThan(0);
});
