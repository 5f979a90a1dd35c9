import { expect, test } from "vitest";
import { graphOf, runGraph } from "../../test/networks.js";
import { gradients } from "../graph/gradients/gradients.js";
import { activation, activations } from "../network/layers/index.js";
import { scalarActivation, scalarActivations } from "./index.js";

const points = Float32Array.from([
  -30, -8, -3.25, -1.5, -1, -0.75, -0.3, -0.05, -1e-3, 1e-3, 0.05, 0.3, 0.75, 1, 1.5, 3.25, 8, 30,
]);

test("every activation but softmax has a scalar form", () => {
  expect(Object.keys(scalarActivations).sort()).toEqual(
    Object.keys(activations)
      .filter((name) => name !== "softmax")
      .sort(),
  );
});

test.each(Object.entries(scalarActivations))(
  "%s is what its layer computes in ONNX Runtime, and so is its derivative",
  async (name, { value, derivative }) => {
    const { graph } = graphOf(activation(name), [points.length], "train", (g, network) => {
      const x = g.nodes[0]?.inputs[0];
      const input = x ?? network.logits;
      g.output("dx", gradients(g, [network.logits], [input])[0]!);
    });
    const { y, dx } = await runGraph(graph, { x: { type: "float32", shape: [points.length], data: points } });
    points.forEach((x, i) => {
      const [got, slope] = [Number(y!.data[i]), Number(dx!.data[i])];
      expect(Math.abs(got - value(x)), `at ${x}`).toBeLessThanOrEqual(3e-6 * (1 + Math.abs(value(x))));
      expect(Math.abs(slope - derivative(x)), `slope at ${x}`).toBeLessThanOrEqual(1e-5);
    });
  },
);

test.each(Object.entries(scalarActivations))(
  "%s: a bare function's derivative, by differences, is the table's",
  (_, entry) => {
    if (entry.surrogate) return; // It trains by another derivative.
    const { derivative } = scalarActivation(entry.value);
    // hard-tanh has its kinks at two of the points.
    const smooth = entry === scalarActivations["hard-tanh"] ? points.filter((x) => Math.abs(x) !== 1) : points;
    for (const x of smooth) expect(Math.abs(derivative(x) - entry.derivative(x)), `at ${x}`).toBeLessThan(1e-9);
  },
);
