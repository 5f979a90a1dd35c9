/** How many seeds a race of two methods takes, where their difference is known. */
import { normals, stream } from "../../random/index.js";
import { checkCount, checkPositive } from "../checks.js";
import { tQuantile } from "../student-t.js";
import { FIRST_LOOK, type SequentialDesign } from "./design.js";
import { raceLevel } from "./race.js";

/** What a race of two methods takes. */
export interface ExpectedSeeds {
  /** Mean number of seeds until it is decided, or the horizon is reached. */
  readonly mean: number;
  /** The share of races in which the difference is told. */
  readonly power: number;
  /** Number of races that were simulated. */
  readonly races: number;
}

/**
 * Seeds of a race between two methods whose paired differences are normal, by simulation from a
 * fixed stream: the same numbers at every call.
 *
 * @param effect the true difference in standard deviations of the paired differences, at least 0
 * @param design level and horizon
 * @param methods of the whole race: the level is shared by all their pairs
 * @param races to simulate
 * @defaultValue `methods`: 2
 * @defaultValue `races`: 4000, which knows `power` within 1.6 points
 * @throws InputError for an argument out of range
 * @example
 * import { expectedSeeds } from "stepzero/statistics";
 *
 * const { mean, power } = expectedSeeds(2, { alpha: 0.05, horizon: 20 });
 * [Math.round(mean), power > 0.99]; // → [6, true]
 */
export function expectedSeeds(effect: number, design: SequentialDesign, methods = 2, races = 4000): ExpectedSeeds {
  if (effect !== 0) checkPositive("expectedSeeds: effect", effect);
  checkCount("expectedSeeds: methods", methods, 2);
  checkCount("expectedSeeds: races", races, 1);
  const { horizon } = design;
  const level = raceLevel(design, methods);
  const critical = Array.from({ length: horizon + 1 }, (_, n) =>
    n < FIRST_LOOK ? Number.POSITIVE_INFINITY : tQuantile(1 - level / 2, n - 1),
  );
  const draws = normals(stream(0, "expected-seeds"), races * horizon);
  let [seeds, power] = [0, 0];
  for (let i = 0; i < races; i++) {
    let [sum, squares, n] = [0, 0, 0];
    for (let isOver = false; !isOver && n < horizon; ) {
      const difference = effect + draws[i * horizon + n++]!;
      sum += difference;
      squares += difference * difference;
      const variance = (squares - (sum * sum) / n) / (n - 1);
      isOver = n >= FIRST_LOOK && Math.abs(sum / n) >= critical[n]! * Math.sqrt(variance / n);
      if (isOver && sum > 0) power++;
    }
    seeds += n;
  }
  return { mean: seeds / races, power: power / races, races };
}
