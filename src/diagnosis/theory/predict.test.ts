/** What theory predicts, against closed forms and against networks that are drawn and run. */
import { describe, expect, it } from "vitest";
import { exactly, mlp, subjectOf } from "../../../test/theory/subject.js";
import { add, matMul, mul, reduceMean, scale, transpose, transposeLast } from "../../graph/expressions.js";
import { project } from "../../network/layers/dense.js";
import {
  batchNorm,
  conv,
  dense,
  dropout,
  flatten,
  layerNorm,
  positionEmbedding,
  residual,
  selfAttention,
  sequential,
} from "../../network/layers/index.js";
import type { Layer } from "../../network/layers/layer.js";
import type { TensorSpecification } from "../../network/parameter.js";
import { normals, stream } from "../../random/index.js";
import { correlationMap } from "../../signal/index.js";
import type { Subject } from "../subject.js";
import { predict, predictions } from "./predict.js";

/** Logits from tokens. */
const globalAverage: Layer = {
  kind: "mean",
  apply: (x, { g }) => reduceMean(g, x, [1], false),
};
const ones = ({ shape }: TensorSpecification) => new Float32Array(shape.reduce((n, m) => n * m, 1)).fill(1);

const square = (values: Float32Array) => values.reduce((sum, x) => sum + x * x, 0) / values.length;

describe("a ReLU network of He's scale", () => {
  const subject = subjectOf(mlp("relu", 64, 20), [64], 1, exactly(Math.SQRT2, 0));
  const predicted = predict(subject);

  it("keeps the second moment of signals and of gradients", () => {
    const input = square(subject.batch.inputs);
    const layers = [...predicted.values()];
    for (const { before, after } of layers.slice(0, -1)) {
      expect(before / (2 * input)).toBeCloseTo(1, 5);
      expect(after / input).toBeCloseTo(1, 5);
    }
    // The head sums over 10 classes instead of 64 units.
    for (const { gradient } of layers.slice(0, -1)) expect(gradient! / (10 / 64)).toBeCloseTo(1, 5);
    expect(layers.at(-1)!.gradient).toBe(1);
  });

  it("has the noise of one draw: 5 / width per layer", () => {
    // shared/reference/doctor.md: 1.56 by the formula, 1.66 in simulations of width 64, depth 20.
    // The kernels' own mean squares take 2 / width² of each layer out of it: 1.553,
    // within what the singular values of these draws differ from their mean.
    const { signal } = predicted.get("dense20")!.noise;
    expect(Math.abs(signal.variance / ((20 * (5 - 2 / 64)) / 64) - 1)).toBeLessThan(0.01);
    expect(signal.shift).toBeCloseTo(-signal.variance / 2, 5);
  });
});

describe("a batch", () => {
  it("has the cosines of the arc-cosine kernel", () => {
    const predicted = predict(subjectOf(mlp("relu", 32, 6), [400], 16, exactly(Math.SQRT2, 0)));
    let cosine = 0;
    for (let layer = 1; layer <= 6; layer++) {
      cosine = correlationMap("relu", { sigmaW: Math.SQRT2, sigmaB: 0 }, 2, cosine);
      // The samples' own cosines are 0 ± 0.05, and the map is convex.
      expect(Math.abs(predicted.get(`dense${layer}`)!.cosine! - cosine)).toBeLessThan(0.02);
    }
  });

  it("has less noise than one sample", () => {
    const noise = (rows: number) =>
      predict(subjectOf(mlp("relu", 32, 2), [64], rows, exactly(Math.SQRT2, 0))).get("dense1")!.noise.signal.variance;
    expect(noise(16)).toBeLessThan(noise(1) / 2);
  });

  it("says how many units are 0 on all samples: ½ on one", () => {
    const dead = (rows: number) =>
      predict(subjectOf(mlp("relu", 32, 2), [64], rows, exactly(Math.SQRT2, 0))).get("dense1")!.dead!;
    expect(dead(1)).toBeCloseTo(0.5, 9);
    // Nearly uncorrelated samples: close to ½ to the power of their number.
    expect(Math.log2(dead(6))).toBeGreaterThan(-6.5);
    expect(Math.log2(dead(6))).toBeLessThan(-4.5);
    expect(predict(subjectOf(mlp("tanh", 32, 2), [64], 6, exactly(1, 0))).get("dense1")!.dead).toBeNull();
  });
});

it("causal attention leaves the cosine of samples that share positions at ½: both parts shrink alike", () => {
  const [tokens, width] = [16, 64];
  const causal: Layer = {
    kind: "attention",
    apply: (x, scope) => {
      const { g } = scope;
      const of = (name: string) => project(scope, x, width, { bias: false, name, role: {} });
      const scores = scale(g, matMul(g, of("query-"), transposeLast(g, of("key-"))), 1 / Math.sqrt(width));
      const mask = g.constant({
        type: "float32",
        shape: [tokens, tokens],
        data: Float32Array.from({ length: tokens ** 2 }, (_, i) => (i % tokens > i / tokens ? -1e9 : 0)),
      });
      const map = g.apply("Softmax", [g.apply("Add", [scores, mask])], { axis: -1 });
      return project(scope, matMul(g, map, of("value-")), width, { bias: false, name: "output-", role: {} });
    },
  };
  const layers = sequential(positionEmbedding(), causal, globalAverage);
  // Positions as large as the tokens; queries and keys so small that attention is uniform.
  const draw = exactly(1, 1);
  const small = (p: TensorSpecification) => draw(p).map((w) => (/query|key/.test(p.name) ? w / 50 : w));
  const predicted = [...predict(subjectOf(layers, [tokens, width], 24, small))];
  const [, output] = predicted.find(([name]) => name.includes("output"))!;
  expect(Math.abs(output.cosine! - 0.5)).toBeLessThan(0.02);
  // A mean of n tokens has 1 / n of their second moment: H₁₆ / 16 over the queries.
  const harmonic = Array.from({ length: tokens }, (_, n) => 1 / (n + 1)).reduce((a, b) => a + b) / tokens;
  expect(Math.abs(output.before / (2 * harmonic) - 1)).toBeLessThan(0.05);
});

it("a bias of zeros does not hide the activation: E gelu(z)² of z ~ N(0, 1) is 1/3 + 1/(2√3 π)", () => {
  // As exporters write it: MatMul, and behind it Add.
  const plain: Layer = {
    kind: "plain",
    apply: (x, scope) => {
      const { g } = scope;
      const role = { kind: "kernel", operation: "dense", activation: "gelu" } as const;
      const kernel = scope.parameter("kernel", [64, 64], role);
      const bias = scope.parameter("bias", [64], { kind: "bias", activation: "gelu" });
      const y = add(g, matMul(g, x, transpose(g, kernel, [1, 0])), bias);
      const half = mul(g, y, g.scalar(0.5));
      return mul(g, half, add(g, g.apply("Erf", [mul(g, y, g.scalar(Math.SQRT1_2))]), g.scalar(1)));
    },
  };
  const layers = sequential(layerNorm(), plain, globalAverage);
  const draw = (p: TensorSpecification) => (p.role.kind === "norm-scale" ? ones(p) : exactly(1, 0)(p));
  const first = [...predict(subjectOf(layers, [6, 64], 4, draw)).values()][0]!;
  expect(first.before).toBeCloseTo(1, 2);
  expect(first.after).toBeCloseTo(1 / 3 + 1 / (2 * Math.sqrt(3) * Math.PI), 2);
});

describe("weights", () => {
  it("of an orthogonal matrix have no noise of their own", () => {
    const identityLike = (p: TensorSpecification) => {
      const [rows, columns] = p.shape as readonly [number, number];
      if (p.role.kind !== "kernel") return new Float32Array(rows);
      // A Householder reflection: orthogonal, and dense.
      const v = normals(stream(2, "test", p.name), columns);
      const length = v.reduce((sum, x) => sum + x * x, 0);
      return Float32Array.from({ length: rows * columns }, (_, i) => {
        const [row, column] = [Math.floor(i / columns), i % columns];
        const sign = normals(stream(3, "test", p.name, String(row)), 1)[0]! < 0 ? -1 : 1;
        return sign * ((row === column ? 1 : 0) - (2 * v[row]! * v[column]!) / length);
      });
    };
    const subject = subjectOf(sequential(dense(48), dense(48)), [48], 1, identityLike);
    const drawn = subjectOf(sequential(dense(48), dense(48)), [48], 1, exactly(1, 0));
    expect(predict(subject).get("dense1")!.noise.signal.variance).toBeLessThan(1e-6);
    // Within what the singular values of one draw differ from their mean.
    const expected = (2 / 48) * (1 - 1 / 48);
    expect(Math.abs(predict(drawn).get("dense1")!.noise.signal.variance / expected - 1)).toBeLessThan(0.06);
  });

  it("that are a pattern are no draws", () => {
    const constant = subjectOf(mlp("relu", 8, 2), [8], 4, ({ shape }) =>
      new Float32Array(shape.reduce((n, m) => n * m, 1)).fill(0.1),
    );
    const { layers, withoutRule } = predictions(constant);
    expect(layers.size).toBe(0);
    expect(withoutRule.get("dense1")).toContain("the mean of its weights is not 0");
  });

  it("times a factor make a ReLU network's signals so much larger", () => {
    const before = subjectOf(mlp("relu", 16, 3), [16], 4, exactly(1, 0));
    const kernel = before.weights["dense2/kernel"]!.map((w) => 3 * w);
    const after: Subject = { ...before, weights: { ...before.weights, "dense2/kernel": kernel } };
    const ratio = predict(after).get("dense3")!.after / predict(before).get("dense3")!.after;
    expect(ratio).toBeCloseTo(9, 4);
  });
});

describe("places", () => {
  it("at borders see fewer inputs", () => {
    const layers = sequential(conv(8, 3, { padding: "same", bias: false }), flatten(), dense(10));
    const ones = { ...subjectOf(layers, [2, 5, 5], 2, exactly(1, 0)) };
    const subject: Subject = { ...ones, batch: { ...ones.batch, inputs: ones.batch.inputs.map(() => 1) } };
    // 9 × 9 interior and 12 × 6 side and 4 × 4 corner inputs of 25 × 9.
    expect(predict(subject).get("conv1")!.before).toBeCloseTo((9 * 9 + 12 * 6 + 4 * 4) / (25 * 9), 6);
  });
});

describe("normalizations", () => {
  it("of layers bring every draw to one second moment", () => {
    const predicted = predict(
      subjectOf(sequential(dense(64), layerNorm(), dense(32), dense(10)), [16], 4, (p) =>
        p.role.kind === "norm-scale" ? new Float32Array(64).fill(1) : exactly(3, 0)(p),
      ),
    );
    expect(predicted.get("dense2")!.before).toBeCloseTo(9, 3);
    // What is left is the noise of the second layer's own products.
    expect(predicted.get("dense2")!.noise.before.variance).toBeLessThan(2 / 32);
  });

  it("of batches divide by the batch's deviation, or by the running one", () => {
    const layers = sequential(dense(64), batchNorm(), dense(32), dense(10));
    const draw = (p: TensorSpecification) =>
      p.role.kind === "norm-scale" ? new Float32Array(64).fill(1) : exactly(3, 0)(p);
    const subject = subjectOf(layers, [16], 8, draw);
    const evaluated = predict(subject).get("dense2")!.before;
    expect(evaluated / (9 * predict(subject).get("dense1")!.before)).toBeCloseTo(1, 4);
    expect(predict(subject, { mode: "measure" }).get("dense2")!.before).toBeCloseTo(9, 2);
  });
});

describe("residual branches", () => {
  it("add their second moments, and gradients theirs", () => {
    const layers = sequential(dense(32), residual(dense(32)), residual(dense(32)), dense(10));
    const predicted = predict(subjectOf(layers, [32], 4, exactly(1, 0)));
    const first = predicted.get("dense1")!;
    expect(predicted.get("block2/dense1")!.before / (2 * first.before)).toBeCloseTo(1, 5);
    expect(first.gradient! / ((4 * 10) / 32)).toBeCloseTo(1, 5);
  });

  it("with dropout are the same in evaluation", () => {
    const without = sequential(dense(32), residual(dense(32)), dense(10));
    const dropping = sequential(dense(32), residual(sequential(dense(32), dropout(0.5))), dense(10));
    const [a, b] = [without, dropping].map((layers) => predict(subjectOf(layers, [32], 4, exactly(1, 0))));
    expect(b).toEqual(a);
  });
});

describe("attention", () => {
  it("that is uniform averages the values over tokens", () => {
    const tokens = 16;
    const attention: Layer = {
      kind: "",
      apply: (x, scope) => {
        const { g } = scope;
        const sequence = g.apply("Reshape", [x, g.integers([x.shape[0]!, tokens, 32])]);
        const mixed = selfAttention(4, { fused: false, bias: false }).apply(sequence, scope);
        return g.apply("ReduceMean", [mixed], { axes: [1], keepdims: 0 });
      },
    };
    const small = (p: TensorSpecification) => exactly(p.role.projection === "query" ? 1e-3 : 1, 0)(p);
    const subject = subjectOf(sequential(attention, dense(10)), [tokens, 32], 4, small);
    const output = predict(subject).get("output-kernel") ?? predict(subject).get("output");
    expect(output).toBeDefined();
    const means = Float32Array.from({ length: 4 * 32 }, (_, i) => {
      const [row, unit] = [Math.floor(i / 32), i % 32];
      const ofToken = (t: number) => subject.batch.inputs[(row * tokens + t) * 32 + unit]!;
      return Array.from({ length: tokens }, (_token, t) => ofToken(t)).reduce((sum, x) => sum + x, 0) / tokens;
    });
    expect(Math.abs(output!.before / square(means) - 1)).toBeLessThan(0.1);
  });
});

describe("what has no rule", () => {
  const middle: Layer = {
    kind: "odd",
    apply: (x, { g }) => g.apply("CumSum", [x, g.constant({ type: "int64", shape: [], data: BigInt64Array.of(1n) })]),
  };
  const subject = subjectOf(
    sequential(dense(16), middle, dense(16, { activation: "relu" }), dense(10)),
    [16],
    4,
    exactly(1, 0),
  );

  it("is named, and what follows is not predicted", () => {
    const { layers, withoutRule } = predictions(subject);
    expect([...layers.keys()]).toEqual(["dense1"]);
    expect(layers.get("dense1")!.gradient).toBeNull();
    expect(withoutRule.get("dense3")).toContain("CumSum");
  });

  it("can be bridged by measured moments", () => {
    const anchors = new Map([["dense2", { secondMoment: 5, mean: 0, cosine: 0.3 }]]);
    const predicted = predict(subject, { anchors });
    expect(predicted.get("dense2")!.before).toBeCloseTo(5, 9);
    expect(predicted.get("dense2")!.after).toBeCloseTo(2.5, 9);
    expect(predicted.get("dense3")!.before).toBeCloseTo(2.5, 4);
    expect(predicted.get("dense2")!.gradient).not.toBeNull();
    expect(predicted.get("dense1")!.gradient).toBeNull();
    expect(() => predict(subject, { anchors: new Map([["dense9", anchors.get("dense2")!]]) })).toThrow("dense9");
  });
});
