/**
 * Trains runs from their start to their end and evaluates them after each epoch: what `train` and
 * study cells share.
 */
import type { Split } from "../data/dataset.js";
import { type ReplicasOutcome, trainReplicas } from "./epoch.js";
import { evaluateReplicas } from "./evaluate.js";
import type { RunStreams } from "./run-streams.js";
import type { CompiledProblem, Figures, RunControl, TrainingState } from "./training.js";

/** The figures of one epoch. Accuracies are fractions; losses are means per sample. */
export interface EpochFigures {
  /** From 1. */
  readonly epoch: number;
  /**
   * As Keras reports it: running mean over the batches of the epoch, dropout active, weights
   * changing.
   */
  readonly trainAccuracy: number;
  /** Likewise. */
  readonly trainLoss: number;
  /**
   * On the training samples after the epoch, in evaluation mode; only where `evaluateTrain` asks
   * for it.
   */
  readonly evalTrainAccuracy?: number | undefined;
  /** Likewise. */
  readonly evalTrainLoss?: number | undefined;
  /** On the validation samples after the epoch; only where there are some. */
  readonly validationAccuracy?: number | undefined;
  /** Likewise. */
  readonly validationLoss?: number | undefined;
  /** On the test samples after the epoch. */
  readonly testAccuracy: number;
  /** Likewise. */
  readonly testLoss: number;
}

/** How training ended where a loss was NaN or infinite. */
export interface RunDivergence {
  /** From 1. */
  readonly epoch: number;
  /** Optimizer step, from 1 over all epochs. */
  readonly step: number;
  /** "the loss was NaN at step 41 (epoch 1)". */
  readonly reason: string;
}

/** How an epoch of one run ended; "ended" where the run diverged in an earlier epoch. */
export type RunEpoch =
  | { readonly kind: "trained"; readonly figures: EpochFigures }
  | ({ readonly kind: "diverged" } & RunDivergence)
  | { readonly kind: "ended" };

/** How an epoch of all runs ended. */
export interface RunsEpoch {
  /** From 1. */
  readonly epoch: number;
  /** How the epoch of each run ended. */
  readonly runs: readonly RunEpoch[];
  /** Valid until the next call of `next`; undefined where all runs diverged. */
  readonly state: TrainingState | undefined;
}

/** When the training samples are evaluated too: after the last epoch, or after every epoch. */
export type EvaluateTrain = "last" | "every";

/** How runs are evaluated, followed and stopped. */
export interface TrainRunsOptions extends RunControl {
  /** @defaultValue never */
  readonly evaluateTrain?: EvaluateTrain | undefined;
  /** Samples that are evaluated after every epoch, besides the test samples. */
  readonly validation?: Split | undefined;
  /**
   * Called now and then with the fraction of the training samples of all epochs that were seen so
   * far: 0 … 1.
   */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /**
   * Called with the mean loss of each run in each step (from 1 over all epochs), in order, when
   * they are read.
   */
  readonly onLosses?: ((step: number, losses: readonly number[]) => void) | undefined;
}

/**
 * Yields each epoch of all runs of a problem, until the recipe's last one or until all runs have
 * diverged. Frees all states, `start` included, at the end or where the loop is left.
 *
 * @param start the state to go on from
 * @param streams those of each run; one for all runs, where they share their batches
 * @throws Error the signal's reason, when aborted
 */
export async function* trainRuns(
  problem: CompiledProblem,
  start: TrainingState,
  streams: readonly RunStreams[],
  options: TrainRunsOptions = {},
): AsyncGenerator<RunsEpoch, void, undefined> {
  const { memory, recipe, dataset } = problem;
  const { onProgress, onLosses, signal, pause } = options;
  const { count } = dataset.train;
  const diverged = new Set<number>();
  let state = start;
  try {
    for (let epoch = start.epoch + 1; epoch <= recipe.epochs; epoch++) {
      const seen = (epoch - 1) * count;
      const onStep = onProgress && ((samples: number) => onProgress((seen + samples) / (recipe.epochs * count)));
      const outcome = await trainReplicas(problem, state, streams, { signal, pause, onLosses, onStep });
      if (outcome.state !== undefined) {
        memory?.free(state.tensors);
        state = outcome.state;
      }
      const runs = await runsAfter(problem, epoch, outcome, diverged, options);
      yield { epoch, runs, state: outcome.state };
      runs.forEach(({ kind }, r) => {
        if (kind === "diverged") diverged.add(r);
      });
      if (diverged.size === runs.length) return;
    }
  } finally {
    memory?.free(state.tensors);
  }
}

/** Evaluates the runs that go on, and says how the epoch of each run ended. */
async function runsAfter(
  problem: CompiledProblem,
  epoch: number,
  { state, runs }: ReplicasOutcome,
  before: ReadonlySet<number>,
  { evaluateTrain, validation, ...control }: TrainRunsOptions,
): Promise<RunEpoch[]> {
  const { train, test } = problem.dataset;
  const result = runs.map((run, r): RunEpoch | undefined => {
    if (before.has(r)) return { kind: "ended" };
    if (run.kind === "trained") return undefined;
    const reason = `the loss was ${run.loss} at step ${run.step} (epoch ${epoch})`;
    return { kind: "diverged", epoch, step: run.step, reason };
  });
  const goesOn = () => result.includes(undefined);
  if (state === undefined || !goesOn()) return result as RunEpoch[];
  const tested = await evaluateReplicas(problem, state, test, control);
  tested.forEach(({ loss }, r) => {
    if (Number.isFinite(loss)) return;
    const reason = `the test loss was ${loss} after epoch ${epoch}`;
    result[r] ??= { kind: "diverged", epoch, step: state.step, reason };
  });
  if (!goesOn()) return result as RunEpoch[];
  const evaluatesTrain = evaluateTrain === "every" || (evaluateTrain === "last" && epoch === problem.recipe.epochs);
  const trained = evaluatesTrain ? await evaluateReplicas(problem, state, train, control) : undefined;
  const validated = validation && (await evaluateReplicas(problem, state, validation, control));
  return runs.map((run, r) => {
    if (run.kind !== "trained") return result[r]!;
    const figures = figuresOf(epoch, run.running, tested[r]!, trained?.[r], validated?.[r]);
    return result[r] ?? { kind: "trained", figures };
  });
}

function figuresOf(
  epoch: number,
  running: Figures,
  tested: Figures,
  trained: Figures | undefined,
  validated: Figures | undefined,
): EpochFigures {
  return {
    epoch,
    trainAccuracy: running.accuracy,
    trainLoss: running.loss,
    ...(trained && { evalTrainAccuracy: trained.accuracy, evalTrainLoss: trained.loss }),
    ...(validated && { validationAccuracy: validated.accuracy, validationLoss: validated.loss }),
    testAccuracy: tested.accuracy,
    testLoss: tested.loss,
  };
}
