/**
 * The bits of small trainings: prints a JSON object from a case's name to its losses and the
 * SHA-256 of its final state. Two versions of the code train alike if they print the same
 * on one machine:
 *
 *     npx jiti scripts/training-digests.ts > after.json
 */
import { createHash } from "node:crypto";
import { glyphs } from "../src/data/glyphs.js";
import type { Dataset } from "../src/data/index.js";
import { findInitializer, initialWeights, learningRateMultipliersOf, mup } from "../src/initializers/index.js";
import { batchNorm, conv, dense, dropout, flatten, maxPool, sequential } from "../src/network/layers/index.js";
import type { Layer } from "../src/network/layers/layer.js";
import { findModel } from "../src/network/models/index.js";
import type { Recipe } from "../src/recipe.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import type { CellResult } from "../src/study/plan/cell.js";
import { type CompileProblemOptions, compileProblem } from "../src/training/compile-problem.js";
import { trainReplicas } from "../src/training/epoch.js";
import { evaluateReplicas } from "../src/training/evaluate.js";
import { initializableNetworks } from "../src/training/initializable-network.js";
import { instrument, loadInstrument } from "../src/training/instrument.js";
import { activations, logits, lossGradients } from "../src/training/points.js";
import { runStreams } from "../src/training/run-streams.js";
import { initialState } from "../src/training/state.js";
import { firstGlyphs, glyphNetwork, smallRecipe } from "../test/glyph-training.js";
import { cellsOn, runnerOn } from "../test/study/local-runner.js";

const { runtime } = await loadRuntime();
const he = findInitializer("he");
if ("prepare" in he) throw new Error("he needs no data");

const digest = (arrays: readonly { readonly buffer: ArrayBufferLike; byteOffset: number; byteLength: number }[]) => {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest("hex");
};

async function train(
  dataset: Dataset,
  layers: Layer,
  recipe: Recipe,
  options: CompileProblemOptions & { readonly rates?: boolean } = {},
) {
  const { rates, ...rest } = options;
  const kind = recipe.optimizer.kind;
  const plain = await compileProblem(runtime, dataset, layers, recipe, rates ? {} : undefined, rest);
  const learningRateMultipliers = rates ? learningRateMultipliersOf(mup, plain.parameters, kind) : undefined;
  const problem = { ...plain, learningRateMultipliers };
  const count = problem.replicas?.count ?? 1;
  const weights = Array.from({ length: count }, (_, seed) => initialWeights(he as never, problem.parameters, seed));
  let state = initialState(problem, problem.replicas === undefined ? weights[0]! : weights);
  const streams = Array.from({ length: problem.replicas?.ownBatches ? count : 1 }, (_, seed) => runStreams(seed));
  const losses: unknown[] = [];
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const outcome = await trainReplicas(problem, state, streams, {
      onLosses: (step, each) => losses.push([step, ...each]),
    });
    state = outcome.state!;
    losses.push(outcome.runs);
    losses.push(await evaluateReplicas(problem, state, dataset.test));
  }
  await problem.release();
  const names = Object.keys(state.tensors);
  return {
    last: losses.slice(-2),
    losses: createHash("sha256").update(JSON.stringify(losses)).digest("hex"),
    state: digest(names.map((name) => state.tensors[name]!.data)),
    names: createHash("sha256").update(JSON.stringify(names)).digest("hex"),
  };
}

const small = firstGlyphs(11 * 16 + 4, 300);
const dropped = sequential(conv(4, 3, { activation: "relu" }), maxPool(2), dropout(0.25), flatten(), dense(10));
const normed = sequential(conv(16, 3, { bias: false }), batchNorm(), flatten(), dense(10));
const [narrow, cnn] = [glyphNetwork("mlp:depth=2,width=64"), glyphNetwork("mnist_cnn")];
const sgd = { kind: "sgd", learningRate: 0.05 } as const;
const adam = { kind: "adam", learningRate: 1e-3 } as const;

const cases: Readonly<Record<string, () => Promise<unknown>>> = {
  "mlp on glyphs, 3 epochs": () => train(glyphs(), glyphNetwork("mlp"), { ...findModel("mlp").recipe, epochs: 3 }),
  "mnist_cnn, its recipe": () => train(firstGlyphs(640, 300), cnn, { ...findModel("mnist_cnn").recipe, epochs: 1 }),
  "dropout, adam": () => train(small, dropped, smallRecipe(adam)),
  "batch norm, rmsprop with momentum and decay": () =>
    train(small, normed, smallRecipe({ kind: "rmsprop", learningRate: 1e-3, momentum: 0.5, decay: 0.1 })),
  "momentum, cosine, warm-up, weight decay": () =>
    train(
      small,
      narrow,
      smallRecipe({ ...sgd, momentum: 0.9, weightDecay: 1e-3 }, { schedule: { kind: "cosine" }, warmupSteps: 5 }),
    ),
  "nesterov, steps of the rate": () =>
    train(
      small,
      narrow,
      smallRecipe({ ...sgd, momentum: 0.9, nesterov: true }, { schedule: { kind: "step", every: 1, factor: 0.5 } }),
    ),
  "adamw, mean squared error": () =>
    train(
      small,
      narrow,
      smallRecipe({ kind: "adamw", learningRate: 1e-3, weightDecay: 0.1 }, { loss: "mean-squared-error" }),
    ),
  "adadelta, augmentation": () =>
    train(
      small,
      narrow,
      smallRecipe({ kind: "adadelta", learningRate: 1 }, { augmentation: { shift: 0.1, flip: true } }),
    ),
  "four steps at once": () => train(small, dropped, smallRecipe(adam), { stepsAtOnce: 4 }),
  recomputation: () => train(small, normed, smallRecipe(sgd), { recompute: true }),
  "three replicas": () => train(small, dropped, smallRecipe(adam), { replicas: { count: 3, ownBatches: true } }),
  "two replicas on the same batches": () =>
    train(small, narrow, smallRecipe(sgd), { replicas: { count: 2, ownBatches: false } }),
  "mup's learning rates": () => train(small, narrow, smallRecipe(adam), { rates: true }),
  probe: async () => {
    const network = { layers: narrow, shape: [1, 28, 28], rows: 32, mode: "evaluate" } as const;
    const gradients = lossGradients("cross-entropy", ({ role }) => role.kind === "kernel");
    const probe = await loadInstrument(runtime, instrument(network, { logits, activations, gradients }));
    const inputs = Float32Array.from(small.train.inputs.subarray(0, 32 * 784), (byte) => byte / 255);
    const batch = { inputs, labels: small.train.labels.slice(0, 32), rows: 32 };
    const readings = await probe.look(initialWeights(he as never, probe.parameters, 0), batch);
    await probe.release();
    return digest([readings.logits, ...readings.activations, ...Object.values(readings.gradients)]);
  },
  "statistics and gradients for initializers": async () => {
    const networks = initializableNetworks(runtime, small, normed, "cross-entropy", 32);
    const of = networks.of(3);
    const tensors = of.layers.flatMap(({ kernel, bias }) => (bias === undefined ? [kernel] : [kernel, bias]));
    const problem = await compileProblem(runtime, small, normed, smallRecipe(sgd));
    const weights = initialWeights(he as never, problem.parameters, 0);
    const batch = of.batch(1);
    const statistics = await of.statistics(weights, batch);
    const gradients = await of.logitGradients(weights, batch, new Float32Array(320).fill(0.5));
    await networks.release();
    await problem.release();
    return [
      tensors.map(({ name }) => name),
      digest(Object.values(statistics).flatMap(({ mean, variance }) => [mean, variance])),
      digest(Object.values(gradients)),
    ];
  },
  cells: async () => {
    const dataset = firstGlyphs(400, 300);
    const runner = runnerOn(runtime, dataset, () => 0);
    const figures: unknown[] = [];
    for (const init of ["he", "lsuv", "metainit", "gradinit", "mup:baseWidth=8", "random:std=1"]) {
      const cells = cellsOn(dataset, {
        models: "mlp:depth=2,width=32",
        inits: init,
        seeds: [1],
        epochs: 2,
        validation: 50,
        evaluateTrain: "every",
      });
      const [{ cell: _, ...result }] = (await runner.run(cells)) as [CellResult];
      figures.push(init, result);
    }
    await runner.release();
    return figures;
  },
};

const digests: Record<string, unknown> = {};
for (const [name, run] of Object.entries(cases)) digests[name] = await run();
process.stdout.write(`${JSON.stringify(digests, null, 1)}\n`);
