/**
 * The same network from starts that theory recommends, measured: what it can do at its best, and
 * which start to recommend.
 */
import { InputError } from "../errors.js";
import { initialWeights, parseInitializer } from "../initializers/index.js";
import type { Weights } from "../initializers/network-access.js";
import type { TensorRole, TensorSpecification } from "../network/parameter.js";
import type { ReferenceReading } from "./diagnosis.js";
import { chainsOf } from "./judge/chains.js";
import type { Reference } from "./judge/evidence.js";
import { thresholds } from "./judge/thresholds.js";
import { medianOf } from "./measure/median.js";
import type { Measurement } from "./measure/meter.js";

/** Methods that are tried, the plainest first. */
export const triedMethods: readonly string[] = [
  "he",
  "glorot-normal",
  "orthogonal",
  "activation-aware",
  "edge-of-chaos",
];

/**
 * Those that are tried, too, where a network has residual branches and no plain start serves: where
 * one does, they are no measure for others, since branches may well add as much as the stream has.
 */
const methodsOfBranches: readonly string[] = ["gpt2", "fixup"];

/** A method must be better by so much (in ln of second moments) to go before a plainer one. */
const BETTER = 1;

/**
 * Measures the network from each method, the best first: one draw of each, and further ones of the
 * best. Methods that do not apply to one of the tensors are left out.
 *
 * @param look measures the network at some weights
 * @param seeds of the draws; none of them is the subject's
 */
export async function drawnReferences(
  parameters: readonly TensorSpecification[],
  look: (weights: Weights) => Promise<Measurement>,
  seeds: readonly number[],
): Promise<readonly Reference[]> {
  const roles = new Map(parameters.map(({ name, role }) => [name, role]));
  const hasBranches = parameters.some(({ role }) => role.residual !== undefined);
  const [first, ...others] = seeds;
  const tried: { readonly method: string; readonly draw: Measurement; readonly score: number }[] = [];
  const measure = async (methods: readonly string[]): Promise<void> => {
    for (const method of methods) {
      const weights = first === undefined ? undefined : drawn(method, parameters, first);
      if (weights === undefined) continue;
      const draw = await look(weights);
      tried.push({ method, draw, score: unevenness(draw, roles) });
    }
  };
  await measure(triedMethods);
  const serving = tried.filter(({ score }) => score < thresholds.drift);
  if (serving.length === 0 && hasBranches) await measure(methodsOfBranches);
  const measures = serving.length === 0 ? tried : serving;
  const least = Math.min(...measures.map(({ score }) => score));
  const best = measures.find(({ score }) => score <= least + BETTER) ?? measures[0];
  if (best === undefined) return [];
  const draws = [best.draw];
  for (const seed of others) draws.push(await look(drawn(best.method, parameters, seed)!));
  const rest = tried.filter((one) => one !== best).sort((a, b) => a.score - b.score);
  return [{ method: best.method, draws }, ...rest.map(({ method, draw }) => ({ method, draws: [draw] }))];
}

/** The medians of a reference's draws, layer by layer. */
export function referenceReading({ method, draws }: Reference): ReferenceReading {
  const layers = medianOf(draws).layers.map(({ name, after, gradientSecondMoment }) => ({
    name,
    secondMoment: after.secondMoment,
    gradientSecondMoment,
  }));
  return { method, draws: draws.length, layers };
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

/**
 * By how much second moments of signals and of gradients differ among layers that can be compared,
 * in ln. Branches that end in a kernel of zeros have no gradient inside, and return none; where
 * little else is left, nothing can be compared with them.
 */
function unevenness({ layers }: Measurement, roles: ReadonlyMap<string, TensorRole>): number {
  const roleOf = ({ kernel }: { readonly kernel: string }) => roles.get(kernel)!;
  const endsInZeros = new Set(
    layers.flatMap((layer) => {
      const { residual } = roleOf(layer);
      return residual?.last === true && layer.weights.rms === 0 ? [residual.branch] : [];
    }),
  );
  const isSilent = (layer: Measurement["layers"][number], at: "end" | "inside"): boolean => {
    const { residual } = roleOf(layer);
    return residual !== undefined && endsInZeros.has(residual.branch) && residual.last === (at === "end");
  };
  const chains = chainsOf(layers, roleOf).map((chain) => chain.layers);
  const signals = chains.map((chain) => chain.filter((layer) => !isSilent(layer, "end")));
  if (2 * signals.flat().length < chains.flat().length) return Number.POSITIVE_INFINITY;
  const slopes = chains.map((chain) =>
    chain.flatMap((layer) =>
      layer.gradientSecondMoment === null || isSilent(layer, "inside") ? [] : [layer.gradientSecondMoment],
    ),
  );
  const most = (of: readonly (readonly number[])[]) => Math.max(0, ...of.map(spread));
  return most(signals.map((chain) => chain.map(({ after }) => after.secondMoment))) + most(slopes);
}

/** ln of the largest over the smallest; infinite where one is 0 or no number. */
function spread(moments: readonly number[]): number {
  if (moments.length === 0) return 0;
  const logs = moments.map(Math.log);
  const range = Math.max(...logs) - Math.min(...logs);
  return Number.isFinite(range) ? range : Number.POSITIVE_INFINITY;
}
