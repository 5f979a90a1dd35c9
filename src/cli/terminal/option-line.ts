/** An option of a method or a model on one line. */
import type { ListedOption } from "../../explain/index.js";

/** "negativeSlope=0: slope a of a leaky ReLU (0 to 1)". */
export function optionLine({ name, default: value, meaning, legal }: ListedOption): string {
  const range = typeof legal[0] === "number" ? `${legal[0]} to ${legal[1]}` : legal.join(", ");
  return `${name}=${value}: ${meaning} (${range})`;
}
