/** Recurrent layers as operators where only they are needed, and as steps where the gradient is. */
import { beforeAll, expect, it } from "vitest";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import type { Runtime } from "../../runtime/runtime.js";
import { writeOnnx } from "../file/write.js";
import { gradients } from "../gradients/gradients.js";
import { type Graph, GraphBuilder, sizeOf, tensor } from "../index.js";
import { portable } from "./portable/portable.js";
import { oneForwardPass } from "./recurrent-steps.js";
import { simplify } from "./simplify/simplify.js";

let runtime: Runtime;
beforeAll(async () => {
  runtime = (await loadRuntime()).runtime;
});

const gates = { LSTM: 4, GRU: 3, RNN: 1 } as const;

/** Two directions over six steps with a sequence that ends early; with `train`, gradients. */
function layer(operator: keyof typeof gates, train: boolean): Graph {
  const g = new GraphBuilder(operator);
  const x = g.input("x", "float32", [6, 2, 3]);
  const rows = gates[operator] * 4;
  const weights = [
    [2, rows, 3],
    [2, rows, 4],
    [2, 2 * rows],
  ].map((shape, i) => g.input(`w${i}`, "float32", shape));
  const lengths = g.constant(tensor("int32", [2], [6, 4]));
  const [y, last] = g.applyAll(
    operator,
    [x, ...weights, lengths],
    { hidden_size: 4, direction: "bidirectional" },
    { outputs: 2 },
  );
  g.output("y", y!);
  g.output("last", last!);
  if (train) {
    gradients(g, [y!, last!], weights).forEach((v, i) => {
      g.output(`d${i}`, v);
    });
  }
  return g.build();
}

const holds = (graph: Graph, operator: string) => graph.nodes.some((node) => node.operator === operator);

async function resultsOf(graph: Graph) {
  const session = await runtime.createSession(writeOnnx(graph), { optimization: "disabled" });
  const inputs = Object.fromEntries(
    graph.inputs.map(({ name, shape }, k) => [
      name,
      tensor(
        "float32",
        shape,
        Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1.3 * i + k) / 2),
      ),
    ]),
  );
  const results = await session.run(inputs);
  await session.release();
  return Object.entries(results).flatMap(([name, { data }]) => Array.from(data as Float32Array, (v) => [name, v]));
}

it.each(["LSTM", "GRU", "RNN"] as const)("%s has one forward pass, with the same results", async (operator) => {
  const forward = simplify(layer(operator, false));
  expect(oneForwardPass(forward)).toBe(forward);
  const train = simplify(layer(operator, true));
  const inSteps = oneForwardPass(train);
  expect(holds(train, operator)).toBe(true);
  expect(holds(inSteps, operator)).toBe(false);
  const want = await resultsOf(train);
  for (const graph of [inSteps, simplify(portable(forward)), simplify(portable(train))]) {
    expect(holds(graph, operator)).toBe(false);
    const got = await resultsOf(graph);
    got.forEach(([name, value], i) => {
      expect(name).toBe(want[i]![0]);
      expect(Math.abs((value as number) - (want[i]![1] as number))).toBeLessThan(1e-5);
    });
  }
});
