/** Which methods theory names for a network, and which it excludes. Pure. */
import { InputError } from "../errors.js";
import { checkFits } from "../initializers/fits.js";
import { allInitializers, formatChoice, isDataDriven, parseInitializer } from "../initializers/index.js";
import type { TensorSpecification } from "../network/parameter.js";
import type { Exclusion } from "./recommendation.js";
import { findScalarActivation } from "./scalar-activation.js";

/** A method, and why theory names it. */
export interface Named {
  /** As `--init` takes it. */
  readonly method: string;
  readonly reason: string;
}

/** What theory says of a network. */
export interface Shortlist {
  /** What was read in the network, a phrase each. */
  readonly facts: readonly string[];
  /** The one that theory prefers and people use most first. */
  readonly candidates: readonly Named[];
  readonly excluded: readonly Exclusion[];
}

/** What a network is made of, as far as the choice of a method depends on it. */
interface Anatomy {
  /** The activation behind most hidden kernels; "linear" where none follows. */
  readonly activation: string;
  readonly hidden: number;
  readonly branches: number;
  readonly hasAttention: boolean;
  readonly norm: "none" | "pre" | "other";
}

function anatomyOf(parameters: readonly TensorSpecification[]): Anatomy {
  const kernels = parameters.filter(({ role }) => role.kind === "kernel" && role.head !== true);
  const counts = new Map<string, number>();
  for (const { role } of kernels) {
    const name = role.activation ?? "linear";
    if (name !== "linear") counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [activation = "linear"] = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const norms = parameters.filter(({ role }) => role.kind === "norm-scale");
  const opensBranch = parameters.find(({ role }) => role.residual !== undefined)?.role.kind === "norm-scale";
  return {
    activation,
    hidden: kernels.length,
    branches: parameters.find(({ role }) => role.residual !== undefined)?.role.residual?.branches ?? 0,
    hasAttention: parameters.some(({ role }) => role.projection !== undefined),
    norm: norms.length === 0 ? "none" : opensBranch ? "pre" : "other",
  };
}

const reluLike = new Set(["relu", "leaky-relu", "prelu", "relu6"]);
const tanhLike = new Set(["tanh", "sigmoid", "softsign", "hard-tanh", "hard-sigmoid", "atan", "erf"]);

/**
 * Names methods by activation, residual branches, attention and normalization; tries each on the
 * network's tensors, and excludes those that do not fit.
 *
 * @param parameters in the order of the forward pass
 */
export function shortlist(parameters: readonly TensorSpecification[]): Shortlist {
  const anatomy = anatomyOf(parameters);
  const names = new Set<string>();
  const excluded: Exclusion[] = [];
  const candidates = [...byArchitecture(anatomy), ...byActivation(anatomy), ...usual]
    .map(inFull)
    .filter(({ method }) => {
      if (names.has(method)) return false;
      names.add(method);
      const reason = misfit(method, parameters);
      if (reason !== undefined) excluded.push({ method, reason });
      return reason === undefined;
    });
  return { facts: factsOf(anatomy), candidates, excluded: [...excluded, ...outOfQuestion(parameters, names, anatomy)] };
}

/** As a study writes the method, so that names can be compared. */
function inFull({ method, reason }: Named): Named {
  const { initializer, options } = parseInitializer(method);
  return { method: formatChoice(initializer, options), reason };
}

function factsOf({ activation, hidden, branches, hasAttention, norm }: Anatomy): string[] {
  return [
    `${hidden} hidden ${hidden === 1 ? "kernel" : "kernels"}`,
    activation === "linear" ? "no activation" : activation,
    ...(branches > 0 ? [`${branches} residual ${branches === 1 ? "branch" : "branches"}`] : []),
    ...(hasAttention ? ["attention"] : []),
    { none: "no normalization", pre: "a normalization before each branch", other: "normalization" }[norm],
  ];
}

function byArchitecture({ hasAttention, branches, norm }: Anatomy): Named[] {
  return [
    ...(hasAttention && norm === "pre"
      ? [
          {
            method: "gpt2",
            reason: "small noise of one size, and residual ends divided by √branches: pre-norm transformers",
          },
        ]
      : []),
    ...(hasAttention && norm === "other"
      ? [{ method: "deepnorm", reason: "made for transformers whose normalization stands behind the sum" }]
      : []),
    ...(branches > 0 && norm === "other" && !hasAttention
      ? [
          {
            method: "zero-gamma",
            reason: "each branch ends in a normalization that starts at 0: blocks begin as shortcuts",
          },
        ]
      : []),
    ...(branches > 0 && norm === "none"
      ? [{ method: "fixup", reason: "made for residual branches without normalization" }]
      : []),
  ];
}

function byActivation({ activation }: Anatomy): Named[] {
  const aware = { method: "activation-aware", reason: `the gain at which E φ² stays 1 through ${activation}` };
  const orthogonal = (gain: number | undefined, why: string): Named => ({
    method: gain === undefined ? "orthogonal" : `orthogonal:gain=${Number(gain.toPrecision(4))}`,
    reason: why,
  });
  if (activation === "linear") {
    return [{ method: "glorot-uniform", reason: "no activation follows: size is all that matters" }];
  }
  if (reluLike.has(activation)) {
    return [
      { method: "he", reason: `Var W = 2 / fanIn keeps the second moment through ${activation}` },
      { method: "he-uniform", reason: "the same variance, bounded" },
      orthogonal(Math.SQRT2, "gain √2, and every length kept through square layers"),
      aware,
    ];
  }
  if (activation === "selu") {
    return [
      { method: "lecun-normal", reason: "SELU's fixed point needs Var W = 1 / fanIn" },
      { method: "lecun-uniform", reason: "the same variance, bounded" },
      orthogonal(undefined, "gain 1, and every length kept through square layers"),
    ];
  }
  if (tanhLike.has(activation)) {
    return [
      { method: "glorot-uniform", reason: `made for activations that are linear around 0, as ${activation} nearly is` },
      { method: "glorot-normal", reason: "the same variance, normal" },
      ...(activation === "tanh"
        ? [{ method: "variance-scaling:scale=2.778,distribution=normal", reason: "PyTorch's gain 5/3 for tanh" }]
        : []),
      aware,
      orthogonal(undefined, "gain 1, and every length kept through square layers"),
    ];
  }
  const gain = findScalarActivation(activation);
  return [
    { method: "he", reason: `the usual start for ${activation}, whose gain is near √2` },
    aware,
    orthogonal(gain, "the same gain, and every length kept through square layers"),
  ];
}

/** What people have without a choice. */
const usual: readonly Named[] = [
  { method: "glorot-uniform", reason: "Keras's default" },
  { method: "lecun-normal", reason: "Flax's default" },
  { method: "pytorch-default", reason: "PyTorch's default" },
];

/** Why a method does not fit; undefined where it does. */
function misfit(method: string, parameters: readonly TensorSpecification[]): string | undefined {
  const { initializer, options } = parseInitializer(method);
  if (isDataDriven(initializer))
    return `${initializer.kind}: it looks at batches, which a framework's code cannot repeat`;
  try {
    checkFits(initializer, parameters, 0, options);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** Methods of the catalogue that a network's structure or theory rules out, with the reason. */
function outOfQuestion(
  parameters: readonly TensorSpecification[],
  names: ReadonlySet<string>,
  { hidden }: Anatomy,
): Exclusion[] {
  const ofStructure = allInitializers.flatMap((initializer): Exclusion[] => {
    if (isDataDriven(initializer) || initializer.requires === undefined || names.has(initializer.name)) return [];
    const reason = misfit(initializer.name, parameters);
    return reason === undefined ? [] : [{ method: initializer.name, reason }];
  });
  const alike = "all units of a layer start alike and stay copies of each other";
  const symmetric = hidden === 0 ? [] : ["zero", "constant"].map((method) => ({ method, reason: alike }));
  return [...symmetric, ...ofStructure];
}
