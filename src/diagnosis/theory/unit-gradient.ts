/** The gradient of the cross-entropy by the logits: where the walk back starts. */
import { exp } from "../../random/elementary.js";
import { normals, stream } from "../../random/index.js";
import { still } from "./deviation.js";
import { type Gradient, meanOf, noChance, type Signal, secondMoment } from "./signal.js";

/** Numbers that the means over draws of logits are taken of, for each of two samples. */
const WORK = 1 << 15;
/** More classes hardly change the moments; an image as output has hundreds of thousands. */
const MOST_CLASSES = 1000;

/**
 * The gradient of one sample's loss by the logits, p − y, as the unit of all others. Labels are
 * taken as independent of the logits, which are normal.
 *
 * @param sameLabels the share of pairs of samples with one label
 */
export function unitGradient(x: Signal, sameLabels: number, classes: number): Gradient {
  const { tilt, alikeSame, alikeOther } = logitMoments(
    Math.sqrt(secondMoment(x)),
    Math.min(classes, MOST_CLASSES),
    meanOf(x.cosines.samples),
  );
  // The root of the mean square, whatever the sign: what noise depends on.
  const alike = Math.sqrt(sameLabels * alikeSame + (1 - sameLabels) * alikeOther);
  return {
    squares: x.squares.map(() => 1),
    cosines: { samples: alike, places: 0, near: 0, both: 0 },
    chance: noChance,
    tilt,
    deviation: still,
  };
}

/** Moments of p − y for logits z of a deviation. */
interface LogitMoments {
  /** E (z·(p − y))² over E z² E |p − y|², less 1. */
  readonly tilt: number;
  /** Mean squares of the cosine between two samples' p − y, of one label and of two. */
  readonly alikeSame: number;
  readonly alikeOther: number;
}

function logitMoments(deviation: number, classes: number, cosine: number): LogitMoments {
  if (classes < 2) return { tilt: 0, alikeSame: 1, alikeOther: 1 };
  const draws = Math.max(32, Math.floor(WORK / classes));
  const numbers = normals(stream(0, "theory", "logits"), 2 * draws * classes);
  const c = Math.max(-1, Math.min(1, cosine));
  const apart = Math.sqrt(1 - c * c);
  let [products, squares, alikeSame, alikeOther] = [0, 0, 0, 0];
  for (let i = 0; i < draws; i++) {
    const first = numbers.subarray(2 * i * classes, (2 * i + 1) * classes);
    const second = numbers.subarray((2 * i + 1) * classes, (2 * i + 2) * classes);
    const z = Float64Array.from(first, (draw) => draw * deviation);
    const other = Float64Array.from(second, (draw, k) => (c * first[k]! + apart * draw) * deviation);
    // All classes are alike: the label is the first.
    const slopes = slopesOf(z, 0);
    products += dot(z, slopes) ** 2;
    squares += dot(slopes, slopes);
    alikeSame += squaredCosine(slopes, slopesOf(other, 0)) / draws;
    alikeOther += squaredCosine(slopes, slopesOf(other, 1)) / draws;
  }
  const independent = deviation * deviation * squares;
  return { tilt: independent > 0 ? products / independent - 1 : 0, alikeSame, alikeOther };
}

/** p − y of logits and a label. */
function slopesOf(logits: Float64Array, label: number): Float64Array {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const weights = logits.map((logit) => exp(logit - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, k) => weight / total - (k === label ? 1 : 0));
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);

function squaredCosine(a: Float64Array, b: Float64Array): number {
  const sizes = dot(a, a) * dot(b, b);
  return sizes > 0 ? dot(a, b) ** 2 / sizes : 1;
}
