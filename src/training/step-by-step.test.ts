/** The steps one by one are those of epochs. */
import { expect, it } from "vitest";
import { firstGlyphs } from "../../test/glyph-training.js";
import { he, initialWeights } from "../initializers/index.js";
import { batchNorm, dense, dropout, flatten, sequential } from "../network/layers/index.js";
import type { Recipe } from "../recipe.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { compileProblem } from "./compile-problem.js";
import { trainEpoch } from "./epoch.js";
import { runStreams } from "./run-streams.js";
import { initialState } from "./state.js";
import { stepByStep } from "./step-by-step.js";
import type { TrainingState } from "./training.js";

it("leaves the bits of two epochs, with batch norm, dropout, a schedule and a smaller last batch", async () => {
  const { runtime } = await loadRuntime();
  const layers = sequential(flatten(), dense(16, { activation: "relu" }), batchNorm(), dropout(0.5), dense(10));
  const recipe: Recipe = {
    loss: "cross-entropy",
    optimizer: { kind: "adam", learningRate: 0.01 },
    schedule: { kind: "cosine" },
    batch: 16,
    epochs: 2,
  };
  const problem = await compileProblem(runtime, firstGlyphs(36, 10), layers, recipe, undefined, { stepsAtOnce: 1 });
  const start = initialState(problem, initialWeights(he, problem.parameters, 0));
  const losses: number[] = [];
  let state: TrainingState = start;
  for (let epoch = 0; epoch < 2; epoch++) {
    const outcome = await trainEpoch(problem, state, runStreams(3), { onLosses: (_, [loss]) => losses.push(loss!) });
    if (outcome.kind === "diverged") throw new Error("diverged");
    state = outcome.state;
  }
  expect(state.step).toBe(6);
  const seen: number[] = [];
  for await (const { step, loss, tensors } of stepByStep(problem, start, runStreams(3))) {
    seen.push(loss);
    if (step < state.step) continue;
    for (const [name, { data }] of Object.entries(state.tensors)) expect(tensors[name]!.data).toEqual(data);
    break;
  }
  expect(seen).toEqual(losses);
  await problem.release();
});
