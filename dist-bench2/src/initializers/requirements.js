/** What a method needs a network to have, and the error for a network without it. */
import { InputError } from "../errors.js";
/** For each requirement: the roles that meet it, and what a user can do. */
const requirements = {
    "residual branches": {
        met: (role) => role.residual !== undefined,
        remedy: "build it with residual(…), or choose a model that has them (resnet20, vit_tiny)",
    },
    "norms at the ends of branches": {
        met: (role) => role.kind === "norm-scale" && role.residual?.last === true,
        remedy: "end each residual branch in a normalization, as resnet20 does (a norm before the branch's layers cannot silence the branch)",
    },
    "residual scales": {
        met: (role) => role.kind === "residual-scale",
        remedy: "build it with residual(…, { scale: true }), as resnet20:norm=scale",
    },
    attention: {
        met: (role) => role.kind === "kernel" && role.projection !== undefined,
        remedy: "build it with selfAttention(…), or choose a model that has it (vit_tiny)",
    },
};
/** @throws InputError where no tensor has what the method acts on */
export function checkRequirement({ name, requires }, tensors) {
    if (requires === undefined)
        return;
    const { met, remedy } = requirements[requires];
    if (tensors.some(({ role }) => met(role)))
        return;
    throw new InputError(`Initializer "${name}" acts on ${requires}, and this network has none: ${remedy}; or choose a method for plain networks, as he.`);
}
