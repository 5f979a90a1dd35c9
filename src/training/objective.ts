/**
 * Objectives of learned initializers: scalar functions of the parameters, with slopes by a scale of
 * each tensor.
 */
import { GraphBuilder } from "../graph/builder.js";
import { compiledSession } from "../graph/compiler/compile.js";
import { mul, reduceMean } from "../graph/expressions.js";
import { gradients } from "../graph/gradients/gradients.js";
import type { Graph, Value } from "../graph/graph.js";
import { type Shape, type Tensor, tensor } from "../graph/tensor.js";
import type { Batch, Objective, ObjectiveContext, Passes } from "../initializers/network-access.js";
import type { NetworkGraph } from "../network/layers/layer.js";
import type { Runtime } from "../runtime/runtime.js";
import { lossPerSample, oneHot } from "./loss.js";
import { stateTensors, weightTensors } from "./network-tensors.js";
import type { TrainingRecipe } from "./training-recipe.js";

/** Builds the network; its parameters are inputs, or values by name. */
export type Build = (g: GraphBuilder, x: Value, parameterInputs?: ReadonlyMap<string, Value>) => NetworkGraph;

/** The batches of an objective, and its loss. */
export interface ObjectiveData {
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  readonly classes: number;
  readonly loss: TrainingRecipe["loss"];
  /** Rows of each batch. */
  readonly rows: number;
}

const dataInput = (batch: number) => `data:${batch}`;
const labelsInput = (batch: number) => `labels:${batch}`;
const scaleInput = (name: string) => `${name}:scale`;
const slopeOutput = (name: string) => `${name}:slope`;

/** The graph of an objective with its slopes by scale, and the passes that one run of it makes. */
export function objectiveGraph(
  plan: Pick<NetworkGraph, "parameters">,
  build: Build,
  { shape, classes, loss, rows }: ObjectiveData,
  objective: (context: ObjectiveContext) => Value,
): { readonly graph: Graph; readonly passes: Passes } {
  const g = new GraphBuilder("objective");
  const scales = plan.parameters.map(({ name }) => g.input(scaleInput(name), "float32", []));
  const parameters = plan.parameters.map(({ name, shape: size }, i) =>
    mul(g, g.input(name, "float32", size), scales[i]!),
  );
  // All forward passes share the states that the first one declares.
  const stateValues = new Map<string, Value>();
  const batches = new Map<number, { readonly x: Value; readonly target: Value }>();
  const passes = { forward: 0, backward: 0 };
  const batchOf = (index: number) => {
    const declared = batches.get(index);
    if (declared !== undefined) return declared;
    const x = g.input(dataInput(index), "float32", [rows, ...shape]);
    const batch = { x, target: oneHot(g, g.input(labelsInput(index), "int32", [rows]), classes) };
    batches.set(index, batch);
    return batch;
  };
  const differentiate: ObjectiveContext["gradients"] = (outputs, wrt) => {
    passes.backward++;
    return gradients(g, outputs, wrt);
  };
  const value = objective({
    g,
    parameters,
    loss: (values, index) => {
      passes.forward++;
      const { x, target } = batchOf(index);
      const inputs = new Map([...stateValues, ...plan.parameters.map(({ name }, i) => [name, values[i]!] as const)]);
      const { logits, states } = build(g, x, inputs);
      for (const state of states) stateValues.set(state.name, state.value);
      return reduceMean(g, lossPerSample(g, loss, logits, target), [0], false);
    },
    gradients: differentiate,
  });
  const slopes = differentiate([value], scales);
  g.output("objective", value);
  plan.parameters.forEach(({ name }, i) => {
    g.output(slopeOutput(name), slopes[i]!);
  });
  return { graph: g.build(), passes };
}

/**
 * Loads an objective into a runtime.
 *
 * @throws InputError where the network has an operator without a derivative
 */
export async function loadObjective(
  runtime: Runtime,
  plan: NetworkGraph,
  build: Build,
  data: ObjectiveData,
  objective: (context: ObjectiveContext) => Value,
): Promise<Objective> {
  const { graph, passes } = objectiveGraph(plan, build, data, objective);
  const session = await compiledSession(graph, runtime);
  return {
    passes,
    evaluate: async (weights, scales, batches) => {
      const inputs: Record<string, Tensor> = { ...weightTensors(plan, weights), ...stateTensors(plan) };
      for (const { name } of plan.parameters) inputs[scaleInput(name)] = tensor("float32", [], [scales[name] ?? 1]);
      batches.forEach((batch, i) => {
        Object.assign(inputs, batchTensors(batch, data.shape, i));
      });
      const outputs = await session.run(inputs);
      const number = (name: string) => Number(outputs[name]!.data[0]);
      return {
        value: number("objective"),
        slopes: Object.fromEntries(plan.parameters.map(({ name }) => [name, number(slopeOutput(name))])),
      };
    },
    release: () => session.release(),
  };
}

function batchTensors({ inputs, labels, rows }: Batch, shape: Shape, index: number): Record<string, Tensor> {
  return {
    [dataInput(index)]: { type: "float32", shape: [rows, ...shape], data: inputs },
    [labelsInput(index)]: { type: "int32", shape: [rows], data: labels },
  };
}
