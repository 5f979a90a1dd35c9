/** Training with a look at the weights between steps. */
import type { Tensors } from "../runtime/runtime.js";
import { epochInputs, runsOfEpoch } from "./epoch-inputs.js";
import type { RunStreams } from "./run-streams.js";
import { oneRun } from "./state.js";
import { names } from "./train-graph.js";
import type { CompiledProblem, TrainingState } from "./training.js";

/** What a step left behind. */
export interface StepTaken {
  /** Steps made so far, from 1. */
  readonly step: number;
  /** Mean loss of the step's batch, before its update. */
  readonly loss: number;
  /** Parameters and running statistics after it, in the processor's memory. */
  readonly tensors: Tensors;
}

/**
 * The steps of a training, one by one, over as many epochs as the caller takes steps of. They are
 * those of `trainEpoch`, bit for bit on one kind of processor.
 *
 * @param problem compiled with `stepsAtOnce: 1`, without replicas
 */
export async function* stepByStep(
  problem: CompiledProblem,
  start: TrainingState,
  streams: RunStreams,
): AsyncGenerator<StepTaken, void, undefined> {
  oneRun("stepByStep", "trainReplicas", problem);
  const { memory } = problem;
  let { tensors, step } = start;
  for (let epoch = start.epoch; ; epoch++) {
    const inputsOf = epochInputs(problem, epoch, [streams]);
    for (const { compiled, from } of runsOfEpoch(problem)) {
      const { inputs, rows } = inputsOf(compiled, from, step, tensors);
      const outputs = await compiled.session.run(inputs);
      const next = Object.fromEntries(Object.keys(tensors).map((name) => [name, outputs[names.next(name)]!]));
      if (tensors !== start.tensors) memory?.free(tensors);
      tensors = next;
      step++;
      const loss = { [names.loss]: outputs[names.loss]! };
      const read = (await memory?.read({ ...tensors, ...loss })) ?? { ...tensors, ...loss };
      yield { step, loss: Number(read[names.loss]!.data[0]) / rows[0]!, tensors: read };
    }
  }
}
