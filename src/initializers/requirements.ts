/** What a method needs a network to have, and saying so when it is not there. */
import { InputError } from "../errors.js";
import type { TensorRole, TensorSpecification } from "../network/parameter.js";
import type { Initializer, Requirement } from "./initializer.js";

/** By requirement: which roles meet it, and what would. */
const requirements: Readonly<
  Record<Requirement, { readonly met: (role: TensorRole) => boolean; readonly remedy: string }>
> = {
  "residual branches": {
    met: (role) => role.residual !== undefined,
    remedy: "build it with residual(…), or choose a model that is (resnet20, vit_tiny)",
  },
  "norms at the ends of branches": {
    met: (role) => role.kind === "norm-scale" && role.residual?.last === true,
    remedy:
      "end each residual branch in a normalization, as resnet20 does (a norm before the branch's layers cannot silence it)",
  },
  "residual scales": {
    met: (role) => role.kind === "residual-scale",
    remedy: "build it with residual(…, { scale: true }), as resnet20:norm=scale",
  },
  attention: {
    met: (role) => role.kind === "kernel" && role.projection !== undefined,
    remedy: "build it with selfAttention(…), or choose a model that is (vit_tiny)",
  },
};

/** @throws InputError where none of the tensors has what the method acts on */
export function checkRequirement(initializer: Initializer, tensors: readonly TensorSpecification[]): void {
  const { name, requires } = initializer;
  if (requires === undefined) return;
  const { met, remedy } = requirements[requires];
  if (tensors.some(({ role }) => met(role))) return;
  throw new InputError(
    `Initializer "${name}" acts on ${requires}, and this network has none: ${remedy}; or choose a method for plain networks, as he.`,
  );
}
