/** Several training steps in one graph: of small networks, what a run of a session costs beside its operators is up to a third of a step. */
import { GraphBuilder } from "../../builder.js";
import type { Graph, Value } from "../../graph.js";

export interface UnrollOptions {
  readonly steps: number;
  /** Inputs that each step has for itself, by the name `inStep`. All others are the same for all steps, or successors. */
  readonly perStep: readonly string[];
}

/** What an input or an output of one step is called for the k-th of several (from 0). */
export const inStep = (name: string, k: number): string => `${name}@${k}`;

/**
 * The graph of so many steps, one after the other. It comes last, after all lowering, so that each step has the operators, and gives the
 * bits, that it has alone.
 *
 * @param successors by an input's name, the output that becomes it in the next step; of these outputs the last step's remain, of all
 * others each step's, by the name `inStep`
 */
export function unrolled(
  graph: Graph,
  { steps, perStep }: UnrollOptions,
  successors: ReadonlyMap<string, string>,
): Graph {
  const g = new GraphBuilder(graph.name);
  const returned = new Set(successors.values());
  /** What a step takes that is not its own. */
  const common = new Map<string, Value>();
  for (const { name, type, shape } of graph.inputs) {
    if (!perStep.includes(name)) common.set(name, g.input(name, type, shape));
  }
  const constants = [...graph.constants].map(([v, numbers]) => [v, g.constant(numbers, v.name)] as const);
  for (let k = 0; k < steps; k++) {
    const renewed = new Map<Value, Value>(constants);
    for (const v of graph.inputs) {
      renewed.set(v, common.get(v.name) ?? g.input(inStep(v.name, k), v.type, v.shape));
    }
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
      if (!returned.has(name)) g.output(inStep(name, k), renewed.get(v)!);
    }
    for (const [name, next] of successors) common.set(name, renewed.get(graph.outputs.get(next)!)!);
  }
  for (const [name, next] of successors) g.output(next, common.get(name)!);
  return g.build();
}
