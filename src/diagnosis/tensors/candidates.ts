/** The laws that a tensor's values are tested against: those of the catalogue's methods. */

import { InputError } from "../../errors.js";
import {
  fans,
  formatInitializer,
  type Initializer,
  initializers,
  parseInitializer,
  type TensorSpecification,
} from "../../initializers/index.js";
import { checkRequirement } from "../../initializers/requirements.js";
import { lawOfMethod } from "./law-of-method.js";
import { type Law, stdOf } from "./laws.js";
import type { FittedMethod } from "./recipe.js";

/** A method with the law that it draws a tensor from. */
export interface Candidate extends FittedMethod {
  readonly law: Law;
}

/**
 * Methods whose numbers are no independent draws: `structures.ts` recognizes them, but for
 * `mimetic`, whose projections are factors of a product.
 */
const dependent: ReadonlySet<string> = new Set([
  ...["zero", "ones", "constant", "identity", "zero-hadamard", "idinit"],
  ...["orthogonal", "delta-orthogonal", "scale-corrected-uniform-orthogonal", "circular-orthogonal", "looks-linear"],
  ...["sparse", "pytorch/sparse", "nguyen-widrow"],
]);

/** Values of options in common use, beside the defaults. */
const inUse: Readonly<Record<string, readonly string[]>> = {
  random: ["std=0.02", "std=0.1", "std=0.006", "std=0.005", "std=0.001"],
  uniform: ["low=-0.1,high=0.1", "low=-1,high=1", "low=0,high=1"],
  "truncated-normal": [
    "std=0.02",
    "std=0.01,corrected=no",
    "std=0.02,corrected=no",
    "std=0.05,corrected=no",
    "std=1,corrected=no",
  ],
  "pytorch/trunc-normal": ["std=0.02"],
};

/**
 * 2/5 is small init (Nguyen and Salazar 2019); (3/4)² and (5/3)² are PyTorch's gains of SELU and
 * tanh.
 */
const scales = [0.25, 0.4, 0.5625, 1, 2, 2.7778];
const modes = ["fanIn", "fanOut", "fanAverage"];
const distributions = ["normal", "uniform", "truncated-normal"];

/** Variance scaling at other numerators and fans, and slopes of leaky ReLU. */
const variants: readonly string[] = [
  "he:negativeSlope=0.2",
  "he-uniform:negativeSlope=0.2",
  ...distributions.flatMap((distribution) =>
    modes.flatMap((mode) =>
      scales.map((scale) => `variance-scaling:scale=${scale},mode=${mode},distribution=${distribution}`),
    ),
  ),
];

const parse = (text: string) => {
  const { initializer, options } = parseInitializer(text);
  return { initializer: initializer as Initializer, options };
};

/** The methods of the catalogue at their defaults and at values in common use. */
const plain = initializers
  .filter(({ name }) => !dependent.has(name))
  .flatMap(({ name }) => [name, ...(inUse[name] ?? []).map((values) => `${name}:${values}`)])
  .map(parse);

const rarer = variants.map(parse);

/**
 * The candidates for a tensor, in the order of the catalogue.
 *
 * @param tensors of the whole network, for methods that look at it
 * @param which "plain": methods as they are used; "variants": the rarer forms of variance scaling
 */
export function candidates(
  tensor: TensorSpecification,
  tensors: readonly TensorSpecification[],
  which: "plain" | "variants",
): readonly Candidate[] {
  return (which === "plain" ? plain : rarer).flatMap(({ initializer, options }) => {
    if (!serves(initializer, tensor, tensors)) return [];
    const law = lawOfMethod(initializer, tensor, options, tensors);
    if (law === undefined) return [];
    const method = formatInitializer({ initializer, options });
    return [{ method, how: howOf(initializer, method, tensor, law), law }];
  });
}

/** Whether a network has what a method acts on. */
function serves(
  initializer: Initializer,
  { role }: TensorSpecification,
  tensors: readonly TensorSpecification[],
): boolean {
  // These draw an orthogonal matrix there, which takes long.
  if (role.recurrent?.part === "hidden" && /^(keras|flax).default$/.test(initializer.name)) return false;
  if (role.projection !== undefined && initializer.name === "mimetic") return false;
  try {
    checkRequirement(initializer, tensors);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** "W ~ N(0, 2 / fanIn), fanIn 576: std 0.0589". */
function howOf({ formula: usual }: Initializer, method: string, tensor: TensorSpecification, law: Law): string {
  // A formula with the default's number is not that of another standard deviation.
  const std = /\bstd=([\d.e-]+)/.exec(method)?.[1];
  const formula = std === undefined ? usual : usual.replace(/N\(0, [\d.]+²\)/, `N(0, ${std}²)`);
  const { role } = tensor;
  const words: string[] = [];
  if (role.kind === "kernel" && tensor.shape.length >= 2) {
    const { fanIn, fanOut } = fans(tensor);
    if (formula.includes("fanIn")) words.push(`fanIn ${threeDigits(fanIn)}`);
    if (formula.includes("fanOut")) words.push(`fanOut ${threeDigits(fanOut)}`);
  }
  return `${[formula, ...words].join(", ")}: ${scaleInWords(law)}`;
}

/** "std 0.0589", "bound 0.102 (std 0.0589)". */
export function scaleInWords(law: Law): string {
  const std = `std ${threeDigits(stdOf(law))}`;
  return law.family.name === "uniform" ? `bound ${threeDigits(law.scale)} (${std})` : std;
}

/** Three digits. */
export const threeDigits = (x: number): string => String(Number(x.toPrecision(3)));
