/** What a network is made of, without running it. */
import { GraphBuilder } from "../../graph/builder.js";
import { sizeOf } from "../../graph/tensor.js";
import type { OptionDescriptions, PartialOptions } from "../../options.js";
import { buildNetwork } from "../layers/build-network.js";
import type { StateSpecification } from "../layers/layer.js";
import type { TensorSpecification } from "../parameter.js";
import { buildModel, type Model, type ProblemShape } from "./model.js";

/** All tensors of a network. */
export interface ParameterTable {
  /** In the order of a forward pass. */
  readonly parameters: readonly TensorSpecification[];
  /** Running statistics: not trained, and not part of `total`. */
  readonly states: readonly StateSpecification[];
  /** Number of trainable numbers. */
  readonly total: number;
}

/**
 * The parameters of a model on a problem, in order, with their roles.
 *
 * @throws InputError where the model cannot process the samples, or for an illegal option
 * @example
 * import { mnistCnn, parametersOf } from "stepzero";
 *
 * parametersOf(mnistCnn, { input: [1, 28, 28], classes: 10 }).total; // → 1199882
 */
export function parametersOf<Options extends OptionDescriptions>(
  model: Model<Options>,
  problem: ProblemShape,
  options?: PartialOptions<NoInfer<Options>>,
): ParameterTable {
  const g = new GraphBuilder(model.name);
  const x = g.input("x", "float32", [1, ...problem.input]);
  const layers = buildModel<Options>(model, problem, options);
  const network = buildNetwork(g, layers, x, { mode: "evaluate" });
  return {
    parameters: network.parameters.map(({ name, shape, role }) => ({ name, shape, role })),
    states: network.states.map(({ name, shape, initial }) => ({ name, shape, initial })),
    total: network.parameters.reduce((sum, p) => sum + sizeOf(p.shape), 0),
  };
}
