/** A scale for depth on a kernel that does not write the residual stream. */
import type { ResidualPosition } from "../../../network/parameter.js";
import type { Finding } from "../../diagnosis.js";
import { threeDigits } from "../candidates.js";
import { everyDistribution, fanRecipes, lawAt, rightFans } from "../fan-recipes.js";
import type { IdentifiedTensor } from "../identify.js";
import { FEWEST_ELEMENTS } from "../identify.js";
import { pValueOf, REJECTED_BELOW } from "../laws.js";
import { fix, type InspectedNetwork, isKernel, listed, namesOf, spreadOf, type TensorRule, verb } from "./rule.js";

/** Kernels at one place of every block: "the third kernel of the second branch". */
type Place = readonly IdentifiedTensor[];

/** A factor that depends on depth, with L blocks of two branches. */
const depthScales = [
  { words: "1/√(2 L)", of: ({ branches }: ResidualPosition) => 1 / Math.sqrt(branches) },
  { words: "1/√(2 (l + 1))", of: ({ branch }: ResidualPosition) => 1 / Math.sqrt(2 * (Math.floor(branch / 2) + 1)) },
] as const;

/**
 * Depth scaling belongs to the last kernel of a residual branch, whose output is added to the
 * stream. The rule compares the kernels at one place of all blocks with those at other places, and
 * speaks where a place that is not last has the factor in every block.
 */
export const misplacedDepthScale: TensorRule = {
  kind: "misplaced-depth-scale",
  severity: "warning",
  reads: "scales of kernels in residual branches, by place and block, beside 1/√(2L) and 1/√(2(l+1))",
  find: (network) => {
    const places = network.isTrained ? [] : placesIn(network.tensors);
    // Kernels without the factor are the largest.
    const even = places.filter((place) => haveRatio(place, spreadOfAll(place), () => 1));
    const [reference] = even.sort((a, b) => spreadOfAll(b) - spreadOfAll(a));
    if (reference === undefined) return [];
    const base = spreadOfAll(reference);
    return places.flatMap((place) => {
      if (place === reference || place.every(isOfAFan)) return [];
      const scale = depthScales.find(({ of }) => haveRatio(place, base, of) && !haveRatio(place, base, () => 1));
      return scale === undefined ? [] : [findingOf(network, place, { base, reference, words: scale.words })];
    });
  },
};

const spreadOfAll = (place: Place): number =>
  Math.sqrt(place.reduce((sum, one) => sum + spreadOf(one) ** 2, 0) / place.length);

/** The kernels of residual branches that are not last, by their place in the block. */
function placesIn(tensors: readonly IdentifiedTensor[]): Place[] {
  const places = new Map<string, IdentifiedTensor[]>();
  for (const one of tensors) {
    const { residual, projection } = one.specification.role;
    if (!isKernel(one) || residual === undefined || residual.last || one.sample.size < FEWEST_ELEMENTS) continue;
    if (one.basis === "structure" || one.recipe.looksTrained) continue;
    // Two kernels of one layer, as a gate and what it opens, stand in the order of the network.
    const key = `${residual.branch % 2} ${residual.layer} ${projection} ${one.specification.shape.join()}`;
    const before = [...(places.get(key) ?? [])];
    places.set(key, [...before, one]);
  }
  return [...places.values()].flatMap(byTurns);
}

/** As many places as a block has kernels of one key. */
function byTurns(all: readonly IdentifiedTensor[]): Place[] {
  const perBranch = new Map<number, IdentifiedTensor[]>();
  for (const one of all) {
    const { branch } = one.specification.role.residual!;
    perBranch.set(branch, [...(perBranch.get(branch) ?? []), one]);
  }
  const branches = [...perBranch.values()];
  const turns = Math.max(...branches.map((ones) => ones.length));
  return Array.from({ length: turns }, (_, turn) => branches.flatMap((ones) => ones[turn] ?? []));
}

/** Whether all kernels of a place have a factor on the base, within five standard errors. */
function haveRatio(place: Place, base: number, factor: (position: ResidualPosition) => number): boolean {
  return place.every((one) => {
    const expected = base * factor(one.specification.role.residual!);
    return Math.abs(spreadOf(one) / expected - 1) < 5 / Math.sqrt(2 * one.sample.size);
  });
}

/** Whether a formula of the kernel's fans gives its scale. */
function isOfAFan({ specification, sample }: IdentifiedTensor): boolean {
  return rightFans(specification).some((fans) =>
    fanRecipes.some((recipe) =>
      everyDistribution.some(
        (distribution) => pValueOf(sample, lawAt(specification, recipe, distribution, fans)) >= REJECTED_BELOW,
      ),
    ),
  );
}

function findingOf(
  network: InspectedNetwork,
  place: Place,
  { base, reference, words }: { readonly base: number; readonly reference: Place; readonly words: string },
): Finding {
  const measured = spreadOf(place.at(-1)!) / base;
  return {
    kind: "misplaced-depth-scale",
    severity: "warning",
    ...namesOf(place),
    measured,
    expected: 1,
    unit: `of the standard deviation of ${reference[0]!.specification.name}`,
    text: `${listed(place)} ${verb(place, "has", "have")} ${words} of the std ${threeDigits(base)} of ${listed(reference)}, down to ${threeDigits(measured)} of it, and ${verb(place, "does", "do")} not write the residual stream.`,
    cause:
      "Scaling by depth was applied to a kernel inside the branch; it belongs to the branch's last one (torchtitan#3334).",
    remedy: fix(network, "gpt2"),
  };
}
