/**
 * Every combination of options of LSTM, GRU and RNN: ONNX Runtime's kernel, the reference and the
 * steps that the gradient rule writes out give the same.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { unroll } from "../../src/graph/gradients/rules/recurrent-unrolled.js";
import type { Value } from "../../src/graph/graph.js";
import { evaluate } from "../reference/evaluate.js";
import { Inputs, randomFrom } from "./inputs.js";
import { compareWithRuntime } from "./run-onnx.js";

const activations =
  "Affine Elu HardSigmoid LeakyRelu Relu ScaledTanh Sigmoid Softplus Softsign Tanh ThresholdedRelu".split(" ");
const withAlpha = ["Affine", "Elu", "HardSigmoid", "LeakyRelu", "ScaledTanh", "ThresholdedRelu"];
const withoutDefault = ["Affine", "ScaledTanh", "ThresholdedRelu"];
const withBeta = ["Affine", "HardSigmoid", "ScaledTanh"];
const operators = {
  LSTM: { gates: 4, functions: 3, flag: "input_forget" },
  GRU: { gates: 3, functions: 2, flag: "linear_before_reset" },
  RNN: { gates: 1, functions: 1, flag: undefined },
} as const;

/** Far from where float32 overflows, which products of unbounded activations would soon reach. */
const small = { low: -0.9, high: 0.9 };

/** A layer with every option drawn, and its outputs twice: from the node, and from its steps. */
function layerTwice(x: Inputs, operator: keyof typeof operators): GraphBuilder {
  const { g } = x;
  const { gates, functions, flag } = operators[operator];
  const direction = x.pick(["forward", "reverse", "bidirectional"]);
  const d = direction === "bidirectional" ? 2 : 1;
  const [t, n, i, h] = [x.int(1, 4), x.int(1, 3), x.int(1, 3), x.int(1, 4)];
  const maybe = (make: () => Value): Value | undefined => (x.flip() ? make() : undefined);
  const inputs = [
    x.float([t, n, i], small),
    x.float([d, gates * h, i], small),
    x.float([d, gates * h, h], small),
    maybe(() => x.float([d, 2 * gates * h], small)),
    maybe(() =>
      x.input(
        "int32",
        [n],
        Array.from({ length: n }, () => x.int(1, t)),
      ),
    ),
    maybe(() => x.float([d, n, h], small)),
    ...(operator === "LSTM" ? [maybe(() => x.float([d, n, h], small)), maybe(() => x.float([d, 3 * h], small))] : []),
  ];
  while (inputs.at(-1) === undefined) inputs.pop();
  const names = Array.from({ length: d * functions }, () => x.pick(activations));
  const written = names.some((name) => withoutDefault.includes(name)) || x.flip();
  const numbersOf = (takers: readonly string[]) =>
    names.filter((name) => takers.includes(name)).map(() => x.pick([0.3, 0.8, 1.2]));
  const attributes = {
    direction,
    hidden_size: h,
    ...(x.flip() ? { clip: x.pick([0.25, 1, 3]) } : {}),
    ...(x.flip() ? { activations: names } : {}),
    ...(written ? { activation_alpha: numbersOf(withAlpha), activation_beta: numbersOf(withBeta) } : {}),
    ...(flag === undefined ? {} : { [flag]: x.int(0, 1) }),
  };
  const outputs = g.applyAll(operator, inputs, attributes, { outputs: operator === "LSTM" ? 3 : 2 });
  const unrolled = unroll(g, g.producer(outputs[0]!)!);
  outputs.forEach((y, k) => {
    g.output(`node${k}`, y);
    g.output(`steps${k}`, unrolled.output(k));
  });
  return g;
}

it.each(["LSTM", "GRU", "RNN"] as const)("%s: node, steps and reference agree", async (operator) => {
  await fc.assert(
    fc.asyncProperty(fc.gen(), fc.integer(), async (gen, seed) => {
      const x = new Inputs(new GraphBuilder("layer"), gen, randomFrom(seed));
      const graph = layerTwice(x, operator).build();
      const data = Object.fromEntries([...x.values].map(([v, numbers]) => [v.name, numbers]));
      const results = evaluate(graph, data);
      for (const k of [0, 1, 2].filter((k) => `node${k}` in results)) {
        const [node, steps] = [results[`node${k}`]!.data, results[`steps${k}`]!.data];
        node.forEach((want, at) => {
          expect(Math.abs(steps[at]! - want)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(want)));
        });
      }
      await compareWithRuntime(graph, data);
    }),
    { numRuns: Number(process.env.STEPZERO_SOAK ?? 80), seed: 1 },
  );
});
