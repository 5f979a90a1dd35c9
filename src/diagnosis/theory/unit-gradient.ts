/** The gradient of the loss by the output: where the walk back starts. */
import { sizeOf } from "../../graph/tensor.js";
import { exp } from "../../random/elementary.js";
import { normals, stream } from "../../random/index.js";
import { classesOf, type SubjectLoss } from "../loss/subject-loss.js";
import { still } from "./deviation.js";
import { type Gradient, meanOf, noChance, type Signal, secondMoment } from "./signal.js";

/** Numbers that the means over draws of logits are taken of, for each of two samples. */
const WORK = 1 << 15;
/** More classes hardly change the moments; an image as output has hundreds of thousands. */
const MOST_CLASSES = 1000;

/**
 * The gradient of one sample's loss by the output, p − y, as the unit of all others. Labels are
 * taken as independent of the logits, which are normal.
 *
 * @param sameLabels the share of pairs of samples with one label
 * @param loss whose p and y are meant: softmax and one class, σ and answers, or the output and
 *   numbers
 */
export function unitGradient(x: Signal, sameLabels: number, loss: SubjectLoss): Gradient {
  const { tilt, alikeSame, alikeOther } = logitMoments(
    { deviation: Math.sqrt(secondMoment(x)), cosine: meanOf(x.cosines.samples) },
    Math.min(loss.name === "cross-entropy" ? classesOf(loss) : sizeOf(loss.output), MOST_CLASSES),
    slopesBy(loss),
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

/**
 * p − y of the outputs of a sample, which is the first or the second of a pair of one class or of
 * two.
 */
type Slopes = (
  logits: Float64Array,
  sample: { readonly draw: number; readonly of: 0 | 1; readonly label: number },
) => Float64Array;

function logitMoments(
  { deviation, cosine }: { readonly deviation: number; readonly cosine: number },
  classes: number,
  slopesOf: Slopes | undefined,
): LogitMoments {
  if (slopesOf === undefined) return { tilt: 0, alikeSame: 1, alikeOther: 1 };
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
    const slopes = slopesOf(z, { draw: i, of: 0, label: 0 });
    products += dot(z, slopes) ** 2;
    squares += dot(slopes, slopes);
    alikeSame += squaredCosine(slopes, slopesOf(other, { draw: i, of: 1, label: 0 })) / draws;
    alikeOther += squaredCosine(slopes, slopesOf(other, { draw: i, of: 1, label: 1 })) / draws;
  }
  const independent = deviation * deviation * squares;
  return { tilt: independent > 0 ? products / independent - 1 : 0, alikeSame, alikeOther };
}

/** Undefined where the slopes are 0: of a softmax over one class. */
function slopesBy(loss: SubjectLoss): Slopes | undefined {
  const { name, output, targets } = loss;
  if (name === "cross-entropy") {
    return classesOf(loss) < 2 ? undefined : (logits, { label }) => softmaxSlopes(logits, label);
  }
  const isMse = name === "mse";
  const answerOf = isMse ? (z: number) => z : (z: number) => 1 / (1 + exp(-z));
  const isOne = !isMse && sizeOf(output) === 1;
  const numbers = stream(0, "theory", "targets");
  return (logits, { draw, of, label }) => {
    if (targets === undefined) return logits.map((z, k) => answerOf(z) - Number(isOne ? label === 1 : k === label));
    const drawn = normals(numbers, logits.length, (2 * draw + of) * logits.length);
    return logits.map((z, k) => answerOf(z) - (isMse ? drawn[k]! : Number(drawn[k]! > 0)));
  };
}

/** p − y of logits and a label. */
function softmaxSlopes(logits: Float64Array, label: number): Float64Array {
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
