/**
 * The same network from starts that theory recommends, measured: what it can do at its best, and
 * which start to recommend.
 */
import { InputError } from "../errors.js";
import { initialWeights, parseInitializer } from "../initializers/index.js";
import type { Weights } from "../initializers/network-access.js";
import type { TensorSpecification } from "../network/parameter.js";
import type { Draw, Reference } from "./judge/evidence.js";
import { median } from "./judge/numbers.js";

/** Methods that are tried, the plainest first. */
export const triedMethods: readonly string[] = [
  "he",
  "glorot-normal",
  "orthogonal",
  "activation-aware",
  "edge-of-chaos",
];

/** A method must be better by so much (in ln of second moments) to go before a plainer one. */
const BETTER = 1;

/**
 * Measures the network from each method, the best first. Methods that do not apply to one of the
 * tensors are left out.
 *
 * @param look measures the network at some weights
 * @param seeds of the draws; none of them is the subject's
 */
export async function drawnReferences(
  parameters: readonly TensorSpecification[],
  look: (weights: Weights) => Promise<Draw>,
  seeds: readonly number[],
): Promise<readonly Reference[]> {
  const heads = parameters.map(({ role }) => role.head === true);
  const references: Reference[] = [];
  for (const method of triedMethods) {
    const draws: Draw[] = [];
    for (const seed of seeds) {
      const weights = drawn(method, parameters, seed);
      if (weights === undefined) break;
      draws.push(await look(weights));
    }
    if (draws.length === seeds.length) references.push({ method, draws });
  }
  const names = new Set(parameters.filter((_, i) => heads[i]).map(({ name }) => name));
  const scored = references.map((reference, place) => ({
    reference,
    score: unevenness(reference, names) + 1e-3 * place,
  }));
  const least = Math.min(...scored.map(({ score }) => score));
  const first = scored.find(({ score }) => score <= least + BETTER);
  const rest = scored.filter((one) => one !== first).sort((a, b) => a.score - b.score);
  return first === undefined ? [] : [first, ...rest].map(({ reference }) => reference);
}

/** The weights of a method; undefined where it does not serve one of the tensors. */
function drawn(method: string, parameters: readonly TensorSpecification[], seed: number): Weights | undefined {
  const { initializer, options } = parseInitializer(method);
  try {
    return initialWeights(initializer, parameters, seed, options);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** By how much second moments of signals and of gradients differ over the hidden layers, in ln. */
function unevenness({ draws }: Reference, heads: ReadonlySet<string>): number {
  const spreads = draws.map(({ layers }) => {
    const hidden = layers.filter(({ kernel }) => !heads.has(kernel));
    return (
      spread(hidden.map(({ after }) => after.secondMoment)) +
      spread(
        hidden.flatMap(({ gradientSecondMoment }) => (gradientSecondMoment === null ? [] : [gradientSecondMoment])),
      )
    );
  });
  return median(spreads);
}

/** ln of the largest over the smallest; infinite where one is 0 or no number. */
function spread(moments: readonly number[]): number {
  if (moments.length === 0) return 0;
  const logs = moments.map(Math.log);
  const range = Math.max(...logs) - Math.min(...logs);
  return Number.isFinite(range) ? range : Number.POSITIVE_INFINITY;
}
