/** Simplifying real gradient graphs: fewer nodes, same gradients. */
import { beforeAll, expect, it } from "vitest";
import { simplify } from "../../src/graph/compiler/simplify/simplify.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import { type Graph, GraphBuilder, type Shape, sizeOf, tensor } from "../../src/graph/index.js";
import { buildNetwork } from "../../src/network/layers/network.js";
import { models } from "../../src/network/models/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { Runtime } from "../../src/runtime/runtime.js";

let runtime: Runtime;
beforeAll(async () => {
  runtime = (await loadRuntime()).runtime;
});

/**
 * The logits of a network and the gradients of their sum, and the gradient of those gradients' sum
 * of squares.
 */
function gradientGraph(name: string, input: Shape): Graph {
  const model = models.find((m) => m.name === name)!;
  const g = new GraphBuilder(name);
  const x = g.input("x", "float32", [2, ...input]);
  const options = Object.fromEntries(Object.entries(model.options).map(([key, option]) => [key, option.default]));
  const network = buildNetwork(g, model.build({ input, classes: 10 }, options), x, { mode: "evaluate" });
  g.output("logits", network.logits);
  const wrt = network.parameters.map((p) => p.value);
  const first = gradients(g, [network.logits], wrt);
  first.forEach((v, i) => {
    g.output(`first${i}`, v);
  });
  const squares = first.map((v) => g.apply("ReduceSum", [g.apply("Mul", [v, v])], { keepdims: 0 }));
  gradients(g, squares, wrt.slice(0, 1)).forEach((v, i) => {
    g.output(`second${i}`, v);
  });
  return g.build();
}

/** On small numbers, above 0 in vectors: running variances are among them. */
async function resultsOf(graph: Graph) {
  const session = await runtime.createSession(writeOnnx(graph), { optimization: "disabled" });
  const inputs = Object.fromEntries(
    graph.inputs.map((v, k) => [
      v.name,
      tensor(
        v.type,
        v.shape,
        Array.from(
          { length: sizeOf(v.shape) },
          (_, i) => 0.2 * Math.sin(i * 1.7 + k) + (v.shape.length === 1 ? 0.21 : 0),
        ),
      ),
    ]),
  );
  const results = await session.run(inputs);
  await session.release();
  return results;
}

it.each([
  ["mlp", [1, 8, 8]],
  ["lenet5", [1, 28, 28]],
  ["resnet20", [3, 16, 16]],
  ["vit_tiny", [3, 16, 16]],
] as const)("%s: gradients and second derivatives", async (name, input) => {
  const graph = gradientGraph(name, input);
  const small = simplify(graph);
  // Of 2,068 nodes of vit_tiny 1,533 are left
  expect(small.nodes.length).toBeLessThan(0.8 * graph.nodes.length);
  const [got, expected] = [await resultsOf(small), await resultsOf(graph)];
  for (const [output, t] of Object.entries(expected)) {
    const data = t.data as Float32Array;
    const largest = data.reduce((most, y) => Math.max(most, Math.abs(y)), 1e-20);
    const worst = data.reduce((most, y, i) => Math.max(most, Math.abs(y - (got[output]!.data[i] as number))), 0);
    expect(worst / largest, output).toBeLessThan(1e-4);
  }
});
