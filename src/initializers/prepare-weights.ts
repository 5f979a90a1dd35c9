/** All of a network's initial numbers by a method that looks at data, and what they cost. */

import type { TensorSpecification } from "../network/parameter.js";
import { checkNames, checkNumbers } from "./initial-weights.js";
import type { DataDrivenInitializer, InitializerOptions } from "./initializer.js";
import type { InitializableNetwork, Passes } from "./network.js";
import { completeInitializerOptions } from "./options.js";

export interface PreparedWeights {
  readonly weights: Record<string, Float32Array>;
  /** Batch passes made. */
  readonly cost: Passes;
  readonly notes: readonly string[];
}

/**
 * Each tensor's initial numbers by its name, row-major; the same seed gives the same bits on one kind of machine.
 *
 * @throws InputError for options that are not legal, a network the method cannot serve, or (of a user's own method) too few
 * numbers or some that are not finite
 * @example
 * const networks = initializableNetworks(runtime, dataset, layers, recipe.loss, recipe.batch);
 * const { weights, cost } = await prepareWeights(lsuv, networks.of(seed), problem.parameters, seed);
 */
export async function prepareWeights(
  method: DataDrivenInitializer,
  network: InitializableNetwork,
  tensors: readonly TensorSpecification[],
  seed: number,
  options: InitializerOptions = {},
): Promise<PreparedWeights> {
  const complete = completeInitializerOptions(method, options);
  checkNames(tensors);
  const { counted, cost } = counting(network);
  const plain = tensors.map(({ name, shape, role }) => ({ name, shape, role }));
  const prepared = await method.prepare(counted, plain, seed, complete);
  const weights: Record<string, Float32Array> = {};
  for (const tensor of plain) weights[tensor.name] = checkNumbers(method, tensor, prepared.weights[tensor.name]);
  return { weights, cost, notes: prepared.notes ?? [] };
}

/** The network, counting its passes: no method can misstate its cost. */
function counting(network: InitializableNetwork): { counted: InitializableNetwork; cost: Passes } {
  const cost = { forward: 0, backward: 0 };
  const add = ({ forward, backward }: Passes) => {
    cost.forward += forward;
    cost.backward += backward;
  };
  const counted: InitializableNetwork = {
    ...network,
    statistics: (weights, batch) => {
      add({ forward: 1, backward: 0 });
      return network.statistics(weights, batch);
    },
    logitGradients: (weights, batch, seeds) => {
      add({ forward: 1, backward: 1 });
      return network.logitGradients(weights, batch, seeds);
    },
    compileObjective: async (rows, build) => {
      const objective = await network.compileObjective(rows, build);
      return {
        ...objective,
        evaluate: (weights, scales, batches) => {
          add(objective.passes);
          return objective.evaluate(weights, scales, batches);
        },
      };
    },
  };
  return { counted, cost };
}
