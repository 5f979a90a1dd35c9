/** What a race can tell at all, before its first run. */
import { bisectUp } from "../bisect.js";
import { checkCount } from "../checks.js";
import { pairedPower } from "../power.js";
import { FIRST_LOOK, type SequentialDesign } from "./design.js";
import { horizons } from "./nominal-level.js";
import { raceLevel } from "./race.js";

/** What a race can tell. */
export interface RaceReach {
  /** The level of one pair at each look. */
  readonly level: number;
  /**
   * The smallest difference of two methods, in standard deviations of their paired differences,
   * that the last look alone tells with chance `power`. The looks before it add a little.
   */
  readonly effect: number;
}

/**
 * The smallest difference that a race can tell.
 *
 * @param methods that race: the level is shared by all their pairs
 * @param power the chance to tell it
 * @defaultValue `power`: 0.8
 * @throws InputError for an alpha or horizon out of range
 * @example
 * import { raceReach } from "stepzero/statistics";
 *
 * raceReach({ alpha: 0.05, horizon: 20 }, 2).effect < 1; // → true
 */
export function raceReach(design: SequentialDesign, methods: number, power = 0.8): RaceReach {
  checkCount("raceReach: methods", methods, 2);
  const level = raceLevel(design, methods);
  const effect = bisectUp(0, 1, (d) => pairedPower(design.horizon, d, 1, level) >= power);
  return { level, effect };
}

/**
 * The shortest horizon whose race tells a difference of `effect` standard deviations; undefined
 * where none of the tabulated ones does.
 */
export function horizonFor(effect: number, alpha: number, methods: number, power = 0.8): number | undefined {
  for (let horizon: number = FIRST_LOOK; horizon <= horizons.last; horizon++) {
    if (pairedPower(horizon, effect, 1, raceLevel({ alpha, horizon }, methods)) >= power) return horizon;
  }
  return undefined;
}
