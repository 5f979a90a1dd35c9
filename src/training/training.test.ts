import { beforeAll, describe, expect, it } from "vitest";
import { glyphNetwork } from "../../test/glyph-training.js";
import { glyphs } from "../data/glyphs.js";
import type { Dataset } from "../data/index.js";
import { he, type Initializer, initialWeights, learningRateMultipliersOf, mup, zero } from "../initializers/index.js";
import { batchNorm, dense, flatten, sequential } from "../network/layers/index.js";
import type { Layer } from "../network/layers/layer.js";
import { at, permutation } from "../random/index.js";
import type { Recipe } from "../recipe.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { compileProblem } from "./compile-problem.js";
import { trainEpoch } from "./epoch.js";
import { evaluate } from "./evaluate.js";
import { runStreams } from "./run-streams.js";
import { initialState } from "./state.js";
import { buildTrainGraph, names } from "./train-graph.js";
import type { CompiledProblem, TrainingState } from "./training.js";

const { runtime } = await loadRuntime();
let all: Dataset;
beforeAll(() => {
  all = glyphs();
});

const sgd: Recipe = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, batch: 64, epochs: 1 };

/** A data set of the training samples in `rows`, with the first 300 test samples. */
function subset(rows: ArrayLike<number>): Dataset {
  const { inputs, labels } = all.train;
  const picked = new Uint8Array(rows.length * 784);
  for (let i = 0; i < rows.length; i++) picked.set(inputs.subarray(rows[i]! * 784, (rows[i]! + 1) * 784), i * 784);
  return {
    ...all,
    train: { inputs: picked, labels: Int32Array.from(rows, (r) => labels[r]!), count: rows.length },
    test: { inputs: all.test.inputs.subarray(0, 300 * 784), labels: all.test.labels.subarray(0, 300), count: 300 },
  };
}
const firstRows = (count: number) => subset(Array.from({ length: count }, (_, i) => i));

async function begin(
  layers: Layer,
  dataset: Dataset,
  recipe = sgd,
  initializer: Initializer = he,
): Promise<[CompiledProblem, TrainingState]> {
  const problem = await compileProblem(runtime, dataset, layers, recipe);
  return [problem, initialState(problem, initialWeights(initializer, problem.parameters, 0))];
}

async function epochs(problem: CompiledProblem, from: TrainingState, count: number, seed = 0) {
  let state = from;
  const running = [];
  for (let i = 0; i < count; i++) {
    const outcome = await trainEpoch(problem, state, runStreams(seed));
    if (outcome.kind !== "trained") throw new Error(`diverged at step ${outcome.step}`);
    state = outcome.state;
    running.push(outcome.running);
  }
  return { state, running };
}

const numbers = (state: TrainingState, name: string) => state.tensors[name]!.data as Float32Array;

function largestDifference(a: TrainingState, b: TrainingState): number {
  return Math.max(
    ...Object.keys(a.tensors).map((name) =>
      numbers(a, name).reduce((m, x, i) => Math.max(m, Math.abs(x - numbers(b, name)[i]!)), 0),
    ),
  );
}

describe("an epoch", () => {
  it("counts every sample once: 64 + 36 rows are two steps, the second over 36", async () => {
    const layers = glyphNetwork("mlp:depth=2,width=16");
    const [problem, start] = await begin(layers, firstRows(100));
    const whole = await epochs(problem, start, 1);
    const order = permutation(at(runStreams(0).order, 0), 100);
    const [firstProblem] = await begin(layers, subset(order.subarray(0, 64)));
    const first = await epochs(firstProblem, start, 1);
    const [secondProblem] = await begin(layers, subset(order.subarray(64)));
    const second = await epochs(secondProblem, first.state, 1);
    expect(whole.state.step).toBe(2);
    expect(largestDifference(whole.state, second.state)).toBeLessThan(1e-6);
    const mean = (first.running[0]!.loss * 64 + second.running[0]!.loss * 36) / 100;
    expect(whole.running[0]!.loss).toBeCloseTo(mean, 5);
  });

  it("makes a smaller second graph where batch statistics forbid filling up", async () => {
    const layers = sequential(flatten(), dense(16), batchNorm(), dense(10));
    const [problem, start] = await begin(layers, firstRows(100));
    expect(problem.remainder?.batch).toBe(36);
    const before = Object.fromEntries(Object.entries(start.tensors).map(([name, t]) => [name, t.data.slice()]));
    const { state } = await epochs(problem, start, 2);
    // The state that was handed in is as it was, running statistics included.
    for (const [name, data] of Object.entries(before)) expect(start.tensors[name]!.data, name).toEqual(data);
    expect(numbers(state, "batchnorm1/running-variance")).not.toEqual(before["batchnorm1/running-variance"]);
  });

  it("goes on from a checkpoint to the same bits, dropout and optimizer state included", async () => {
    const recipe: Recipe = { ...sgd, optimizer: { kind: "adam", learningRate: 1e-3 } };
    const [problem, start] = await begin(glyphNetwork("mnist_cnn"), firstRows(150), recipe);
    const straight = await epochs(problem, start, 2);
    const half = await epochs(problem, start, 1);
    const copy = structuredClone(half.state);
    const resumed = await epochs(problem, copy, 1);
    expect(largestDifference(straight.state, resumed.state)).toBe(0);
    expect(resumed.running[0]).toEqual(straight.running[1]);
    const other = await epochs(problem, start, 1, 1);
    expect(largestDifference(half.state, other.state)).toBeGreaterThan(0);
  });

  it("reports a diverged run with its step", async () => {
    const [problem, start] = await begin(glyphNetwork("mlp:depth=2,width=16"), firstRows(100), {
      ...sgd,
      optimizer: { kind: "sgd", learningRate: 1e20 },
    });
    const outcome = await trainEpoch(problem, start, runStreams(0));
    expect(outcome).toMatchObject({ kind: "diverged", step: 2 });
  });

  it("stops between two steps when aborted", async () => {
    const [problem, start] = await begin(glyphNetwork("mlp:depth=1,width=8"), firstRows(100));
    const abort = new AbortController();
    const run = trainEpoch(problem, start, runStreams(0), {
      signal: abort.signal,
      onStep: () => abort.abort(new Error("enough")),
    });
    await expect(run).rejects.toThrow("enough");
  });
});

describe("learning rates of each tensor's own", () => {
  const optimizers: Recipe["optimizer"][] = [
    { kind: "sgd", learningRate: 0.125 },
    { kind: "sgd", learningRate: 0.125, momentum: 0.9, nesterov: true },
    { kind: "adam", learningRate: 2 ** -10 },
    { kind: "rmsprop", learningRate: 2 ** -10, momentum: 0.5 },
    { kind: "adamw", learningRate: 2 ** -10 },
  ];
  const layers = () => glyphNetwork("mlp:depth=2,width=16");
  const half = "dense2/kernel";

  it.each(optimizers)("a multiplier of 1/2 is half the rate for that tensor, to the bit: %j", async (optimizer) => {
    const one = { ...sgd, optimizer };
    const step = async (recipe: Recipe, rates?: Readonly<Record<string, number>>) => {
      const problem = await compileProblem(runtime, firstRows(64), layers(), recipe, rates);
      const start = initialState(problem, initialWeights(he, problem.parameters, 0));
      const { state } = await epochs(problem, start, 1);
      await problem.release();
      return { parameters: problem.parameters, start, state };
    };
    const usual = await step(one);
    const halved = await step({ ...one, optimizer: { ...optimizer, learningRate: optimizer.learningRate / 2 } });
    const multiplied = await step(one, { [half]: 0.5 });
    for (const { name } of multiplied.parameters) {
      expect(numbers(multiplied.state, name), name).toEqual(numbers((name === half ? halved : usual).state, name));
    }
    expect(numbers(multiplied.state, half)).not.toEqual(numbers(usual.state, half));
  });

  it("serves others in the same sessions; the usual graphs know nothing of it", async () => {
    const problem = await compileProblem(runtime, firstRows(100), layers(), sgd, { [half]: 0.5 });
    const start = initialState(problem, initialWeights(he, problem.parameters, 0));
    const [plain] = await begin(layers(), firstRows(100));
    const straight = await epochs(plain, start, 2);
    const ones = await epochs({ ...problem, learningRateMultipliers: {} }, start, 2);
    expect(largestDifference(ones.state, straight.state)).toBe(0);
    const still = await epochs({ ...problem, learningRateMultipliers: { [half]: 0 } }, start, 2);
    expect(numbers(still.state, half)).toEqual(numbers(start, half));

    const source = { shape: [1, 28, 28], type: "uint8", count: 100 } as const;
    const options = {
      layers: layers(),
      classes: 10,
      loss: "cross-entropy",
      source,
      labelCount: 100,
      batch: 64,
    } as const;
    const usual = buildTrainGraph(options, sgd.optimizer).graph;
    const multiplied = buildTrainGraph(options, sgd.optimizer, true).graph;
    const rateInputs = (graph: typeof multiplied) => graph.inputs.filter(({ name }) => name.includes("multiplier"));
    expect(rateInputs(usual)).toEqual([]);
    expect(rateInputs(multiplied).map(({ name }) => name)).toEqual(
      problem.parameters.map((p) => names.learningRateMultiplier(p.name)),
    );
    expect(multiplied.nodes.length - usual.nodes.length).toBe(problem.parameters.length);
  });

  // The first kernel sees 784 inputs and would drown the others, so each tensor is moved alone: by
  // one step of the same samples.
  it.each([
    ["sgd", 0.05],
    ["adam", 2e-4],
  ] as const)(
    "coordinate check of mup with %s: a step of each kernel lowers the loss as much at width 64 as at 512",
    async (kind, learningRate) => {
      const falls = async (width: number) => {
        const layers = glyphNetwork(`mlp:depth=2,width=${width}`);
        const recipe: Recipe = { ...sgd, optimizer: { kind, learningRate } };
        const problem = await compileProblem(runtime, firstRows(64), layers, recipe, {});
        const rates = learningRateMultipliersOf(mup, problem.parameters, kind) ?? {};
        const sums = [];
        for (const { name } of problem.parameters.filter(({ role }) => role.kind === "kernel")) {
          const alone = Object.fromEntries(
            problem.parameters.map((p) => [p.name, p.name === name ? (rates[name] ?? 1) : 0]),
          );
          let sum = 0;
          for (let seed = 0; seed < 8; seed++) {
            const start = initialState(problem, initialWeights(mup, problem.parameters, seed));
            const { running } = await epochs({ ...problem, learningRateMultipliers: alone }, start, 2);
            sum += running[0]!.loss - running[1]!.loss;
          }
          sums.push(sum / 8);
        }
        await problem.release();
        return sums;
      };
      const [narrow, wide] = [await falls(64), await falls(512)];
      for (const [i, fall] of narrow.entries()) expect(Math.abs(Math.log2(wide[i]! / fall))).toBeLessThan(0.5);
    },
  );
});

describe("oracles (protocol.md §6.5)", () => {
  it("zero weights with ReLU: every kernel stays exactly zero, only the last bias moves", async () => {
    const [problem, start] = await begin(glyphNetwork("mlp:depth=3,width=16"), firstRows(1000), sgd, zero);
    const [first] = (await epochs(problem, start, 1)).running;
    expect(first!.loss).toBeGreaterThan(2.2);
    const { state } = await epochs(problem, start, 3);
    for (const { name, role } of problem.parameters) {
      const moved = numbers(state, name).some((x) => x !== 0);
      expect(moved, name).toBe(role.kind === "bias" && role.kernel?.role.head === true);
    }
  });

  it("zero weights, before any step: the loss is ln 10 and the first class is guessed", async () => {
    const [problem, start] = await begin(glyphNetwork("mlp:depth=3,width=16"), firstRows(100), sgd, zero);
    const { loss, accuracy } = await evaluate(problem, start, problem.dataset.test);
    const firsts = problem.dataset.test.labels.filter((label) => label === 0).length;
    expect(loss).toBeCloseTo(Math.log(10), 6);
    expect(accuracy).toBe(firsts / 300);
  });

  it("zero weights with sigmoid: not stuck, but all units of a layer stay equal", async () => {
    const [problem, start] = await begin(
      glyphNetwork("mlp:depth=1,width=8,activation=sigmoid"),
      firstRows(500),
      sgd,
      zero,
    );
    const { state } = await epochs(problem, start, 4);
    const kernel = numbers(state, "dense1/kernel"); // [8, 784]
    expect(kernel.some((x) => x !== 0)).toBe(true);
    for (let unit = 1; unit < 8; unit++)
      expect(kernel.subarray(unit * 784, (unit + 1) * 784)).toEqual(kernel.subarray(0, 784));
  });
});

describe("learning", () => {
  it.each([
    ["cross-entropy, sgd", sgd],
    [
      "cross-entropy, sgd with momentum, decay and warm-up",
      { ...sgd, optimizer: { kind: "sgd", learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 }, warmupSteps: 20 },
    ],
    [
      "mean squared error, adam",
      { ...sgd, loss: "mean-squared-error", optimizer: { kind: "adam", learningRate: 1e-3 } },
    ],
    [
      "cross-entropy, adadelta, shifts and flips",
      { ...sgd, optimizer: { kind: "adadelta", learningRate: 1 }, augmentation: { shift: 0.05, flip: true } },
    ],
  ] as [string, Recipe][])("%s: the training loss falls and the test accuracy leaves chance", async (_, recipe) => {
    const [problem, start] = await begin(glyphNetwork("mlp:depth=1,width=64"), firstRows(2000), {
      ...recipe,
      batch: 32,
    });
    const { state, running } = await epochs(problem, start, 5);
    expect(running[4]!.loss).toBeLessThan(running[0]!.loss);
    expect((await evaluate(problem, state, problem.dataset.test)).accuracy).toBeGreaterThan(0.2);
    // Evaluation in eval mode on the same samples: every sample counted once, whatever the batch.
    const trained = await evaluate(problem, state, problem.dataset.train);
    expect((trained.accuracy * 2000) % 1).toBeCloseTo(0, 6);
  });
});
