/** One epoch of training: every sample once, in an order drawn from the seed. */
import { type Tensor, tensor } from "../graph/tensor.js";
import { at, permutation } from "../random/index.js";
import type { Recipe } from "../recipe.js";
import { optimizerOf } from "./optimizers.js";
import { type Divergence, runningFigures } from "./running-figures.js";
import { learningRate } from "./schedule.js";
import { oneRun } from "./state.js";
import { type RunStreams, stepInputs } from "./step-inputs.js";
import { names } from "./train-graph.js";
import type { CompiledProblem, Figures, TrainingState } from "./training.js";

export interface EpochOptions {
  /**
   * Called with the number of samples seen in this epoch (by one run): after each step, or after the several that a run of a small
   * network makes, or where a runtime has a memory of its own after every 16th and the last, as it is not asked before how far it is.
   */
  readonly onStep?: (samples: number) => void;
  /** Called with the mean loss of each run in each step (from 1 over all epochs), in order, as these are read. */
  readonly onLosses?: (step: number, losses: readonly number[]) => void;
  /** Aborting throws the signal's reason between two runs of a graph. */
  readonly signal?: AbortSignal;
}

export type EpochOutcome =
  | { readonly kind: "trained"; readonly state: TrainingState; readonly running: Figures }
  /** The loss of a step was NaN or infinite; `step` counts from 1 over all epochs. */
  | ({ readonly kind: "diverged" } & Divergence);

/** An epoch of several runs at once. */
export interface ReplicasOutcome {
  /** Of all runs, those that diverged among them; undefined where all did. */
  readonly state: TrainingState | undefined;
  /** Of each run. One that diverged changes nothing in the others. */
  readonly runs: readonly (
    | { readonly kind: "trained"; readonly running: Figures }
    | ({ readonly kind: "diverged" } & Divergence)
  )[];
}

/**
 * Trains one epoch from `state`, which is left as it was.
 *
 * `running` is what Keras reports: the mean of each sample's loss and correctness at the step it was used in, dropout
 * active, weights changing. The last, smaller batch of the epoch counts each of its samples once.
 *
 * @throws Error where the problem trains several runs at once
 */
export async function trainEpoch(
  problem: CompiledProblem,
  state: TrainingState,
  streams: RunStreams,
  options: EpochOptions = {},
): Promise<EpochOutcome> {
  oneRun("trainEpoch", "trainReplicas", problem);
  const { state: next, runs } = await trainReplicas(problem, state, [streams], options);
  const [run] = runs;
  return run!.kind === "diverged" ? run! : { ...run!, state: next! };
}

/**
 * The same for the runs of a problem with replicas.
 *
 * @param streams of each run; of one for all, where they share its batches
 * @throws Error where these are not as many
 */
export async function trainReplicas(
  problem: CompiledProblem,
  state: TrainingState,
  streams: readonly RunStreams[],
  options: EpochOptions = {},
): Promise<ReplicasOutcome> {
  const { recipe, dataset, batch, replicas, memory } = problem;
  const wanted = replicas?.ownBatches ? replicas.count : 1;
  if (streams.length !== wanted) throw new Error(`trainReplicas: wants ${wanted} streams, got ${streams.length}`);
  const { count } = dataset.train;
  const stepsPerEpoch = Math.ceil(count / batch);
  const orders = streams.map(({ order }) => permutation(at(order, state.epoch), count));
  const { train, several, remainder } = problem;
  const inputsOf = new Map(
    [train, several, remainder].flatMap((s) => {
      if (s === undefined) return [];
      return [[s, Array.from({ length: s.steps }, () => stepInputs(problem, s, streams))] as const];
    }),
  );
  const fixed = { ...problem.samples, ...rateInputs(problem) };
  let { tensors, step } = state;
  /** Of the epoch's own states, so that the device holds one at a time. */
  const free = (replaced: TrainingState["tensors"]): void => {
    if (replaced !== state.tensors) memory?.free(replaced);
  };
  const figures = runningFigures(replicas?.count ?? 1, memory, options.onLosses);
  let told = 0;
  for (let from = 0; from < count && !figures.allDiverged(); ) {
    if (options.signal?.aborted) {
      figures.discard();
      free(tensors);
      throw options.signal.reason;
    }
    const compiled =
      several !== undefined && from + several.steps * batch <= count
        ? several
        : remainder !== undefined && from + batch > count
          ? remainder
          : train;
    const { steps } = compiled;
    const inputs: Record<string, Tensor> = { ...tensors, ...fixed };
    const rows = inputsOf.get(compiled)!.map((inputsOfStep, k) => {
      const start = from + k * batch;
      const chosen = orders.map((order) => order.subarray(start, start + batch));
      const own = { ...inputsOfStep(chosen, step + k), ...scalarInputs(recipe, step + k + 1, stepsPerEpoch) };
      for (const [name, value] of Object.entries(own)) inputs[names.inStep(name, k, steps)] = value;
      // Steps of one run are over whole batches, whose weights are the same.
      if (steps > 1) Object.assign(inputs, own);
      return chosen[0]!.length;
    });
    const outputs = await compiled.session.run(inputs);
    const next: Record<string, Tensor> = {};
    for (const name of Object.keys(tensors)) next[name] = outputs[names.next(name)]!;
    free(tensors);
    tensors = next;
    let read = true;
    for (const [k, ofStep] of rows.entries()) {
      const [loss, correct] = [names.loss, names.correct].map((name) => outputs[names.inStep(name, k, steps)]!);
      read = await figures.add({ step: ++step, rows: ofStep, loss: loss!, correct: correct! });
      from += ofStep;
    }
    if (read) {
      told = from;
      options.onStep?.(told);
    }
  }
  await figures.settle();
  if (told < count && !figures.allDiverged()) options.onStep?.(count);
  const runs = figures
    .results(count)
    .map((result) =>
      "step" in result ? ({ kind: "diverged", ...result } as const) : ({ kind: "trained", running: result } as const),
    );
  if (!figures.allDiverged()) return { state: { epoch: state.epoch + 1, step, tensors }, runs };
  free(tensors);
  return { state: undefined, runs };
}

/** The learning rate of a step (from 1), and what else the optimizer changes from step to step. */
function scalarInputs(recipe: Recipe, step: number, stepsPerEpoch: number): Record<string, Tensor> {
  const scalars = { ...optimizerOf(recipe.optimizer).scalars?.(recipe.optimizer, step) };
  const all = { ...scalars, [names.learningRate]: learningRate(recipe, step, stepsPerEpoch) };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, tensor("float32", [], [value])]));
}

/** Each parameter's share of the learning rate, in graphs that have such inputs. */
function rateInputs({ train, replicas, learningRateMultipliers = {} }: CompiledProblem): Record<string, Tensor> {
  if (!train.graph.ownRates) return {};
  return Object.fromEntries(
    train.graph.parameters.map(({ name }) => {
      const own = learningRateMultipliers[name] ?? 1;
      const each = typeof own === "number" ? new Array<number>(replicas?.count ?? 1).fill(own) : own;
      return [names.rateMultiplier(name), tensor("float32", replicas === undefined ? [] : [each.length], each)];
    }),
  );
}
