/** The phase that theory reads from a layer, composed activations, and a method's own draw. */
import { describe, expect, it } from "vitest";
import { exactly, mlp, subjectOf } from "../../../test/theory/subject.js";
import { he, initialWeights } from "../../initializers/index.js";
import { dense, sequential } from "../../network/layers/index.js";
import type { Layer } from "../../network/layers/layer.js";
import { criticalPoint } from "../../signal/index.js";
import type { Subject } from "../subject.js";
import { predict, predictions } from "./predict.js";

const square = (values: Float32Array) => values.reduce((sum, x) => sum + x * x, 0) / values.length;

describe("the phase of a layer", () => {
  it.each(["tanh", "gelu", "elu", "relu"])("of %s is critical at the solver's edge of chaos", (activation) => {
    const { sigmaW, sigmaB } = criticalPoint(activation, { qStar: 1 });
    const inputs = subjectOf(mlp(activation, 32, 4), [32], 1, exactly(sigmaW, sigmaB));
    // An input whose first pre-activations have the variance q* = 1.
    const scale = Math.sqrt((1 - sigmaB ** 2) / sigmaW ** 2 / square(inputs.batch.inputs));
    const subject = { ...inputs, batch: { ...inputs.batch, inputs: inputs.batch.inputs.map((x) => x * scale) } };
    for (const { chi, variance } of [...predictions(subject).phases.values()]) {
      expect(Math.abs(variance - 1)).toBeLessThan(1e-4);
      expect(Math.abs(chi - 1)).toBeLessThan(1e-4);
    }
  });
});

it("a composed activation is read off the graph", () => {
  const written: Layer = {
    kind: "written",
    apply: (x, { g }) => g.apply("Mul", [x, g.apply("Sigmoid", [x])]),
  };
  const [a, b] = [
    sequential(dense(24), written, dense(10)),
    sequential(dense(24, { activation: "silu" }), dense(10)),
  ].map((layers) => predict(subjectOf(layers, [24], 4, exactly(1.5, 0.1))));
  expect(a!.get("dense2")!.before).toBeCloseTo(b!.get("dense2")!.before, 12);
});

it("He's method on a network reads as it should", () => {
  const layers = mlp("relu", 64, 3);
  const model = subjectOf(layers, [64], 4, exactly(1, 0));
  const subject: Subject = { ...model, weights: initialWeights(he, model.parameters, 0) };
  const { phases } = predictions(subject);
  for (const { sigmaW, depthScale } of phases.values()) {
    expect(sigmaW).toBeCloseTo(Math.SQRT2, 1);
    expect(depthScale).toBeGreaterThan(10);
  }
});
