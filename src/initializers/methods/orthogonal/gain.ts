/** The factor on orthogonal kernels: a number, and the gain of the activation that follows. */
import { activationAfter } from "../../../network/activations/index.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import { gain as gainOf, rounded } from "../../../signal/index.js";
import type { InitializerOptions, NameOption, NumberOption } from "../../initializer.js";

export const gainOption: NumberOption = {
  default: 1,
  low: 0,
  high: 100,
  meaning: "factor on the orthogonal kernel: √2 keeps the second moment through ReLU layers",
};

const activationGain: NameOption = {
  default: "none",
  names: ["none", "fixed-point", "unit"],
  meaning:
    "further factor by the activation after the layer: none, the g with E φ(g z)² = 1 (which bounded activations lack), or 1 / √E φ(z)²",
};

export const gainOptions = { gain: gainOption, activationGain };

/** The factor for a kernel. @throws InputError for a bounded activation's fixed point, or an activation that is not known */
export function factorOf({ role }: TensorSpecification, { gain, activationGain: kind }: InitializerOptions): number {
  const activation = activationAfter(role);
  if (kind === "none" || activation === "linear") return gain as number;
  return (gain as number) * rounded(gainOf(activation, { kind: kind === "unit" ? "unit" : "fixed-point" }));
}
