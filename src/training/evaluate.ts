/** Loss and accuracy of a split in evaluation mode: dropout off, batch norm by its running statistics. */
import type { Split } from "../data/dataset.js";
import { sizeOf, type Tensor } from "../graph/tensor.js";
import { filled, oneRun } from "./state.js";
import { names } from "./train-graph.js";
import type { CompiledProblem, Figures, TrainingState } from "./training.js";

/** Every sample counts once. @throws Error where the problem trains several runs at once */
export async function evaluate(
  problem: CompiledProblem,
  state: TrainingState,
  split: Split,
  signal?: AbortSignal,
): Promise<Figures> {
  oneRun("evaluate", "evaluateReplicas", problem);
  const [figures] = await evaluateReplicas(problem, state, split, signal);
  return figures!;
}

/** The figures of each run of a problem with replicas; of the one run of any other. */
export async function evaluateReplicas(
  problem: CompiledProblem,
  state: TrainingState,
  split: Split,
  signal?: AbortSignal,
): Promise<Figures[]> {
  const { session, batch } = problem.evaluate;
  const size = sizeOf(problem.dataset.shape);
  const { inputs, labels } = split.count < batch ? filledUp(split, batch) : split;
  const indices: Tensor = { type: "int32", shape: [batch], data: Int32Array.from({ length: batch }, (_, i) => i) };
  const all = filled("float32", [batch], 1);
  const runs = Array.from({ length: problem.replicas?.count ?? 1 }, () => ({ loss: 0, right: 0 }));
  for (let from = 0; from < split.count; from += batch) {
    signal?.throwIfAborted();
    // The last batch reaches back over rows already counted; those weigh nothing.
    const start = Math.max(0, Math.min(from, split.count - batch));
    const weights =
      start === from && split.count >= batch
        ? all
        : {
            ...all,
            data: Float32Array.from({ length: batch }, (_, i) =>
              start + i < from || start + i >= split.count ? 0 : 1,
            ),
          };
    const outputs = await session.run({
      ...state.tensors,
      [names.data]: {
        type: inputs instanceof Uint8Array ? "uint8" : "float32",
        shape: [batch, ...problem.dataset.shape],
        data: inputs.subarray(start * size, (start + batch) * size),
      },
      [names.labels]: { type: "int32", shape: [batch], data: labels.subarray(start, start + batch) },
      [names.indices]: indices,
      [names.weights]: weights,
    });
    runs.forEach((run, r) => {
      run.loss += Number(outputs[names.loss]!.data[r]);
      run.right += Number(outputs[names.correct]!.data[r]);
    });
  }
  return runs.map(({ loss, right }) => ({ accuracy: right / split.count, loss: loss / split.count }));
}

/** A split of fewer rows than a batch, filled up with zeros that weigh nothing. */
function filledUp({ inputs, labels, count }: Split, rows: number): Split {
  const size = inputs.length / count;
  const more = inputs instanceof Uint8Array ? new Uint8Array(rows * size) : new Float32Array(rows * size);
  const filledLabels = new Int32Array(rows);
  more.set(inputs);
  filledLabels.set(labels);
  return { inputs: more, labels: filledLabels, count: rows };
}
