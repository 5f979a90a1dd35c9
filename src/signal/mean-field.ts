/**
 * Mean-field theory of wide random networks: how the variance of pre-activations, the correlation
 * between two inputs, and gradients change per layer, for weights N(0, σ_w² / fanIn) and biases
 * N(0, σ_b²).
 *
 * Poole, Lahiri, Raghu, Sohl-Dickstein, Ganguli 2016, "Exponential expressivity in deep neural
 * networks through transient chaos"; Schoenholz, Gilmer, Ganguli, Sohl-Dickstein 2017, "Deep
 * information propagation"; Hayou, Doucet, Rousseau 2019, "On the impact of the activation function
 * on deep neural networks training".
 */
import { InputError } from "../errors.js";
import { gaussianMean, root, square } from "./quadrature.js";
import { type ActivationLike, nameOf, scalarActivation } from "./scalar-form.js";

/** Variances of a random layer's weights and biases. */
export interface NoiseLevels {
  /** Weights have variance sigmaW² / fanIn. */
  readonly sigmaW: number;
  /** Biases have variance sigmaB². */
  readonly sigmaB: number;
}

/**
 * q ↦ σ_w² E φ(√q z)² + σ_b²: the variance of the next layer's pre-activations (Poole 2016, eq. 3).
 */
export function varianceMap(activation: ActivationLike, { sigmaW, sigmaB }: NoiseLevels, q: number): number {
  return sigmaW * sigmaW * secondMoment(activation, q) + sigmaB * sigmaB;
}

/**
 * The slope of the variance map at q, σ_w² E z φ(√q z) φ′(√q z) / √q. At a fixed point, other
 * variances come back to it where the slope is below 1, and leave it where the slope is above 1.
 */
export function varianceSlope(activation: ActivationLike, { sigmaW }: NoiseLevels, q: number): number {
  const { value, derivative } = scalarActivation(activation);
  const size = Math.sqrt(q);
  return ((sigmaW * sigmaW) / size) * gaussianMean((z) => z * value(size * z) * derivative(size * z));
}

/**
 * c ↦ the correlation of two inputs' pre-activations after one more layer, both of variance q
 * (Poole 2016, eq. 5). About 10 digits, in a tenth of a second.
 *
 * @param c correlation before the layer, from −1 to 1
 */
export function correlationMap(activation: ActivationLike, levels: NoiseLevels, q: number, c: number): number {
  const { value } = scalarActivation(activation);
  const size = Math.sqrt(q);
  const rest = Math.sqrt(Math.max(0, 1 - c * c));
  // The outer mean is less precise than the inner one: else it would follow the inner one's
  // rounding.
  const partner = (z: number) => gaussianMean((y) => value(size * (c * z + rest * y)), 1e-13);
  const product = gaussianMean((z) => value(size * z) * partner(z), 1e-11);
  const next = levels.sigmaW * levels.sigmaW * product + levels.sigmaB * levels.sigmaB;
  return next / varianceMap(activation, levels, q);
}

/**
 * The variance that layers settle at, q* = σ_w² E φ(√q* z)² + σ_b², coming from `start`: `Infinity`
 * where it grows without end, 0 where it vanishes. Where every q stays as it is (ReLU at σ_w = √2)
 * it is `start`.
 *
 * @param start variance at the first layer
 * @defaultValue `start`: 1
 */
export function fixedPointVariance(activation: ActivationLike, levels: NoiseLevels, start = 1): number {
  let q = start;
  for (let i = 0; i < 20_000; i++) {
    const next = varianceMap(activation, levels, q);
    if (!(next < 1e12)) return Number.POSITIVE_INFINITY;
    if (next < 1e-12) return 0;
    if (Math.abs(next - q) <= 1e-13 * q) return next;
    q = next;
  }
  return q;
}

/**
 * χ₁ = σ_w² E φ′(√q z)²: the slope of the correlation map at 1, and the factor on the second moment
 * of gradients per layer (Schoenholz 2017, eq. 5). Below 1, inputs become alike and gradients
 * vanish (ordered); above 1, nearby inputs diverge and gradients explode (chaotic).
 */
export function correlationSlope(activation: ActivationLike, { sigmaW }: NoiseLevels, q: number): number {
  return sigmaW * sigmaW * derivativeMoment(activation, q);
}

/**
 * ξ = 1 / |ln χ₁|: over how many layers correlations near 1 and gradients change by a factor e;
 * `Infinity` at the edge of chaos. In the ordered phase this is Schoenholz's ξ_c (2017, eq. 10). In
 * the chaotic phase it is about gradients and almost equal inputs, while ξ_c is about the
 * correlation c* < 1 that inputs settle at.
 */
export function depthScale(activation: ActivationLike, levels: NoiseLevels, q: number): number {
  const rate = Math.abs(Math.log(correlationSlope(activation, levels, q)));
  return rate < 1e-9 ? Number.POSITIVE_INFINITY : 1 / rate;
}

/** A point of the edge of chaos. */
export interface CriticalPoint extends NoiseLevels {
  /** The variance of pre-activations, which layers leave as it is. */
  readonly qStar: number;
}

/**
 * The edge of chaos: (σ_w, σ_b) with χ₁ = 1 at the variance q* that they keep. It is a line, one
 * point for each q*: σ_w² = 1 / E φ′(√q* z)², σ_b² = q* − σ_w² E φ(√q* z)². Name q* (`at.qStar`) or
 * σ_b (`at.sigmaB`, for which the smallest q* is taken).
 *
 * For ReLU and leaky ReLU it is the single point (√(2 / (1 + a²)), 0), whatever q*. Sigmoid and
 * softplus have none for small q*.
 *
 * @throws InputError where the activation has no such point, with the nearest that it has
 * @example
 * import { criticalPoint } from "stepzero/signal";
 *
 * criticalPoint("relu", { qStar: 1 }); // → { sigmaW: 1.41421, sigmaB: 0, qStar: 1 }
 * criticalPoint("tanh", { sigmaB: Math.sqrt(0.05) }); // → sigmaW² = 1.7610, qStar = 0.5700
 */
export function criticalPoint(
  activation: ActivationLike,
  at: { readonly qStar: number } | { readonly sigmaB: number },
): CriticalPoint {
  if (scalarActivation(activation).surrogate) {
    throw new InputError(
      `${nameOf(activation)} has no edge of chaos: its gradient is another function's (a straight-through estimator), ` +
        "and the theory needs the true derivative. Choose a differentiable activation.",
    );
  }
  return "qStar" in at ? criticalPointAt(activation, at.qStar) : criticalPointWith(activation, at.sigmaB);
}

function criticalPointAt(activation: ActivationLike, qStar: number): CriticalPoint {
  const subject = nameOf(activation);
  if (!(qStar > 0 && qStar < Number.POSITIVE_INFINITY)) {
    throw new InputError(`${subject}: qStar must be a number above 0, got ${qStar}.`);
  }
  const variance = biasVariance(activation, qStar);
  if (variance >= 0) return { sigmaW: criticalSigmaW(activation, qStar), sigmaB: Math.sqrt(variance), qStar };
  const possible = VARIANCES.find((q) => biasVariance(activation, q) >= 0);
  throw new InputError(
    `${subject} has no edge of chaos at q* = ${qStar}: the biases' variance would be ${variance.toPrecision(3)}. ` +
      (possible === undefined
        ? "Nor has it one at any other q* up to 1024."
        : `It has one from about q* = ${possible} on.`),
  );
}

function criticalPointWith(activation: ActivationLike, sigmaB: number): CriticalPoint {
  const gap = (q: number) => biasVariance(activation, q) - sigmaB * sigmaB;
  for (let i = 1; i < VARIANCES.length; i++) {
    const [low, high] = [VARIANCES[i - 1]!, VARIANCES[i]!];
    if (gap(low) > 0 === gap(high) > 0) continue;
    const qStar = root(gap, low, high);
    return { sigmaW: criticalSigmaW(activation, qStar), sigmaB, qStar };
  }
  throw new InputError(
    `${nameOf(activation)} has no edge of chaos with sigmaB = ${sigmaB} ` +
      `and q* from ${VARIANCES[0]} to ${VARIANCES.at(-1)}. Name q* instead.`,
  );
}

/** 2^-14 … 2^10. */
const VARIANCES = Array.from({ length: 25 }, (_, i) => 2 ** (i - 14));

function criticalSigmaW(activation: ActivationLike, q: number): number {
  return 1 / Math.sqrt(derivativeMoment(activation, q));
}

/** σ_b² at the critical σ_w. Where it is 0 but for rounding (ReLU), it is exactly 0. */
function biasVariance(activation: ActivationLike, q: number): number {
  const variance = q - secondMoment(activation, q) / derivativeMoment(activation, q);
  return Math.abs(variance) < 1e-11 * q ? 0 : variance;
}

/** E φ(√q z)². */
function secondMoment(activation: ActivationLike, q: number): number {
  const { value } = scalarActivation(activation);
  const size = Math.sqrt(q);
  return gaussianMean((z) => square(value(size * z)));
}

/** E φ′(√q z)². */
function derivativeMoment(activation: ActivationLike, q: number): number {
  const { derivative } = scalarActivation(activation);
  const size = Math.sqrt(q);
  return gaussianMean((z) => square(derivative(size * z)));
}
