/** Kernels that fit a recipe exactly, with a fan that is not theirs. */
import { frameworkMethods, kerasDefault, pytorchDefault } from "../../../initializers/index.js";
import type { Finding } from "../../diagnosis.js";
import { candidates, threeDigits } from "../candidates.js";
import {
  everyDistribution,
  type FanMistake,
  type FanRecipe,
  fanMistakes,
  fanRecipes,
  lawAt,
  rightFans,
} from "../fan-recipes.js";
import type { IdentifiedTensor } from "../identify.js";
import { type Law, pValueOf, REJECTED_BELOW, stdOf } from "../laws.js";
import { fix, type InspectedNetwork, isKernel, listed, mend, namesOf, type TensorRule } from "./rule.js";

/** A wrong fan is off by a factor: fewer elements than for a whole recipe will do. */
const FEWEST_ELEMENTS = 200;
/** A right recipe must be rejected as clearly as this before a wrong one is named. */
const CLEARLY = 1e-4;
/** From this factor on the mean square, the signal is worse off than from He to LeCun. */
const GRAVE = 2.1;

/** The fan that a kernel was drawn with, and what it should have been. */
interface WrongFan {
  readonly one: IdentifiedTensor;
  readonly mistake: FanMistake;
  readonly recipe: FanRecipe;
  readonly method: string;
  readonly measured: number;
  readonly expected: number;
  readonly law: Law;
}

/**
 * The same mistake in a kernel like most others that have it: its own test misses it once in a
 * hundred kernels.
 */
function peerOf(
  one: IdentifiedTensor,
  wrong: readonly WrongFan[],
  kernels: readonly IdentifiedTensor[],
): WrongFan | undefined {
  const key = likeness(one);
  const peers = kernels.filter((other) => likeness(other) === key);
  const alike = wrong.filter((other) => likeness(other.one) === key);
  const [first] = alike;
  if (first === undefined || 2 * alike.length < peers.length || one.basis === "structure") return undefined;
  return pValueOf(one.sample, first.law) >= REJECTED_BELOW / peers.length ? { ...first, one } : undefined;
}

/** What kernels of one mistake have in common. */
function likeness({ specification: { shape, role } }: IdentifiedTensor): string {
  const { operation, groups, fused, stride, projection } = role;
  return `${shape.join()} ${JSON.stringify({ operation, groups, fused, stride, projection })}`;
}

/** Depthwise, grouped, transposed and fused kernels. */
export const wrongFan: TensorRule = {
  kind: "wrong-fan",
  severity: "error",
  reads: "the scale beside those of He, LeCun and Glorot at the true fans and at mistaken ones",
  find: (network) => {
    const kernels = network.isTrained ? [] : network.tensors.filter(isKernel);
    const alone = kernels.flatMap((one) => wrongFanOf(one) ?? []);
    const wrong = kernels.flatMap(
      (one) => alone.find((other) => other.one === one) ?? peerOf(one, alone, kernels) ?? [],
    );
    const byCause = new Map<string, WrongFan[]>();
    for (const one of wrong) {
      const key = `${one.mistake.cause} ${one.recipe.title}`;
      byCause.set(key, [...(byCause.get(key) ?? []), one]);
    }
    return [...byCause.values()].map((all) => findingOf(network, all));
  },
};

function wrongFanOf(one: IdentifiedTensor): WrongFan | undefined {
  const { specification, sample, recipe } = one;
  if (sample.size < FEWEST_ELEMENTS || specification.shape.length < 2 || isRight(one)) return undefined;
  if (recipe.looksTrained || one.basis === "structure" || sample.notFinite > 0) return undefined;
  const right = rightFans(specification);
  for (const of of fanRecipes.filter(({ mode }) => mode !== "fanOut" || !isTransposed(one))) {
    for (const distribution of everyDistribution) {
      const isTheirs = (fans: FanMistake["fans"], p: number) =>
        pValueOf(sample, lawAt(specification, of, distribution, fans)) >= p;
      if (right.some((fans) => isTheirs(fans, CLEARLY))) return undefined;
    }
  }
  for (const mistake of fanMistakes(specification)) {
    for (const of of mistake.recipes) {
      for (const distribution of everyDistribution) {
        const law = lawAt(specification, of, distribution, mistake.fans);
        if (pValueOf(sample, law) < REJECTED_BELOW) continue;
        // The one in use is by which the mistake shows: without strides, as everybody counts.
        const expected = stdOf(lawAt(specification, of, distribution, right.at(-1)!));
        return { one, mistake, recipe: of, method: of.methods[distribution], measured: stdOf(law), expected, law };
      }
    }
  }
  return undefined;
}

const ofFrameworks: ReadonlySet<string> = new Set([...frameworkMethods, kerasDefault].map(({ name }) => name));

/**
 * The fanOut of a transposed convolution is what frameworks take for its fanIn: a scale by it tells
 * of the mistake, not of a choice.
 */
const isTransposed = ({ specification: { role } }: IdentifiedTensor): boolean =>
  role.operation === "transposed-convolution";

/**
 * Whether a method with the true fans, or none, draws such numbers. Those of frameworks have the
 * frameworks' fans, but PyTorch's default is found by its own rule.
 */
function isRight(one: IdentifiedTensor): boolean {
  const { basis, recipe, specification, sample } = one;
  const isTrue = (method: string) =>
    method === pytorchDefault.name ||
    !(ofFrameworks.has(method) || (isTransposed(one) && method.includes("mode=fanOut")));
  if (basis === "formula") return recipe.methods.some(({ method }) => isTrue(method));
  // Too small for a recipe, but any that could be right clears it.
  return candidates(specification, [specification], "plain").some(
    ({ method, law }) => isTrue(method) && pValueOf(sample, law) >= REJECTED_BELOW,
  );
}

function findingOf(network: InspectedNetwork, all: readonly WrongFan[]): Finding {
  const [{ mistake, recipe, measured, expected, method }] = all as readonly [WrongFan];
  const tensors = all.map(({ one }) => one);
  const factor = expected / measured;
  const off = factor > 1 ? `${threeDigits(factor)} times too small` : `${threeDigits(1 / factor)} times too large`;
  // What normalization stands behind gets its scale back; only the size of updates is off.
  const hasNorms = network.tensors.some(({ specification }) => specification.role.kind === "norm-scale");
  const isGrave = !hasNorms && Math.max(factor, 1 / factor) ** 2 > GRAVE;
  return {
    kind: "wrong-fan",
    severity: isGrave ? "error" : "warning",
    ...namesOf(tensors),
    measured,
    expected,
    unit: "standard deviation",
    text: `${listed(tensors)}: std ${threeDigits(measured)} is ${recipe.title}'s with ${mistake.words}; with the true fans it is ${threeDigits(expected)}, so the weights are ${off}${hasNorms ? ", but normalization keeps the signal" : ""}.`,
    cause: mistake.cause,
    remedy: network.initializer === undefined ? mend(network) : fix(network, method),
  };
}
