/** The initial weights of a network of the table or of the user's own. */
import { InputError } from "../errors.js";
import { writeOnnx } from "../graph/file/write.js";
import { sizeOf } from "../graph/tensor.js";
import {
  type ChosenInitializer,
  type InitializableNetwork,
  initialWeights,
  isDataDriven,
  prepareWeights,
} from "../initializers/index.js";
import type { Layer } from "../network/layers/index.js";
import {
  type ChosenModel,
  type EvaluationNetwork,
  evaluationNetwork,
  type ProblemShape,
} from "../network/models/index.js";
import { type InitializedModel, summarizeTensor } from "./initialized-model.js";
import { type Layout, type PlacedTensor, place } from "./layout.js";

/** The data set that a data-driven method looks at. */
export interface MeasuredData {
  /** Of the data set, for the notes. */
  readonly name: string;
  /**
   * The network over the data; `initializableNetworks(runtime, dataset, layers, …).of(seed)` gives
   * it.
   */
  readonly network: (layers: Layer) => InitializableNetwork | Promise<InitializableNetwork>;
}

/** How to initialize a model. */
export interface InitializeModelOptions {
  /** The network; `parseModel` reads one from text. */
  readonly model: ChosenModel;
  /** Shape of a sample and number of classes. */
  readonly problem: ProblemShape;
  /** The initializer; `parseInitializer` reads one from text. */
  readonly method: ChosenInitializer;
  /** A whole number from 0; the same seed gives the same bits. */
  readonly seed: number;
  /**
   * Whose names and axis orders the tensors have.
   *
   * @defaultValue "pytorch"
   */
  readonly layout?: Layout | undefined;
  /**
   * Rows of the input of the .onnx file.
   *
   * @defaultValue 1
   */
  readonly batch?: number | undefined;
  /** A data-driven method needs it. */
  readonly measured?: MeasuredData | undefined;
}

/**
 * Draws all weights of a network.
 *
 * @throws InputError for a method that the network does not serve, or a data-driven method without
 * data
 * @example
 * import { parseInitializer, parseModel } from "stepzero";
 * import { initializeModel, writeNpz } from "stepzero/weights";
 *
 * const { tensors } = await initializeModel({
 *   model: parseModel("lenet5"),
 *   problem: { input: [1, 28, 28], classes: 10 },
 *   method: parseInitializer("he"),
 *   seed: 0,
 * });
 * const bytes = writeNpz(tensors);
 */
export async function initializeModel(options: InitializeModelOptions): Promise<InitializedModel> {
  const { problem, layout = "pytorch", batch = 1 } = options;
  const { model, options: modelOptions } = options.model;
  const layers = model.build(problem, modelOptions);
  const network = evaluationNetwork(model.name, layers, problem, batch);
  const { weights, notes } = await draw(options, layers, network);
  const parameters: PlacedTensor[] = network.parameters.map((p) => ({ ...p, data: weights[p.name]! }));
  const placed = [...parameters, ...runningStatistics(network)];
  const tensors = placed.map((tensor) => place(tensor, layout));
  return {
    layout,
    tensors,
    summaries: tensors.map((tensor, i) => summarizeTensor(tensor, placed[i])),
    loading: { way: "strict", missing: [] },
    notes,
    onnx: () => writeOnnx(network.graph(weights)),
  };
}

interface Drawn {
  readonly weights: Record<string, Float32Array>;
  readonly notes: readonly string[];
}

async function draw(
  { method, seed, measured }: InitializeModelOptions,
  layers: Layer,
  { parameters }: EvaluationNetwork,
): Promise<Drawn> {
  const { initializer, options } = method;
  if (!isDataDriven(initializer)) {
    return { weights: initialWeights(initializer, parameters, seed, options), notes: [] };
  }
  if (measured === undefined) {
    throw new InputError(
      `${initializer.name} is ${initializer.kind}: it looks at a data set. Give one, or choose a method that needs no data.`,
    );
  }
  const network = await measured.network(layers);
  const { weights, cost, notes } = await prepareWeights(initializer, network, parameters, seed, options);
  const passes = `${cost.forward} forward and ${cost.backward} backward passes`;
  const sameBits = "the same seed gives the same bits on one kind of machine, not on all";
  return { weights, notes: [...notes, `${initializer.name} looked at ${measured.name} (${passes}): ${sameBits}.`] };
}

/** Means at 0 and variances at 1, as an untrained network has them. */
function runningStatistics({ states }: EvaluationNetwork): PlacedTensor[] {
  return states.map(({ name, shape, initial }) => ({
    name,
    shape,
    role: { kind: initial === 0 ? "norm-shift" : "norm-scale" },
    statistic: initial === 0 ? "mean" : "variance",
    data: new Float32Array(sizeOf(shape)).fill(initial),
  }));
}
