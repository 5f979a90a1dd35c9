/** Scaling and shifting each unit of a layer by what it answers on a batch. */
import type { AffineLayer, Batch, InitializableNetwork } from "../../network.js";
import { scaleUnits, unitsNote } from "./start.js";

/**
 * Makes each unit of a layer answer with standard deviation 1 on the batch, and with mean `mean` where the layer has a bias, in
 * place: w ← w / σ, b ← (b − μ) / σ + mean. A forward pass.
 *
 * @returns notes: units that answer a constant, which are left as they are
 */
export async function normalizeUnits(
  network: InitializableNetwork,
  weights: Record<string, Float32Array>,
  batch: Batch,
  layer: AffineLayer,
  mean: number,
): Promise<string[]> {
  const answers = (await network.statistics(weights, batch))[layer.name]!;
  const scales = Array.from(answers.variance, (variance) => 1 / Math.sqrt(variance));
  const constant = scales.filter((scale) => !Number.isFinite(scale) || scale === 0).length;
  const factor = (unit: number) => (Number.isFinite(scales[unit]!) && scales[unit]! > 0 ? scales[unit]! : 1);
  scaleUnits(layer, weights[layer.kernel.name]!, factor);
  if (layer.bias !== undefined) {
    const bias = weights[layer.bias.name]!;
    for (let unit = 0; unit < bias.length; unit++) {
      if (factor(unit) !== scales[unit]) continue;
      bias[unit] = (bias[unit]! - answers.mean[unit]!) * scales[unit]! + mean;
    }
  }
  return constant === 0
    ? []
    : [unitsNote(layer, constant, "answer a constant on the batch (or no number) and are left as drawn")];
}
