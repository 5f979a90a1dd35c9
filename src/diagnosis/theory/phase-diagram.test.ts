/** Phase diagrams of real networks: who has a place in them, and what they say of φ. */
import { describe, expect, it } from "vitest";
import { drawnBy, normalBatch, subjectOf } from "../../../test/measured-network.js";
import { he } from "../../initializers/index.js";
import { activation, batchNorm, dense, type Layer, sequential } from "../../network/layers/index.js";
import { phaseDiagrams } from "./phase-diagram.js";
import { predictions } from "./predict.js";

function diagramsOf(layers: Layer, names: readonly (readonly [name: string, activation: string | null])[]) {
  const subject = subjectOf(layers, [64], normalBatch([64], 8, 4), drawnBy(he));
  const { phases } = predictions(subject, { mode: "measure" });
  return phaseDiagrams(
    names.map(([name, label]) => ({ name, activation: label })),
    phases,
  );
}

describe("phase diagrams", () => {
  const layers = sequential(
    dense(64, { activation: "relu" }),
    dense(64, { activation: "tanh" }),
    dense(64, { activation: "relu" }),
    dense(64),
    batchNorm(),
    activation("relu"),
    dense(4),
  );
  const names = [
    ["dense1", "relu"],
    ["dense2", "tanh"],
    ["dense3", "relu"],
    ["dense4", "relu"],
    ["dense5", "linear"],
  ] as const;
  const diagrams = diagramsOf(layers, names);

  it("have the layers whose activation reads them, by activation", () => {
    expect(diagrams.map(({ activation: of, layers: within }) => [of, within.map(({ name }) => name)])).toEqual([
      ["relu", ["dense1", "dense3"]],
      ["tanh", ["dense2"]],
    ]);
  });

  it("have the moments of φ: of ReLU q/2 and 1/2; of tanh near q, at most 1", () => {
    const [relu, tanh] = diagrams as [(typeof diagrams)[0], (typeof diagrams)[0]];
    for (const [i, q] of relu.variances.entries()) {
      expect(relu.secondMoments[i]! / q).toBeCloseTo(0.5, 9);
      expect(relu.squaredSlopes[i]).toBeCloseTo(0.5, 9);
      expect(tanh.secondMoments[i]).toBeLessThan(Math.min(q, 1));
    }
    expect(tanh.squaredSlopes[0]).toBeCloseTo(1, 5);
  });

  it("have the correlation map of ReLU, by the arc-cosine kernel of Cho and Saul (2009)", () => {
    const { from, to, layer } = diagrams[0]!.map;
    expect(layer).toBe("dense1");
    for (const [i, c] of from.entries()) {
      const kernel = (Math.sqrt(1 - c * c) + c * (Math.PI - Math.acos(c))) / Math.PI;
      expect(Math.abs(to[i]! - kernel)).toBeLessThan(1e-4);
    }
    expect([from[0], from.at(-1), to.at(-1)]).toEqual([-1, 1, 1]);
  });

  it("none for a network without an activation", () => {
    expect(diagramsOf(sequential(dense(8), dense(4)), [["dense1", "linear"]])).toEqual([]);
  });
});
