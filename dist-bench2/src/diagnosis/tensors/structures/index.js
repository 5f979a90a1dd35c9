/** Every structure that values can have, in the order in which it is looked for. */
import { constants, identities, zeros } from "./deterministic.js";
import { equalNorms, sines, sparseKernels } from "./irregular.js";
import { orthogonalKernels } from "./orthogonal.js";
const rules = [
    zeros,
    constants,
    identities,
    orthogonalKernels,
    sparseKernels,
    equalNorms,
    sines,
];
/** The structure of a tensor's values; `undefined` where they could be independent draws. */
export function structureOf(structured) {
    for (const rule of rules) {
        const structure = rule(structured);
        if (structure !== undefined)
            return structure;
    }
    return undefined;
}
