/**
 * MetaInit and GradInit: objectives' slopes against central differences in float64, and what
 * descending them brings.
 */
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Value } from "../../src/graph/graph.js";
import { tensor } from "../../src/graph/tensor.js";
import type { Batch, ObjectiveContext, Weights } from "../../src/initializers/index.js";
import { findInitializer, initialWeights } from "../../src/initializers/index.js";
import { gradientNorm, lossAfterStep } from "../../src/initializers/methods/data-driven/gradinit.js";
import { gradientQuotient, noiseBatch } from "../../src/initializers/methods/data-driven/metainit.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import { conv, dense, flatten, sequential } from "../../src/network/layers/index.js";
import type { Layer } from "../../src/network/layers/layer.js";
import { objectiveGraph } from "../../src/training/objective.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";
import { type SmallProblem, smallProblem } from "./small-problem.js";

const rows = 6;
const shape = [1, 3, 3];
const smooth = sequential(flatten(), dense(5, { activation: "tanh" }), dense(4, { activation: "tanh" }), dense(4));
const small = () => smallProblem(smooth, shape, { rows, count: 24 });

/** An objective's graph, and its evaluation in float64. */
function inFloat64({ layers, tensors }: SmallProblem, objective: (context: ObjectiveContext) => Value) {
  const build = (g: GraphBuilder, x: Value, parameterInputs?: ReadonlyMap<string, Value>) =>
    buildNetwork(g, layers, x, { mode: "measure", parameterInputs });
  const plan = new GraphBuilder("plan");
  const { parameters } = build(plan, plan.input("x", "float32", [rows, ...shape]));
  const { graph, passes } = objectiveGraph(
    { parameters },
    build,
    { shape, classes: 4, loss: "cross-entropy", rows },
    objective,
  );
  const at = (weights: Weights, scales: Record<string, number>, batches: readonly Batch[]) => {
    const inputs = Object.fromEntries(
      tensors.flatMap(({ name, shape: size }) => [
        [name, numbers("float32", size, weights[name]!)],
        [`${name}:scale`, numbers("float32", [], [scales[name] ?? 1])],
      ]),
    );
    batches.forEach((batch, i) => {
      inputs[`data:${i}`] = numbers("float32", [rows, ...shape], batch.inputs);
      inputs[`labels:${i}`] = numbers("int32", [rows], batch.labels);
    });
    const outputs = evaluate(graph, inputs);
    return { value: outputs.objective!.data[0]!, slope: (name: string) => outputs[`${name}:slope`]!.data[0]! };
  };
  return { at, passes };
}

describe.each([
  ["MetaInit's quotient", gradientQuotient(1e-5), 1, { forward: 1, backward: 3 }],
  ["GradInit's norm", gradientNorm(false), 1, { forward: 1, backward: 2 }],
  ["GradInit's norm for Adam", gradientNorm(true), 1, { forward: 1, backward: 2 }],
  ["GradInit's loss after a step", lossAfterStep(false, 0.3), 2, { forward: 2, backward: 2 }],
  ["GradInit's loss after a step of Adam", lossAfterStep(true, 0.03), 2, { forward: 2, backward: 2 }],
] as const)("%s", (_, objective, batchCount, passes) => {
  it("has the slopes of central differences, in float64 and in ONNX Runtime", async () => {
    const problem = await small();
    const network = problem.network();
    // This method draws the biases, too.
    const weights = initialWeights(findInitializer("pytorch-default"), problem.tensors, 0);
    const batches = Array.from({ length: batchCount }, (__, i) => network.batch(i));
    const exact = inFloat64(problem, objective);
    const scales = Object.fromEntries(problem.tensors.map(({ name }, i) => [name, 1 + 0.1 * i]));
    const here = exact.at(weights, scales, batches);
    const compiled = await network.compileObjective(rows, objective);
    expect(compiled.passes).toEqual(passes);
    const run = await compiled.evaluate(weights, scales, batches);
    expect(run.value / here.value).toBeCloseTo(1, 3);
    for (const { name } of problem.tensors) {
      const h = 1e-6;
      const moved = (by: number) => exact.at(weights, { ...scales, [name]: scales[name]! + by }, batches).value;
      const difference = (moved(h) - moved(-h)) / (2 * h);
      const close = 1e-5 * Math.abs(difference) + 1e-7 * Math.abs(here.value);
      expect(Math.abs(here.slope(name) - difference)).toBeLessThan(close);
      // float32: quotients of small gradients lose digits.
      expect(Math.abs(run.slopes[name]! - difference)).toBeLessThan(
        5e-3 * Math.abs(difference) + 1e-3 * Math.abs(here.value),
      );
    }
    await compiled.release();
  });
});

it("the quotient is 0 where the gradient does not turn, and MetaInit's by hand on one weight", () => {
  // L = ½ a w²: g = a w, H g = a² w, so |(g − Hg)/g − 1| = a (ε → 0).
  const g = new GraphBuilder("parabola");
  const w = g.input("w", "float32", [1]);
  const value = gradientQuotient(1e-12)({
    g,
    parameters: [w],
    loss: ([x]) => g.apply("ReduceSum", [g.apply("Mul", [g.apply("Mul", [x!, x!]), g.scalar(0.35)])], { keepdims: 0 }),
    gradients: (outputs, wrt) => gradients(g, outputs, wrt),
  });
  g.output("q", value);
  expect(evaluate(g.build(), { w: numbers("float32", [1], [1.7]) }).q!.data[0]).toBeCloseTo(0.7, 6);
});

describe("metainit", () => {
  it.each([
    ["tanh", 1.5],
    ["relu", 3],
  ])("%s with kernels %s times too large: the quotient at least halves", async (activation, gain) => {
    const problem = await smallProblem(`mlp:depth=5,width=24,activation=${activation}`, [1, 4, 4], { rows: 32 });
    const network = problem.network();
    const quotient = await network.compileObjective(32, gradientQuotient(1e-5));
    const measure = async (weights: Weights) => {
      let sum = 0;
      for (let step = 0; step < 5; step++) {
        // Noise that the method has not seen.
        sum += (await quotient.evaluate(weights, {}, [noiseBatch(network, 32, 99, step)])).value;
      }
      return sum / 5;
    };
    const before = await measure((await problem.prepare("metainit", { steps: 0, gain })).weights);
    const { weights, cost } = await problem.prepare("metainit", { steps: 200, gain });
    expect(cost).toEqual({ forward: 200, backward: 600 });
    expect(await measure(weights)).toBeLessThan(before / 2);
    // Only norms have changed.
    const start = (await problem.prepare("metainit", { steps: 0, gain })).weights;
    for (const { name } of problem.tensors) {
      const ratio = weights[name]![0]! / start[name]![0]! || 1;
      weights[name]!.forEach((w, i) => {
        expect(w).toBeCloseTo(start[name]![i]! * ratio, 4);
      });
    }
    await quotient.release();
  });
});

describe("gradinit", () => {
  const model = "mlp:depth=3,width=24";
  const options = { iterations: 60, learningRate: 0.03, batch: 32 };

  it("lowers the loss after a step, and keeps the gradient's norm within its bound", async () => {
    const problem = await smallProblem(model, [1, 4, 4], { rows: 32 });
    const network = problem.network();
    const norm = await network.compileObjective(32, gradientNorm(false));
    const after = await network.compileObjective(32, lossAfterStep(false, 0.1));
    const measure = async (weights: Weights) => {
      const batches = [network.batch(0), network.batch(1)];
      return {
        norm: (await norm.evaluate(weights, {}, batches.slice(0, 1))).value,
        loss: (await after.evaluate(weights, {}, batches)).value,
      };
    };
    const gain = 2;
    const before = await measure((await problem.prepare("gradinit", { ...options, gain, iterations: 0 })).weights);
    const { weights } = await problem.prepare("gradinit", { ...options, gain });
    const afterwards = await measure(weights);
    expect(before.norm).toBeGreaterThan(1.5);
    expect(afterwards.norm).toBeLessThan(1.1);
    expect(afterwards.loss).toBeLessThan(before.loss);
    await norm.release();
    await after.release();
  });

  it("counts what it did: shortening alone under a bound that is never met, both where it is never felt", async () => {
    const problem = await smallProblem(model, [1, 4, 4], { rows: 32 });
    const few = { ...options, iterations: 5 };
    expect((await problem.prepare("gradinit", { ...few, bound: 1e-6 })).cost).toEqual({ forward: 5, backward: 10 });
    expect((await problem.prepare("gradinit", { ...few, bound: 1e9 })).cost).toEqual({ forward: 15, backward: 20 });
    const { weights } = await problem.prepare("gradinit", { ...few, optimizer: "adam", stepSize: 1e-3, bound: 100 });
    expect(weights["dense1/kernel"]!.every(Number.isFinite)).toBe(true);
  });

  it("no factor falls below 0.01", async () => {
    const problem = await smallProblem(model, [1, 4, 4], { rows: 32 });
    const start = await problem.prepare("gradinit", { ...options, iterations: 0 });
    const { weights } = await problem.prepare("gradinit", { ...options, iterations: 20, learningRate: 1, bound: 1e-6 });
    const factors = ["dense1/kernel", "dense2/kernel"].map((name) => weights[name]![0]! / start.weights[name]![0]!);
    for (const factor of factors) expect(factor).toBeGreaterThan(0.00999);
    expect(Math.min(...factors)).toBeCloseTo(0.01, 6);
  });
});

it.each(["metainit", "gradinit"])("%s on a network with an operator without derivative is refused", async (method) => {
  // Passes after differentiation make it: it has no gradient.
  const fused = "com.microsoft:FusedConv";
  const odd: Layer = {
    kind: "fused",
    apply: (x, { g }) => {
      const channels = x.shape[1]!;
      const kernel = g.constant(tensor("float32", [channels, 1, 1, 1], new Array(channels).fill(1)));
      return g.apply(fused, [x, kernel], { group: channels, activation: "Relu" });
    },
  };
  const problem = await smallProblem(sequential(odd, flatten(), dense(4)), [1, 4, 4]);
  // Before the first kernel nothing has to be differentiated.
  await expect(problem.prepare(method, { [method === "metainit" ? "steps" : "iterations"]: 1 })).resolves.toBeDefined();
  const behind = await smallProblem(sequential(conv(2, 3), odd, flatten(), dense(4)), [1, 4, 4]);
  await expect(behind.prepare(method)).rejects.toThrow(`No gradient for operator ${fused} in layer "fused1"`);
});
