/** The graphs of a problem, before any is compiled. */
import type { Dataset } from "../data/dataset.js";
import type { Graph } from "../graph/graph.js";
import type { Shape } from "../graph/tensor.js";
import type { Layer } from "../network/layers/layer.js";
import {
  buildEvaluateGraph,
  buildForwardGraph,
  buildTrainGraph,
  type SampleSource,
  type StepPart,
  type TrainGraph,
} from "./train-graph.js";
import type { TrainingRecipe } from "./training-recipe.js";

/** What the graphs depend on besides network and recipe. */
export interface DataSize {
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  /** The type of the samples in memory. */
  readonly type: "uint8" | "float32";
  readonly classes: number;
  /** Samples that are trained on. */
  readonly trainSamples: number;
  readonly testSamples: number;
}

/** The graphs of a problem; each is built when it is needed. */
export interface ProblemGraphs {
  /** Rows of a training step. */
  readonly batch: number;
  /** Rows of the smaller last batch of an epoch; 0 where there is none. */
  readonly remainder: number;
  /** Rows of an evaluation. */
  readonly evaluationBatch: number;
  /** Whether each step brings its samples. Otherwise it gathers them from all. */
  readonly augmented: boolean;
  /** @throws ShapeError where the network does not fit the data */
  train(rows: number, learningRateMultipliers?: boolean, part?: StepPart): TrainGraph;
  /** The forward pass of `train(rows)`; undefined where the network forbids so many rows. */
  forward(rows: number): Graph | undefined;
  /** @throws ShapeError where the network does not fit the data */
  evaluate(): Graph;
}

/** Rows of one evaluation run: small enough for its activations to stay near the processor. */
const EVALUATION_BATCH = 250;

/** The size of a data set. */
export function dataSize({ shape, classes, train, test }: Dataset): DataSize {
  const type = train.inputs instanceof Uint8Array ? "uint8" : "float32";
  return { shape, type, classes, trainSamples: train.count, testSamples: test.count };
}

/** The graphs that train a network by a recipe on data of that size. */
export function problemGraphs(layers: Layer, recipe: TrainingRecipe, size: DataSize): ProblemGraphs {
  const { shape, type, classes, trainSamples, testSamples } = size;
  const batch = Math.min(recipe.batch, trainSamples);
  const evaluationBatch = Math.min(EVALUATION_BATCH, trainSamples, testSamples);
  const augmented = recipe.augmentation !== undefined;
  const source: SampleSource = augmented
    ? { shape, type: "float32", count: undefined }
    : { shape, type, count: trainSamples };
  const common = { layers, classes, loss: recipe.loss };
  // Asked for again and again while the step decides how to cut its batch.
  const forwards = new Map<number, Graph | undefined>();
  const training = (rows: number) => ({ ...common, source, labelCount: trainSamples, batch: rows });
  return {
    batch,
    remainder: trainSamples % batch,
    evaluationBatch,
    augmented,
    train: (rows, learningRateMultipliers, part) =>
      buildTrainGraph(training(rows), recipe.optimizer, learningRateMultipliers, part),
    forward(rows) {
      if (!forwards.has(rows)) forwards.set(rows, buildForwardGraph(training(rows)));
      return forwards.get(rows);
    },
    evaluate: () =>
      buildEvaluateGraph({
        ...common,
        source: { shape, type, count: undefined },
        labelCount: evaluationBatch,
        batch: evaluationBatch,
      }),
  };
}
