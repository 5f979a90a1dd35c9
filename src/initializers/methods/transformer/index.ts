/** Schemes for transformers. */
export { mimetic } from "./mimetic.js";
export { deepNorm, gpt2, tFixup } from "./transformer.js";
