/** Training's state: made of initial weights, put together for several runs and taken apart again. */
import { type ElementType, emptyData, type Shape, sizeOf, type Tensor } from "../graph/tensor.js";
import type { CompiledProblem, TrainingState } from "./training.js";

/** Every parameter's numbers, by name. */
export type Weights = Readonly<Record<string, Float32Array>>;

/**
 * The state before the first step.
 *
 * @param weights every parameter by name; where the problem has replicas, of each run
 * @throws Error naming a missing or wrongly sized one
 */
export function initialState(
  { train, replicas }: Pick<CompiledProblem, "train" | "replicas">,
  weights: Weights | readonly Weights[],
): TrainingState {
  const runs: readonly Weights[] = Array.isArray(weights) ? weights : [weights];
  const count = replicas?.count ?? 1;
  if (runs.length !== count) {
    throw new Error(`initialState: the problem trains ${count} at once, got the weights of ${runs.length}`);
  }
  const stacked = (shape: Shape): Shape => (replicas === undefined ? shape : [count, ...shape]);
  const tensors: Record<string, Tensor> = {};
  for (const { name, shape } of train.graph.parameters) {
    const parts = runs.map((run): Float32Array => {
      const data = run[name];
      if (data?.length === sizeOf(shape)) return data;
      throw new Error(
        `initialState: parameter "${name}" wants ${sizeOf(shape)} numbers [${shape.join(", ")}], got ${data?.length ?? "none"}`,
      );
    });
    tensors[name] = {
      type: "float32",
      shape: stacked(shape),
      data: replicas === undefined ? parts[0]! : joined(parts),
    };
  }
  for (const { name, shape } of train.graph.slots) tensors[name] = filled("float32", stacked(shape), 0);
  for (const { name, shape, initial } of train.graph.states) tensors[name] = filled("float32", stacked(shape), initial);
  return { epoch: 0, step: 0, tensors };
}

/** The state of several runs in one, all at the same step. Their tensors lie in the processor's memory. */
export function stackedStates(states: readonly TrainingState[]): TrainingState {
  const [first] = states;
  const tensors = Object.entries(first!.tensors).map(([name, { type, shape }]): [string, Tensor] => [
    name,
    {
      type,
      shape: [states.length, ...shape],
      data: joined(states.map(({ tensors }) => tensors[name]!.data as Float32Array)),
    },
  ]);
  return { ...first!, tensors: Object.fromEntries(tensors) };
}

/** The states of each run: the way back, by views of the same numbers. @throws Error where there are not so many */
export function separateStates(stacked: TrainingState, count: number): TrainingState[] {
  for (const [name, { shape }] of Object.entries(stacked.tensors)) {
    if (shape[0] !== count) {
      throw new Error(`separateStates: "${name}" [${shape.join(", ")}] is not that of ${count} runs`);
    }
  }
  return Array.from({ length: count }, (_, r) => {
    const tensors = Object.entries(stacked.tensors).map(
      ([
        name,
        {
          type,
          shape: [, ...shape],
          data,
        },
      ]): [string, Tensor] => {
        const size = sizeOf(shape);
        return [name, { type, shape, data: (data as Float32Array).subarray(r * size, (r + 1) * size) }];
      },
    );
    return { ...stacked, tensors: Object.fromEntries(tensors) };
  });
}

/** Refuses a problem with replicas where only one run is meant. */
export function oneRun(asked: string, instead: string, { replicas }: Pick<CompiledProblem, "replicas">): void {
  if (replicas === undefined) return;
  throw new Error(`${asked}: the problem trains ${replicas.count} runs at once; ${instead} gives what each does`);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function filled(type: ElementType, shape: Shape, value: number): Tensor {
  const data = emptyData(type, sizeOf(shape));
  (data as Float32Array).fill(value);
  return { type, shape, data };
}
