/** The intervals that a race prints, and what they are about. */
import { stream } from "../../src/random/index.js";
import {
  judge,
  pairBySeed,
  type Racer,
  type RaceState,
  raceLevel,
  type SequentialDesign,
} from "../../src/statistics/index.js";
import type { Field } from "./fields.js";

/** The true difference between the first method and another one, without its shift. */
export interface Centre {
  readonly mean: number;
  readonly median: number;
}

/** By four million pairs where the methods are not exchangeable; else 0. */
export function centreOf({ first, others, areAlike }: Field): Centre {
  if (areAlike) return { mean: 0, median: 0 };
  const count = 4_000_000;
  const [a, b] = [first(stream(1, "centre", "first"), count, 0), others(stream(1, "centre", "others"), count, 0)];
  const sorted = Float64Array.from(a, (x, i) => x! - b[i]!).sort();
  // Both are centred.
  return { mean: 0, median: sorted[count / 2]! };
}

/** The interval of a pair, of the quantity that its verdict is about. */
export interface PrintedInterval {
  readonly a: string;
  readonly basis: keyof Centre;
  readonly low: number;
  readonly high: number;
}

/** As `racedVerdicts` makes them; none for a pair of which the verdict is "too few seeds". */
export function intervalsOf(
  racers: readonly Racer[],
  state: RaceState,
  design: SequentialDesign & { readonly seeds: readonly number[] },
): PrintedInterval[] {
  const level = raceLevel(design, racers.length);
  const lastLook = new Map(state.left.map(({ name, look }) => [name, look]));
  const seenBy = (name: string) => lastLook.get(name) ?? state.seeds;
  const byName = new Map(racers.map((racer) => [racer.name, racer]));
  return state.pairs.flatMap(({ a, b, look }) => {
    const seen = new Set(design.seeds.slice(0, look ?? Math.min(seenBy(a), seenBy(b))));
    const figures = (name: string) =>
      new Map(
        [...byName.get(name)!.bySeed].filter(
          (entry): entry is [number, number] => entry[1] !== null && seen.has(entry[0]),
        ),
      );
    const { differences } = pairBySeed(figures(a), figures(b));
    // The seeds that would show a huge difference are counted at once.
    const options = { alpha: level, margin: design.margin, worthSeeing: 1e6 };
    const verdict = judge([{ a, b, differences }], options)[0]!;
    if (verdict.kind === "too-few-seeds") return [];
    const { basis } = verdict;
    const { low, high } =
      verdict.kind === "equivalent" ? verdict.equivalence! : basis === "mean" ? verdict.test! : verdict.median!;
    return [{ a, basis, low, high }];
  });
}
