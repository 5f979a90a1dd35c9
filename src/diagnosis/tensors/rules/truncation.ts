/** Truncation that cuts nothing, and truncation that loses variance. */
import type { Finding } from "../../diagnosis.js";
import { threeDigits } from "../candidates.js";
import { fanRecipes, lawAt, rightFans } from "../fan-recipes.js";
import type { IdentifiedTensor } from "../identify.js";
import { type Law, normalFamily, pValueOf, REJECTED_BELOW, stdOf, truncatedFamily } from "../laws.js";
import { fix, type InspectedNetwork, isKernel, listed, namesOf, spreadOf, type TensorRule, verb } from "./rule.js";

/** The largest number over the standard deviation, where the normal is cut at ±2σ. */
const CUT_AT_TWO = 2 / truncatedFamily.std;

/**
 * Bounds that are numbers instead of standard deviations cut nothing at a small σ. The weights are
 * then normal, which alone is no mistake: so the rule speaks where the method is known, or where
 * the network cuts other tensors.
 */
export const ineffectiveTruncation: TensorRule = {
  kind: "ineffective-truncation",
  severity: "warning",
  reads: "the largest number over the standard deviation, where other tensors are cut or the method says so",
  find: (network) => {
    if (network.isTrained) return [];
    const kernels = network.tensors.filter(isKernel);
    const cut = kernels.filter(({ recipe }) => recipe.shape?.startsWith("truncated"));
    const isMethod = network.initializer?.startsWith("pytorch/trunc-normal") === true;
    if (cut.length === 0 && !isMethod) return [];
    const bad = kernels.filter((one) => one.recipe.shape === normalFamily.name && (isMethod || isOfFixedSize(one)));
    return bad.length === 0 ? [] : [withoutEffect(network, bad, cut)];
  },
};

/** Whether no fan is behind the scale. */
const isOfFixedSize = ({ recipe }: IdentifiedTensor): boolean =>
  recipe.methods.some(({ method }) => method.startsWith("pytorch/trunc-normal"));

function withoutEffect(
  network: InspectedNetwork,
  bad: readonly IdentifiedTensor[],
  cut: readonly IdentifiedTensor[],
): Finding {
  const { sample } = bad[0]!;
  const std = spreadOf(bad[0]!);
  const farthest = Math.max(sample.largest, -sample.smallest) / std;
  const other =
    cut.length === 0 ? `${network.initializer} says they are cut` : `${listed(cut)} ${verb(cut, "is", "are")} cut`;
  return {
    kind: "ineffective-truncation",
    severity: "warning",
    ...namesOf(bad),
    measured: farthest,
    expected: CUT_AT_TWO,
    unit: "largest weight / standard deviation",
    text: `${listed(bad)} ${verb(bad, "is", "are")} normal up to ${threeDigits(farthest)}σ with std ${threeDigits(std)}, and ${other}: bounds of ±2 are ${threeDigits(2 / std)}σ there and cut nothing.`,
    cause:
      "PyTorch's trunc_normal_ takes its bounds as numbers: a = −2σ and b = 2σ cut, a = −2 and b = 2 do not (torchtitan#3334).",
    remedy: fix(network, `truncated-normal:std=${threeDigits(std)}`),
  };
}

/** A normal cut at ±2σ without stretching has 0.774 of the variance. */
export const uncorrectedTruncation: TensorRule = {
  kind: "uncorrected-truncation",
  severity: "warning",
  reads: "the scale beside 0.8796 of He's, LeCun's and Glorot's, where the shape is that of a normal cut at ±2σ",
  find: (network) => {
    const all = network.isTrained ? [] : network.tensors.filter(isKernel).flatMap((one) => uncorrected(one) ?? []);
    if (all.length === 0) return [];
    const tensors = all.map(({ one }) => one);
    const [{ title, method, measured, expected }] = all as [Uncorrected];
    return [
      {
        kind: "uncorrected-truncation",
        severity: "warning",
        ...namesOf(tensors),
        measured,
        expected,
        unit: "standard deviation",
        text: `${listed(tensors)}: a normal cut at ±2σ with std ${threeDigits(measured)}, ${threeDigits(measured / expected)} of ${title}'s ${threeDigits(expected)}: each layer loses ${threeDigits(100 * (1 - (measured / expected) ** 2))} % of the signal's second moment.`,
        cause:
          "Truncation takes variance, and nothing stretched the rest (Keras before 2018, TensorFlow.js, flax#4091).",
        remedy: fix(network, method),
      },
    ];
  },
};

interface Uncorrected {
  readonly one: IdentifiedTensor;
  readonly title: string;
  readonly method: string;
  readonly measured: number;
  readonly expected: number;
}

function uncorrected(one: IdentifiedTensor): Uncorrected | undefined {
  const { specification, sample, basis, recipe } = one;
  if (specification.shape.length < 2 || recipe.shape !== truncatedFamily.name) return undefined;
  // A recipe that draws just this is right, unless it is that of a framework with the defect.
  if (basis === "formula" && recipe.methods.some(({ method }) => !/^(keras-2018|tfjs)\//.test(method)))
    return undefined;
  for (const of of fanRecipes) {
    for (const fans of rightFans(specification)) {
      const whole = lawAt(specification, of, "truncated-normal", fans);
      const law: Law = { ...whole, scale: whole.scale * truncatedFamily.std };
      if (pValueOf(sample, law) < REJECTED_BELOW) continue;
      const method = of.methods["truncated-normal"];
      return { one, title: of.title, method, measured: stdOf(law), expected: stdOf(whole) };
    }
  }
  return undefined;
}
