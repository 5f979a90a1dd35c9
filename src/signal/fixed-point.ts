/** The variance that a deep random network settles at. */
import { InputError } from "../errors.js";
import { checkLevels, checkVariance, type NoiseLevels, nextVariance } from "./layer.js";
import { root } from "./numbers.js";
import { profileOf } from "./profile.js";
import type { ActivationLike } from "./scalar-form.js";

/** Layers that are followed one by one; what settles more slowly is bracketed. */
const LAYERS = 40;
/** Relative change per layer that is none. */
const SETTLED = 1e-13;
/** Variances outside of these have vanished or grown without end; a start further out moves them. */
const VANISHED = 1e-12;
const ENDLESS = 1e12;

/**
 * The variance that layers settle at, q* = σ_w² E φ(√q* z)² + σ_b², coming from `start`: `Infinity`
 * where it grows without end (above 1e12), 0 where it vanishes (below 1e-12). Where every q stays as
 * it is (ReLU at σ_w = √2) it is `start`.
 *
 * @param start variance at the first layer
 * @defaultValue `start`: 1
 * @throws InputError where it settles nowhere but alternates
 */
export function fixedPointVariance(activation: ActivationLike, levels: NoiseLevels, start = 1): number {
  checkLevels(levels);
  const profile = profileOf(activation);
  const next = (q: number) => nextVariance(profile, levels, q);
  let q = checkVariance(start);
  const ends: Ends = { low: Math.min(VANISHED, start), high: Math.max(ENDLESS, start) };
  for (let layer = 0; layer < LAYERS; layer++) {
    const after = next(q);
    if (Math.abs(after - q) <= SETTLED * q) return after;
    if (after < ends.low || after > ends.high) break;
    q = after;
  }
  return bracketed(profile.subject, next, q, ends);
}

interface Ends {
  readonly low: number;
  readonly high: number;
}

/** The first fixed point from q on, in the direction that layers go, by doubling or halving. */
function bracketed(subject: string, next: (q: number) => number, start: number, { low, high }: Ends): number {
  const rises = next(start) > start;
  let [before, q] = [start, start];
  do {
    before = q;
    q = rises ? 2 * q : q / 2;
    if (q > 2 * high) return Number.POSITIVE_INFINITY;
    if (q < low / 2) return 0;
  } while (next(q) > q === rises);
  const settled = root((at) => next(at) - at, Math.min(before, q), Math.max(before, q));
  if (next(settled * (1 + PROBE)) < settled * (1 - PROBE)) {
    throw new InputError(
      `${subject}: the variance settles nowhere. Around its fixed point ${settled.toPrecision(6)} it alternates from ` +
        "layer to layer. Choose a smaller sigmaW, or follow varianceMap.",
    );
  }
  return settled;
}

/** How far from a fixed point its layers are followed, relative to it. */
const PROBE = 1e-3;
