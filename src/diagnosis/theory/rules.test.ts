/** Rules of operators that move, choose and normalize, against the same written otherwise. */
import { describe, expect, it } from "vitest";
import { batchOf } from "../../../test/theory/simulate.js";
import { GraphBuilder } from "../../graph/builder.js";
import type { Value } from "../../graph/graph.js";
import { type Shape, sizeOf } from "../../graph/tensor.js";
import { fans } from "../../network/fans.js";
import { buildNetwork } from "../../network/layers/build-network.js";
import { activation, conv, dense, flatten, layerNorm, padShortcut, sequential } from "../../network/layers/index.js";
import type { Layer } from "../../network/layers/layer.js";
import { normals, stream } from "../../random/index.js";
import type { Subject } from "../subject.js";
import { predict } from "./predict.js";

/** A subject with weights N(0, 1 / fanIn), scales 1 and shifts 0. */
function subjectOf(layers: Layer, shape: Shape, rows = 8): Subject {
  const g = new GraphBuilder("test");
  const network = buildNetwork(g, layers, g.input("data", "float32", [rows, ...shape]), { mode: "evaluate" });
  const parameters = network.parameters.map(({ name, shape: size, role }) => ({ name, shape: size, role }));
  const weights = Object.fromEntries(
    parameters.map((p) => {
      const size = sizeOf(p.shape);
      if (p.role.kind !== "kernel") return [p.name, new Float32Array(size).fill(p.role.kind === "norm-scale" ? 1 : 0)];
      return [p.name, Float32Array.from(normals(stream(3, "test", p.name), size), (x) => x / Math.sqrt(fans(p).fanIn))];
    }),
  );
  return { name: "test", layers, shape, parameters, weights, batch: batchOf({ shape, rows }), labelled: false };
}

/** A layer that is one expression. */
const written = (apply: (g: GraphBuilder, x: Value) => Value): Layer => ({
  kind: "",
  apply: (x, { g }) => apply(g, x),
});

/** The last layer but one of two networks, which should be the same. */
function sameAs(a: Layer, b: Layer, shape: Shape) {
  const [left, right] = [a, b].map((layers) => predict(subjectOf(layers, shape)));
  expect([...left!.keys()]).toEqual([...right!.keys()]);
  for (const [name, { before, gradient, cosine, noise }] of left!) {
    const other = right!.get(name)!;
    expect(before / other.before).toBeCloseTo(1, 4);
    expect(gradient! / other.gradient!).toBeCloseTo(1, 4);
    expect(cosine).toBeCloseTo(other.cosine!, 4);
    expect(noise.before.variance).toBeCloseTo(other.noise.before.variance, 6);
  }
}

const image: Shape = [4, 6, 6];
const stack = (middle: Layer) =>
  sequential(conv(8, 3, { padding: "same", bias: false }), activation("relu"), middle, conv(8, 3), flatten(), dense(5));

describe("normalizations written as elementary operators", () => {
  const mean = (g: GraphBuilder, x: Value) => g.apply("ReduceMean", [x], { axes: [-1], keepdims: 1 });
  const rootOf = (g: GraphBuilder, y: Value, square: "Pow" | "Mul") => {
    const squares = g.apply(square, [y, square === "Pow" ? g.scalar(2) : y]);
    return g.apply("Sqrt", [g.apply("Add", [mean(g, squares), g.scalar(1e-5)])]);
  };

  it.each(["Pow", "Mul"] as const)("are layer normalization, with %s", (square) => {
    const elementary = written((g, x) => {
      const centred = g.apply("Sub", [x, mean(g, x)]);
      return g.apply("Div", [centred, rootOf(g, centred, square)]);
    });
    const network = (norm: Layer) =>
      sequential(dense(32, { activation: "relu", bias: false }), norm, dense(16), dense(5));
    sameAs(network(elementary), network(layerNorm()), [24]);
  });

  it("are RMSNorm without the mean: second moment 1, the mean kept", () => {
    const rms = written((g, x) => g.apply("Mul", [x, g.apply("Reciprocal", [rootOf(g, x, "Mul")])]));
    const network = sequential(
      dense(512, { activation: "relu", bias: false }),
      rms,
      dense(64, { bias: false }),
      dense(5),
    );
    const predicted = predict(subjectOf(network, [24]));
    // Weights of variance 1 / 512 up to their own chance, √(2 / 32768) of the mean square.
    expect(Math.abs(predicted.get("dense2")!.before - 1)).toBeLessThan(0.03);
    // ReLU leaves the cosine 1 / π between independent signals; centring would take it away.
    expect(Math.abs(predicted.get("dense2")!.cosine! - 1 / Math.PI)).toBeLessThan(0.02);
  });
});

describe("parts", () => {
  it("of every second row are those of a strided convolution by an identity", () => {
    const strided = written((g, x) =>
      g.apply("Slice", [x, g.integers([0, 0]), g.integers([6, 6]), g.integers([2, 3]), g.integers([2, 2])]),
    );
    const pooled = written((g, x) =>
      g.apply("AveragePool", [x], { kernel_shape: [1, 1], strides: [2, 2], pads: [0, 0, 0, 0] }),
    );
    sameAs(stack(strided), stack(pooled), image);
  });

  it("with zeros for new channels have a share of the second moment", () => {
    const plain = predict(subjectOf(sequential(conv(8, 3), flatten(), dense(5)), image)).get("conv1")!;
    const padded = predict(
      subjectOf(sequential(conv(8, 3), padShortcut(32, 1), conv(6, 1, { bias: false }), flatten(), dense(5)), image),
    );
    const kernel = padded.get("conv2")!;
    // A quarter of 32 channels: its kernel's mean square over 32 terms is 1 up to √(2 / 192).
    expect(Math.abs(kernel.before / (plain.before / 4) - 1)).toBeLessThan(0.25);
  });

  it("repeated and taken back are the same", () => {
    const twice = written((g, x) =>
      g.apply(
        "Resize",
        [x, undefined, g.constant({ type: "float32", shape: [4], data: Float32Array.of(1, 1, 2, 2) })],
        {
          mode: "nearest",
          coordinate_transformation_mode: "asymmetric",
          nearest_mode: "floor",
        },
      ),
    );
    const back = written((g, x) =>
      g.apply("Slice", [x, g.integers([0, 0]), g.integers([12, 12]), g.integers([2, 3]), g.integers([2, 2])]),
    );
    sameAs(stack(sequential(twice, back)), stack(written((_, x) => x)), image);
  });

  it("padded and cut are the same", () => {
    const around = written((g, x) => {
      const padded = g.apply("Pad", [x, g.integers([0, 0, 1, 1, 0, 0, 1, 1])]);
      return g.apply("Slice", [padded, g.integers([1, 1]), g.integers([7, 7]), g.integers([2, 3])]);
    });
    sameAs(stack(around), stack(written((_, x) => x)), image);
  });
});
