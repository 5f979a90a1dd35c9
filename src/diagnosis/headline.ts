/** One sentence on a network that is not sick. */
import type { Verdict } from "./diagnosis.js";
import { chainsOf } from "./judge/chains.js";
import type { Evidence, JudgedLayer } from "./judge/evidence.js";
import { layerInWords, short } from "./judge/numbers.js";

/** The mark before the headline of a network that is not sick: "✓", "!" or "?". */
export const markOf = (verdict: Verdict, warnings: number): string =>
  verdict !== "healthy" ? "?" : warnings === 0 ? "✓" : "!";

/** "a warning", "2 warnings". */
export const warningsInWords = (count: number): string => (count === 1 ? "a warning" : `${count} warnings`);

/**
 * What keeps a network healthy: how signals and gradients change, and what a draw may do.
 *
 * @param warnings how many findings are warnings
 */
export function healthyHeadline(evidence: Evidence, warnings: number): string {
  const hidden = comparable(evidence.layers);
  const { loss, classLoss } = evidence.network;
  const start = `the loss at step 0 is ${short(loss)} (${short(classLoss)} without looking at the input)`;
  const [first, last] = [hidden[0], hidden.at(-1)];
  const healthy = warnings === 0 ? "Healthy" : `Not sick, with ${warningsInWords(warnings)}`;
  if (first === undefined || last === undefined) return `${healthy}: ${start}.`;
  if (first === last || layerInWords(first) === layerInWords(last))
    return `${healthy}: E φ² is ${short(first.after.secondMoment)} at ${layerInWords(first)}; ${start}.`;
  const signal = last.after.secondMoment / first.after.secondMoment;
  const noise = Math.sqrt(last.predicted?.noise.signal.variance ?? Number.NaN);
  const band =
    Number.isFinite(noise) && short(Math.exp(-1.96 * noise)) !== short(Math.exp(1.96 * noise))
      ? ` (one draw may be ×${short(Math.exp(-1.96 * noise))} to ×${short(Math.exp(1.96 * noise))} of what theory says)`
      : "";
  const backward =
    first.gradientSecondMoment === null || !last.gradientSecondMoment
      ? ""
      : `, gradient² by ×${short(first.gradientSecondMoment / last.gradientSecondMoment)} backward`;
  return `${healthy}: from ${layerInWords(first)} to ${layerInWords(last)} E φ² changes by ×${short(signal)}${band}${backward}; ${start}.`;
}

/** The longest chain of layers that can be compared; of those in blocks, the ends of branches. */
function comparable(layers: readonly JudgedLayer[]): readonly JudgedLayer[] {
  // Branches that end in a kernel of zeros return nothing.
  const measured = layers.filter(({ after }) => after.secondMoment > 0);
  const chains = chainsOf(measured, ({ role }) => role).map((chain) => chain.layers);
  const most = Math.max(0, ...chains.map(({ length }) => length));
  const longest = chains.filter(({ length }) => length === most);
  return longest.findLast(([layer]) => layer?.role.residual?.last === true) ?? longest[0] ?? [];
}
