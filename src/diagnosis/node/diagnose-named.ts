/** A diagnosis of what a person names: model, weights, samples. */
import { basename } from "node:path";
import { InputError } from "../../errors.js";
import {
  type ChosenInitializer,
  formatChoice,
  initialWeights,
  isDataDriven,
  learningRateMultipliersOf,
} from "../../initializers/index.js";
import type { Batch, Weights } from "../../initializers/network-access.js";
import { weightsOfModel } from "../../network/from-onnx/index.js";
import type { TensorSpecification } from "../../network/parameter.js";
import { changedOptimizer, type OptimizerName, type OptimizerSpecification } from "../../recipe.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { chooseInitializer } from "../../study/plan/node/modules/choose.js";
import { MOST_BYTES } from "../bounds.js";
import { type DiagnoseOptions, diagnose } from "../diagnose.js";
import type { Diagnosis } from "../diagnosis.js";
import { lossLine } from "../loss/assume-loss.js";
import { targetsInWords, withTargets } from "../loss/subject-loss.js";
import { fileNames, type ModuleNames, renamedParameter, renamedWeights } from "../module-names.js";
import { rowsWithin } from "../rows.js";
import { drawnBatch, sampledBatch } from "../subject.js";
import { checkNamed, type NamedCheck, refuseFile } from "./check-named.js";
import { type LoadedNetwork, loadNetwork, type NetworkRequest, tokensRead } from "./load-network.js";

/** What to diagnose, and how. */
export interface NamedDiagnosis extends NetworkRequest {
  /** The initializer that draws the weights; without it they are the file's, or `he`'s. */
  readonly init?: string | undefined;
  readonly seed: number;
  /** Draws of the weights. */
  readonly seeds: number;
  /** Samples in the batch. */
  readonly rows: number;
  readonly optimizer?: OptimizerName | undefined;
  readonly learningRate?: number | undefined;
  /** Whether to compute Jacobian, curvature and gradient quotient. */
  readonly curvature?: boolean | undefined;
  /** Training steps to follow; needs data. */
  readonly steps?: number | undefined;
  /** The network at other widths and depths. */
  readonly check?: NamedCheck | undefined;
  /** What to type for the remedy by a method. */
  readonly remedy: (method: string, isFile: boolean) => string;
}

/** A diagnosis, and what it is of. */
export interface NamedOutcome {
  readonly diagnosis: Diagnosis;
  readonly network: LoadedNetwork;
}

/** Draws of each method that a subject is compared with. */
const REFERENCE_DRAWS = 3;

/**
 * Reads model and data, draws what is to be drawn, and diagnoses.
 *
 * @throws InputError for what cannot be read or does not fit
 */
export async function diagnoseNamed(request: NamedDiagnosis): Promise<NamedOutcome> {
  const network = await loadNetwork(request);
  const { model, layers, parameters, problem, file, fixedRows, dataset } = network;
  const { seed, seeds, check } = request;
  if (check !== undefined) refuseFile(network);
  const { rows, bytes } = rowsWithin(layers, problem.input, request.rows, MOST_BYTES, fixedRows);
  const { runtime, notice } = await loadRuntime();
  const method =
    request.init === undefined && file !== undefined ? undefined : await chooseInitializer(request.init ?? "he");
  const draw = (of: number): Weights =>
    method === undefined
      ? renamedWeights(weightsOfModel(file!.bytes, { externalData: file!.externalData }).weights, network.names)
      : drawnBy(method, network.parameters, of, network.names);
  const batchOf = (count: number): Batch =>
    dataset === undefined ? drawnSamples(network, count, seed) : sampledBatch(dataset, count, seed);
  const batch = batchOf(rows);
  const { loss: answered } = network;
  const loss = answered.drawsTargets ? withTargets(answered.loss, batch, problem.input, seed) : answered.loss;
  const subject = {
    name: request.model,
    layers,
    shape: problem.input,
    parameters,
    weights: draw(seed),
    batch,
    labelled: dataset !== undefined,
    loss,
  };
  const { optimizer: kind, learningRate } = request;
  const optimizer = changedOptimizer(model.model.recipe.optimizer, { kind, learningRate });
  const by = { runtime, draw: drawnBy, batch: batchOf, optimizer, seed };
  // It comes first, since it may refuse its sizes.
  const checked =
    check === undefined || method === undefined
      ? {}
      : { coordinateCheck: await checkNamed(check, network, { ...by, method }) };
  const methodName = method === undefined ? undefined : formatChoice(method.initializer, method.options);
  const diagnosis = await diagnose(subject, {
    runtime,
    optimizer,
    isFresh: method !== undefined,
    changed: network.changed,
    initializer: methodName,
    draws: Array.from({ length: seeds - 1 }, (_, i) => draw(seed + 1 + i)),
    curvature: request.curvature,
    training: trainingFor(request, network, method, optimizer),
    referenceSeeds: Array.from({ length: REFERENCE_DRAWS }, (_, i) => seed + 1000 + i),
    remedy: (name) => request.remedy(name, file !== undefined),
    weightsInWords:
      methodName === undefined
        ? "the weights of the file"
        : `weights of ${methodName}, ${seeds === 1 ? `seed ${seed}` : `${seeds} draws`}`,
    samplesInWords: dataset === undefined ? "drawn samples" : `samples of ${basename(dataset.name)}`,
    lossInWords: lossLine({ ...answered, loss }, targetsInWords(loss, dataset !== undefined)),
    notes: [
      ...(notice === undefined ? [] : [notice]),
      ...(rows < request.rows ? [rowsNote(rows, request.rows, bytes, fixedRows)] : []),
      ...network.notes,
    ],
  });
  return { diagnosis: { ...diagnosis, ...checked }, network };
}

const rowsNote = (rows: number, most: number, bytes: number, fixed: number | undefined): string =>
  rows === fixed
    ? `the batch has ${rows} ${rows === 1 ? "sample" : "samples"}, as the file fixes it`
    : `the batch has ${rows} samples instead of ${most}: they take about ${(bytes / 1e9).toFixed(1)} GB`;

/** @throws InputError for a method that needs data */
function drawnBy(
  { initializer, options }: ChosenInitializer,
  parameters: readonly TensorSpecification[],
  seed: number,
  names: ModuleNames = new Map(),
): Weights {
  if (!isDataDriven(initializer)) {
    // Names in the file address the streams: --fix and init draw the same numbers.
    const inFile = parameters.map((parameter) => renamedParameter(parameter, fileNames(names)));
    return renamedWeights(initialWeights(initializer, inFile, seed, options), names);
  }
  throw new InputError(
    `${initializer.name} is ${initializer.kind}: doctor draws weights without looking at data. Write a file with stepzero init --init ${initializer.name} --out FILE.onnx, and diagnose that.`,
  );
}

/** The steps that are asked for, by the recipe of the network. */
function trainingFor(
  request: NamedDiagnosis,
  { model, parameters, dataset }: LoadedNetwork,
  method: ChosenInitializer | undefined,
  optimizer: OptimizerSpecification,
): DiagnoseOptions["training"] {
  const { steps, seed } = request;
  if (steps === undefined || dataset === undefined) return undefined;
  return {
    dataset,
    recipe: { ...model.model.recipe, optimizer },
    steps,
    seed,
    learningRateMultipliers:
      method && learningRateMultipliersOf(method.initializer, parameters, optimizer.kind, method.options),
  };
}

/** Numbers N(0, 1), or tokens where the first weight is an embedding. */
function drawnSamples({ parameters, problem }: LoadedNetwork, rows: number, seed: number): Batch {
  const { input: shape, classes } = problem;
  return drawnBatch({ shape, rows, classes, seed, tokens: tokensRead(parameters) });
}
