/** The family "transformers". */
export { mimetic } from "./mimetic.js";
export { mup } from "./mup.js";
export { learningRateMultipliers } from "./mup-learning-rates.js";
export { deepNorm, gpt2, tFixup } from "./transformer.js";
