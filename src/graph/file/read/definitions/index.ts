/** Every operator that is read by its definition, one file a family. */
import type { Definition } from "../file-node.js";
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
export const definitions: Readonly<Record<string, Definition>> = {
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
