/** One sentence on a network that is not sick. */
import { hiddenLayers } from "./judge/drift.js";
import type { Evidence } from "./judge/evidence.js";
import { layerInWords, short } from "./judge/numbers.js";

/**
 * What keeps a network healthy: how signals and gradients change, and what a draw may do.
 *
 * @param warnings how many findings are warnings
 */
export function healthyHeadline(evidence: Evidence, warnings: number): string {
  const hidden = hiddenLayers(evidence);
  const { loss, classLoss } = evidence.network;
  const start = `the loss at step 0 is ${short(loss)} (${short(classLoss)} without looking at the input)`;
  const [first, last] = [hidden[0], hidden.at(-1)];
  const healthy =
    warnings === 0 ? "Healthy" : `Not sick, with ${warnings === 1 ? "a warning" : `${warnings} warnings`}`;
  if (first === undefined || last === undefined) return `${healthy}: ${start}.`;
  if (first === last)
    return `${healthy}: E φ² is ${short(first.after.secondMoment)} at ${layerInWords(first)}; ${start}.`;
  const signal = last.after.secondMoment / first.after.secondMoment;
  const noise = Math.sqrt(last.predicted?.noise.signal.variance ?? Number.NaN);
  const band =
    Number.isFinite(noise) && short(Math.exp(-1.96 * noise)) !== short(Math.exp(1.96 * noise))
      ? ` (the chance of one draw: ×${short(Math.exp(-1.96 * noise))} to ×${short(Math.exp(1.96 * noise))} of theory)`
      : "";
  const backward =
    first.gradientSecondMoment === null || !last.gradientSecondMoment
      ? ""
      : `, gradient² by ×${short(first.gradientSecondMoment / last.gradientSecondMoment)} backward`;
  return `${healthy}: from ${layerInWords(first)} to ${layerInWords(last)} E φ² changes by ×${short(signal)}${band}${backward}; ${start}.`;
}
