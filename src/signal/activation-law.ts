/**
 * What an activation does to normal pre-activations of any mean and deviation: moments, and the
 * series from which correlations and finite-width noise follow.
 */
import { InputError } from "../errors.js";
import type { ScalarFunction } from "../graph/elementwise-function.js";
import { constantSeries, type HermiteSeries, hermiteSeries, squareMean } from "./hermite.js";
import { type Profile, profileOf } from "./profile.js";
import { panelsOfScaled } from "./quadrature.js";

/** An activation φ of pre-activations x ~ N(center, deviation²), as series in (x − center) / σ. */
export interface ActivationAt {
  /** E φ. */
  readonly mean: number;
  /** E φ². */
  readonly second: number;
  /** E φ′². */
  readonly slopes: number;
  readonly value: HermiteSeries;
  readonly square: HermiteSeries;
  readonly slope: HermiteSeries;
  readonly slopeSquare: HermiteSeries;
}

/** An activation at any normal law; results are remembered. */
export type ActivationLaw = (center: number, deviation: number) => ActivationAt;

/**
 * The law of an activation. The derivative is the one that training uses.
 *
 * @throws InputError, when it is called, where φ² has no finite mean or φ varies too fast
 */
export function activationLaw(activation: ScalarFunction): ActivationLaw {
  const profiles = new Map<number, Profile>();
  const profileAround = (center: number): Profile => {
    const profile = profiles.get(center) ?? profileOf(shifted(activation, center));
    profiles.set(center, profile);
    return profile;
  };
  const seen = new Map<string, ActivationAt>();
  return (center, deviation) => {
    const key = `${center},${deviation}`;
    const result =
      seen.get(key) ??
      (deviation > 0 ? spread(profileAround(center), center, deviation) : collapsed(activation, center));
    seen.set(key, result);
    return result;
  };
}

const shifted = ({ value, derivative, surrogate }: ScalarFunction, center: number): ScalarFunction => ({
  value: center === 0 ? value : (x) => value(center + x),
  derivative: center === 0 ? derivative : (x) => derivative(center + x),
  surrogate,
});

function spread(profile: Profile, center: number, deviation: number): ActivationAt {
  const panels = panelsOfScaled(profile, deviation, (z) => profile.value(deviation * z), 2);
  if (panels === undefined) {
    throw new InputError(
      `${profile.subject} has no finite mean of squares for pre-activations of mean ${center} and standard deviation ` +
        `${deviation}. Choose an activation that grows more slowly.`,
    );
  }
  const slopeAt = (z: number) => profile.derivative(deviation * z);
  const [value, square, slope, slopeSquare] = hermiteSeries(panels, [
    (_z, y) => y,
    (_z, y) => y * y,
    slopeAt,
    (z) => slopeAt(z) ** 2,
  ]) as [HermiteSeries, HermiteSeries, HermiteSeries, HermiteSeries];
  return lawOf(value, square, slope, slopeSquare);
}

function collapsed({ value, derivative }: ScalarFunction, center: number): ActivationAt {
  const [y, slope] = [value(center), derivative(center)];
  return lawOf(constantSeries(y), constantSeries(y * y), constantSeries(slope), constantSeries(slope * slope));
}

const lawOf = (
  value: HermiteSeries,
  square: HermiteSeries,
  slope: HermiteSeries,
  slopeSquare: HermiteSeries,
): ActivationAt => ({
  mean: value.coefficients[0]!,
  second: squareMean(value),
  slopes: squareMean(slope),
  value,
  square,
  slope,
  slopeSquare,
});

/**
 * d ln E f / d ln σ² for a function f of N(center, σ²), from its series: a_2 / (√2 a_0). 0 where
 * E f is 0.
 */
export function sensitivity({ coefficients }: HermiteSeries): number {
  const [mean, , second] = coefficients as unknown as readonly [number, number, number];
  return mean === 0 ? 0 : second / (Math.SQRT2 * mean);
}
