/** Dead units of a whole network. */
import type { LayerReadings } from "./readings.js";

/**
 * Share of dead units over all layers; null where no activation is 0 on an interval.
 */
export function shareOfDead(layers: readonly Pick<LayerReadings, "dead" | "after">[]): number | null {
  const counted = layers.filter(({ dead }) => dead !== null);
  const units = counted.reduce((sum, { after }) => sum + after.units, 0);
  return units === 0 ? null : counted.reduce((sum, { dead, after }) => sum + dead! * after.units, 0) / units;
}
