/** One (network, method): its scores before the first step, and its accuracy at its best rate. */
import type { Dataset, Split } from "../../src/data/dataset.js";
import { diagnose } from "../../src/diagnosis/diagnose.js";
import { sampledBatch } from "../../src/diagnosis/subject.js";
import { initialWeights, parseInitializer } from "../../src/initializers/index.js";
import type { Weights } from "../../src/initializers/network-access.js";
import { type ChosenModel, parametersOf, parseModel } from "../../src/network/models/index.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { compare } from "../../src/study/compare.js";
import type { Setting } from "./networks.js";
import { scores } from "./scores.js";

/** Runs of each rate, with the seeds from 0 on; draws that are diagnosed. */
export const SEEDS = 3;
/** Samples that choose the rate, held out of training. */
const VALIDATION = 500;
/** Of the test set the first, which are in no order of classes. */
const TEST_SAMPLES = 1500;

/** A row of the CSV. */
export type Row = Readonly<Record<string, string | number>>;

const chosenModel = ({ model }: Setting): ChosenModel =>
  typeof model === "string" ? parseModel(model) : { model, options: {} };

/** Measures, trains, and returns the row. */
export async function runPair(runtime: Runtime, setting: Setting, dataset: Dataset, method: string): Promise<Row> {
  const began = performance.now();
  const data = { ...dataset, test: firstOf(dataset.test, TEST_SAMPLES) };
  const { verdict, values } = await scored(runtime, setting, dataset, method);
  const measured = performance.now();
  const { problems } = await compare(method, {
    data,
    models: setting.model,
    seeds: SEEDS,
    limit: setting.limit,
    validation: VALIDATION,
    epochs: setting.epochs,
    training: setting.rates.map((learningRate) => ({ learningRate })),
    replicas: typeof setting.model === "string" && setting.model.startsWith("plain_cnn") ? 1 : SEEDS,
    runtime,
  });
  const chance = 1 / dataset.classes;
  const byRate = problems[0]!.methods.map(({ method: index, runs }) => {
    const last = runs.map(({ ending, epochs }) => {
      const figures = epochs.at(-1);
      const isOver = ending === "learned" || ending === "stuck";
      return isOver && figures !== undefined
        ? [figures.testAccuracy, figures.validationAccuracy ?? Number.NaN]
        : [chance, 0];
    });
    const mean = (of: 0 | 1) => last.reduce((sum, figures) => sum + figures[of]!, 0) / last.length;
    return { rate: setting.rates[index]!, test: mean(0), validation: mean(1), tests: last.map(([test]) => test!) };
  });
  byRate.sort((a, b) => a.rate - b.rate);
  const best = byRate.reduce((one, other) => (other.validation > one.validation ? other : one));
  return {
    network: setting.network,
    data: setting.data,
    method,
    verdict,
    rate: best.rate,
    accuracy: round(best.test),
    by_seed: best.tests.map(round).join(" "),
    by_rate: byRate.map(({ test }) => round(test)).join(" "),
    ...values,
    measure_seconds: round((measured - began) / 1000),
    train_seconds: round((performance.now() - measured) / 1000),
  };
}

const firstOf = (split: Split, count: number): Split => {
  const size = split.inputs.length / split.count;
  return { inputs: split.inputs.subarray(0, count * size), labels: split.labels.subarray(0, count), count };
};

const round = (value: number): number => Number(value.toPrecision(6));

/** Scores of one method: doctor's medians over three draws; of the whole network the first draw. */
async function scored(runtime: Runtime, setting: Setting, dataset: Dataset, method: string) {
  const { model, options } = chosenModel(setting);
  const problem = { input: dataset.shape, classes: dataset.classes };
  const layers = model.build(problem, options);
  const { parameters } = parametersOf(model, problem, options);
  const picked = parseInitializer(method);
  const draw = (seed: number): Weights => initialWeights(picked.initializer, parameters, seed, picked.options);
  const batch = sampledBatch(dataset, 128, 0);
  const diagnosis = await diagnose(
    { name: setting.network, layers, shape: dataset.shape, parameters, weights: draw(0), batch, labelled: true },
    {
      runtime,
      optimizer: { ...model.recipe.optimizer, learningRate: setting.rates[1]! },
      isFresh: true,
      initializer: method,
      draws: Array.from({ length: SEEDS - 1 }, (_, i) => draw(i + 1)),
      referenceSeeds: [1000, 1001, 1002],
      curvature: true,
      remedy: (name) => name,
      weightsInWords: method,
      samplesInWords: "samples",
      notes: [],
    },
  );
  const heads = new Set(parameters.filter(({ role }) => role.head === true).map(({ name }) => name));
  const hidden = diagnosis.layers.filter(({ kernel }) => !heads.has(kernel));
  const values = Object.fromEntries(scores.map(({ name, of }) => [name, round(of(diagnosis, hidden))]));
  return { verdict: diagnosis.verdict, values };
}
