/** Methods that a race begins without: each with a reason that no run is needed for. */
import { InputError } from "../../errors.js";
import { sizeOf } from "../../graph/tensor.js";
import { type AnyInitializer, initialWeights, isDataDriven } from "../../initializers/index.js";
import { buildModel } from "../../network/models/index.js";
import { misfitsOf } from "./misfits.js";
import type { NonStarter, Problem, Study } from "./study.js";
import { type SymmetricStart, symmetricStart, type TrainedNetwork, trainedNetwork } from "./symmetric-start.js";
import { initializerOf, modelOf, type UserModules } from "./user-modules.js";

/** The most numbers that are drawn to prove one method's weights symmetric: about a second. */
const DRAWN = 2 ** 24;

/** The fewest methods of a race. */
export const FEWEST_RACERS = 2;

/** Why a method with such weights does not race. */
const reasons: Readonly<Record<SymmetricStart, string>> = {
  "no signal":
    "its weights let no signal through: every sample gets the same answer, and all gradients but those of the last bias are 0",
  "one unit":
    "all units of each hidden layer start equal and get equal gradients: the network stays one unit wide per hidden layer",
};

/**
 * The methods that do not race on a problem: those that do not fit, and those whose weights are
 * symmetric for every seed (`symmetricStart`). No test is spent on them. Where fewer than two
 * others would race, the symmetric ones do.
 *
 * @throws InputError where fewer than two methods fit
 */
export function nonStartersOf(study: Study, problem: Problem, users: UserModules): NonStarter[] {
  const misfits = new Map(misfitsOf(study, problem, users));
  const fit = study.methods.filter(({ label }) => !misfits.has(label));
  const [first] = misfits.values();
  if (fit.length < FEWEST_RACERS && first !== undefined) throw first;
  // Of the network of a trainer stepzero has the tensors, not what is done with them.
  const network = study.trainer === undefined ? networkOf(study, problem, users) : undefined;
  const symmetric = fit.flatMap(({ label, initializer: choice }): [string, string][] => {
    const proof = network && proofOf(initializerOf(choice, users), choice.options, network, study);
    return proof === undefined ? [] : [[label, reasons[proof]]];
  });
  const leave = fit.length - symmetric.length < FEWEST_RACERS ? [] : symmetric;
  return [
    ...[...misfits].map(
      ([method, { message }]) => [method, `it${message.slice(method.length).replace(/\.$/, "")}`] as const,
    ),
    ...leave,
  ].map(([method, reason]) => ({ ...problem, method, reason }));
}

function networkOf({ models, data }: Study, problem: Problem, users: UserModules): TrainedNetwork {
  const choice = models.find(({ label }) => label === problem.model)!;
  const { shape, classes } = data.find(({ name }) => name === problem.data)!;
  return trainedNetwork(buildModel(modelOf(choice, users), { input: shape, classes }, choice.options), shape);
}

/** What the weights of every seed prove; undefined where one proves nothing. */
function proofOf(
  initializer: AnyInitializer,
  options: Readonly<Record<string, number | string>>,
  network: TrainedNetwork,
  { seeds }: Study,
): SymmetricStart | undefined {
  if (isDataDriven(initializer)) return undefined;
  const numbers = network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (numbers * seeds.length > DRAWN) return undefined;
  const proofs = new Set<SymmetricStart | undefined>();
  try {
    for (const seed of seeds) {
      proofs.add(symmetricStart(network, initialWeights(initializer, network.parameters, seed, options)));
      if (proofs.has(undefined)) return undefined;
    }
  } catch (error) {
    // Its runs will say it.
    if (error instanceof InputError) return undefined;
    throw error;
  }
  return proofs.size === 1 ? [...proofs][0] : "one unit";
}
