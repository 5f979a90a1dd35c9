/** Several training steps in one graph: of small networks, what a run of a session costs beside its operators is half of a step. */
import { GraphBuilder } from "../onnx/builder.js";
import type { Graph, Value } from "../onnx/graph.js";
import { names } from "./train-graph.js";

export interface UnrollOptions {
  readonly steps: number;
  /** Inputs that each step takes from the one before: `names.next(name)` among the outputs. */
  readonly state: readonly string[];
  /** Inputs that each step has for itself: `names.inStep(name, k, steps)`. All others are the same for all steps. */
  readonly perStep: readonly string[];
}

/**
 * The graph of so many steps, one after the other. Its outputs are the state after the last one, and the others of each step by
 * `names.inStep`.
 */
export function unrolled(graph: Graph, { steps, state, perStep }: UnrollOptions): Graph {
  const g = new GraphBuilder(graph.name);
  const common = new Map<string, Value>();
  for (const { name, type, shape } of graph.inputs) {
    if (!perStep.includes(name)) common.set(name, g.input(name, type, shape));
  }
  for (let k = 0; k < steps; k++) {
    const renewed = new Map<Value, Value>();
    const inputs = graph.inputs.map((v): [Value, Value] => [
      v,
      common.get(v.name) ?? g.input(names.inStep(v.name, k, steps), v.type, v.shape),
    ]);
    for (const [v, own] of inputs) renewed.set(v, own);
    for (const [v, numbers] of graph.constants) renewed.set(v, g.constant(numbers, v.name));
    for (const { operator, inputs: from, attributes, outputs, layer } of graph.nodes) {
      const made = g.atLayer(layer, () =>
        g.applyAll(
          operator,
          from.map((v) => (v === undefined ? undefined : renewed.get(v)!)),
          attributes,
          { outputs: outputs.length },
        ),
      );
      outputs.forEach((v, i) => {
        renewed.set(v, made[i]!);
      });
    }
    for (const [name, v] of graph.outputs) {
      const source = state.find((input) => names.next(input) === name);
      if (source === undefined) g.output(names.inStep(name, k, steps), renewed.get(v)!);
      else common.set(source, renewed.get(v)!);
    }
  }
  for (const name of state) g.output(names.next(name), common.get(name)!);
  return g.build();
}
