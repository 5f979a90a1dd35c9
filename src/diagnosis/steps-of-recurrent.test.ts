/** Gradients over the steps of recurrent layers, and what is said of them. */
import { expect, it } from "vitest";
import { recurrentOf } from "../../bench/detection/recurrent.js";
import { normalBatch, subjectOf } from "../../test/measured-network.js";
import { initialWeights, parseInitializer } from "../initializers/index.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { diagnose } from "./diagnose.js";
import { measure } from "./measure/measure.js";

const { runtime } = await loadRuntime();

it("the gradient by each step of an RNN is that of central differences in float64", async () => {
  const [units, steps, features] = [4, 5, 3];
  const { layers } = recurrentOf({ cell: "RNN", depth: 1, units, steps, features });
  const subject = subjectOf(layers, [steps, features], normalBatch([steps, features], 6, 10));
  const weightOf = (part: string) =>
    Array.from(Object.entries(subject.weights).find(([name]) => name.includes(part))![1]);
  const [w, r] = [weightOf("input-new"), weightOf("hidden-new")];
  const head = Object.entries(subject.weights).filter(([name]) => name.startsWith("dense"));
  const [v, b] = [head.find(([name]) => name.endsWith("kernel"))![1], head.find(([name]) => name.endsWith("bias"))![1]];
  const lossOf = (x: readonly number[], label: number): number => {
    let h = new Array<number>(units).fill(0);
    for (let t = 0; t < steps; t++) {
      h = h.map((_, u) => {
        let sum = 0;
        for (let i = 0; i < features; i++) sum += w[u * features + i]! * x[t * features + i]!;
        for (let k = 0; k < units; k++) sum += r[u * units + k]! * h[k]!;
        return Math.tanh(sum);
      });
    }
    const logits = Array.from({ length: 10 }, (_, c) => h.reduce((sum, y, u) => sum + v[c * units + u]! * y, b[c]!));
    return Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0)) - logits[label]!;
  };
  const { inputs, labels, rows } = subject.batch;
  const expected = new Array<number>(steps).fill(0);
  for (let row = 0; row < rows; row++) {
    const x = Array.from(inputs.subarray(row * steps * features, (row + 1) * steps * features));
    x.forEach((_, i) => {
      const at = (move: number) =>
        lossOf(
          x.map((value, j) => (j === i ? value + move : value)),
          labels[row]!,
        );
      expected[Math.floor(i / features)]! += ((at(1e-4) - at(-1e-4)) / 2e-4) ** 2 / (rows * features);
    });
  }
  const { layers: readings } = await measure(subject, { runtime });
  const moments = readings.find(({ recurrent }) => recurrent !== undefined)!.gradientBySteps!;
  expect(moments).toHaveLength(steps);
  for (const [t, moment] of moments.entries()) expect(Math.abs(moment / expected[t]! - 1)).toBeLessThan(1e-4);
});

it.each([
  ["standard-normal", "sick"],
  ["pytorch-default", "healthy"],
])(
  "an LSTM by `%s` over 20 steps is %s",
  async (init, verdict) => {
    const { layers } = recurrentOf({ cell: "LSTM", depth: 1, units: 64, steps: 20, features: 8 });
    const method = parseInitializer(init);
    const subject = subjectOf(layers, [20, 8], normalBatch([20, 8], 128, 10), (parameters) =>
      initialWeights(method.initializer, parameters, 1, method.options),
    );
    const diagnosis = await diagnose(subject, {
      runtime,
      optimizer: { kind: "sgd", learningRate: 0.01 },
      isFresh: true,
      referenceSeeds: [11, 12, 13],
      remedy: (of) => of,
      weightsInWords: init,
      samplesInWords: "samples",
      notes: [],
    });
    expect(diagnosis.verdict).toBe(verdict);
    const exploding = diagnosis.findings.find(
      ({ kind, unit }) => kind === "exploding" && unit === "gradient² per step",
    );
    expect(exploding !== undefined).toBe(verdict === "sick");
  },
  120_000,
);
