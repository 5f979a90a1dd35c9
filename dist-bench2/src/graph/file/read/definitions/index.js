import { activations } from "./activations.js";
import { einsums } from "./einsum.js";
import { grids } from "./grids.js";
import { indexing } from "./indexing.js";
import { losses } from "./losses.js";
import { pooling } from "./pooling.js";
import { reductions } from "./reductions.js";
import { reshaping } from "./reshaping.js";
import { signals } from "./signals.js";
/** The definitions, by operator. */
export const definitions = {
    ...activations,
    ...reductions,
    ...pooling,
    ...reshaping,
    ...indexing,
    ...einsums,
    ...losses,
    ...signals,
    ...grids,
};
