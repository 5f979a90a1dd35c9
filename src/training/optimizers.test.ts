import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../graph/builder.js";
import { writeOnnx } from "../graph/file/write.js";
import { type Tensor, tensor } from "../graph/tensor.js";
import type { OptimizerSpecification, Recipe } from "../recipe.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { learningRate } from "./learning-rate.js";
import { optimizerOf, updateOf } from "./optimizers.js";

interface Golden {
  start: number[];
  gradients: number[][];
  cases: { optimizer: OptimizerSpecification; path: number[][] }[];
}
const golden = JSON.parse(readFileSync(new URL("optimizers.golden.json", import.meta.url), "utf8")) as Golden;
const { runtime } = await loadRuntime();

/** The parameter after each step, through ONNX Runtime. */
async function follow(specification: OptimizerSpecification): Promise<number[][]> {
  const g = new GraphBuilder("update");
  const optimizer = optimizerOf(specification);
  const { hyperparameters } = optimizer;
  const names = Object.keys(optimizer.scalars?.(hyperparameters, 1) ?? {});
  const slots = optimizer.slots(hyperparameters).map((name) => g.input(name, "float32", [3]));
  const update = updateOf(optimizer, {
    g,
    parameter: g.input("w", "float32", [3]),
    gradient: g.input("gradient", "float32", [3]),
    slots,
    learningRate: g.input("learningRate", "float32", []),
    scalars: Object.fromEntries(names.map((name) => [name, g.input(name, "float32", [])])),
    decays: true,
  });
  g.output("w:next", update.parameter);
  update.slots.forEach((slot, i) => {
    g.output(`${slots[i]!.name}:next`, slot);
  });
  const session = await runtime.createSession(writeOnnx(g.build()));
  let state: Record<string, Tensor> = { w: tensor("float32", [3], golden.start) };
  for (const slot of slots) state[slot.name] = tensor("float32", [3], [0, 0, 0]);
  const path: number[][] = [];
  for (const [i, step] of golden.gradients.entries()) {
    const values = { learningRate: specification.learningRate, ...optimizer.scalars?.(hyperparameters, i + 1) };
    const numbers = Object.entries(values).map(([name, x]) => [name, tensor("float32", [], [x])]);
    const out = await session.run({ ...state, gradient: tensor("float32", [3], step), ...Object.fromEntries(numbers) });
    state = Object.fromEntries(Object.keys(state).map((name) => [name, out[`${name}:next`]!]));
    path.push(Array.from(state.w!.data as Float32Array));
  }
  await session.release();
  return path;
}

describe("optimizers follow PyTorch's (optimizers.golden.py)", () => {
  it.each(golden.cases.map((c) => [JSON.stringify(c.optimizer), c] as const))("%s", async (_, { optimizer, path }) => {
    const ours = await follow(optimizer);
    for (const [i, w] of path.entries()) {
      for (const [k, x] of w.entries())
        expect(Math.abs(ours[i]![k]! - x), `step ${i + 1}, weight ${k}`).toBeLessThan(1e-6);
    }
  });
});

describe("learning rate", () => {
  const base: Recipe = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, batch: 10, epochs: 4 };
  const rates = (recipe: Recipe, steps: number[]) => steps.map((step) => learningRate(recipe, step, 10));

  it("is constant unless something changes it", () => {
    expect(rates(base, [1, 10, 40])).toEqual([0.1, 0.1, 0.1]);
  });
  it("steps down after each `every` epochs", () => {
    const schedule = { kind: "step", every: 2, factor: 0.5 } as const;
    expect(rates({ ...base, schedule }, [1, 20, 21, 40])).toEqual([0.1, 0.1, 0.05, 0.05]);
  });
  it("follows half a cosine over the whole training", () => {
    const [first, middle, end] = rates({ ...base, schedule: { kind: "cosine", final: 0.2 } }, [1, 21, 41]);
    expect(first).toBeCloseTo(0.1, 12);
    expect(middle).toBeCloseTo(0.1 * 0.6, 12);
    expect(end).toBeCloseTo(0.02, 12);
  });
  it("warms up linearly and reaches the full rate at the last warm-up step", () => {
    expect(rates({ ...base, warmupSteps: 4 }, [1, 2, 4, 5])).toEqual([0.025, 0.05, 0.1, 0.1]);
  });
  it("decays as Keras's RMSprop does: 1 / (1 + decay · updates so far)", () => {
    const optimizer = { kind: "rmsprop", learningRate: 1, decay: 0.5 } as const;
    expect(rates({ ...base, optimizer }, [1, 2, 3])).toEqual([1, 1 / 1.5, 1 / 2]);
  });
});
