/** At which p a comparison that is looked at after every seed may be decided. */
import { InputError } from "../../errors.js";
import { FIRST_LOOK } from "./design.js";
import { alphas, lastHorizon, levels } from "./levels.js";

/** The horizons for which levels are tabulated. */
export const horizons = { first: FIRST_LOOK, last: lastHorizon } as const;

/**
 * The constant nominal level of a group-sequential t test (Pocock, "Group sequential methods in the
 * design and analysis of clinical trials", 1977, for unknown variance): equal methods with normal
 * differences reach this two-sided p at any of the looks (one after each seed from the third to
 * `horizon`) with chance `alpha` at most. By simulation (`bench/sequential/levels.ts`); below the
 * smallest α of the table, α over the number of looks (Bonferroni).
 *
 * @param alpha from above 0 to 0.2, of all looks together
 * @param horizon the last look: a whole number from 3 to 40
 * @throws InputError for an alpha or horizon out of range
 * @example
 * import { nominalLevel } from "stepzero/statistics";
 *
 * nominalLevel(0.05, 20).toFixed(4); // → "0.0077"
 */
export function nominalLevel(alpha: number, horizon: number): number {
  const largest = alphas[0]!;
  if (!(alpha > 0 && alpha <= largest)) {
    throw new InputError(`nominalLevel: alpha must be above 0 and at most ${largest}, got ${alpha}.`);
  }
  checkHorizon("nominalLevel", horizon);
  const row = levels[horizon - FIRST_LOOK]!;
  const below = alphas.findIndex((one) => one <= alpha);
  if (below < 0) return alpha / (horizon - FIRST_LOOK + 1);
  const low = alphas[below]!;
  if (low === alpha) return row[below]!;
  // The ratio of level to α is nearly a line in ln α.
  const high = alphas[below - 1]!;
  const share = Math.log(alpha / low) / Math.log(high / low);
  const ratio = (1 - share) * (row[below]! / low) + share * (row[below - 1]! / high);
  return alpha * ratio;
}

/** @throws InputError for a horizon without a level */
export function checkHorizon(what: string, horizon: number): void {
  if (Number.isInteger(horizon) && horizon >= horizons.first && horizon <= horizons.last) return;
  throw new InputError(
    `${what}: the horizon must be a whole number of seeds from ${horizons.first} to ${horizons.last}, got ${horizon}.`,
  );
}
