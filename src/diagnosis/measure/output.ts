/** Readings of a network's output and loss. */

import type { GraphBuilder } from "../../graph/builder.js";
import { cast, mul, reduceMean, reshape, scale, sqrt, sub, transpose } from "../../graph/expressions.js";
import type { Value } from "../../graph/graph.js";
import { sizeOf, type Tensor } from "../../graph/tensor.js";
import type { Batch } from "../../initializers/network-access.js";
import type { PlacedPoint, PointContext } from "../../training/instrument.js";
import { binaryCrossEntropy, crossEntropy, type Loss, meanSquaredError, oneHot } from "../../training/loss.js";
import { classesOf, type SubjectLoss, targetCount, usualLoss } from "../loss/subject-loss.js";
import type { NetworkReadings } from "./readings.js";

/** The input that targets go into, where they are not the batch's labels. */
const TARGETS = "targets";

/** The numbers of that input, for every run of a graph that has the loss. */
export function targetInputs({ loss, batch: { rows } }: WithLoss): Readonly<Record<string, Tensor>> {
  if (loss?.targets === undefined) return {};
  const { targets } = loss;
  const type = targets instanceof Int32Array ? "int32" : "float32";
  return { [TARGETS]: { type, shape: [rows, targets.length / rows], data: targets } as Tensor };
}

/** What of a subject its loss needs. */
interface WithLoss {
  readonly loss?: SubjectLoss | undefined;
  readonly batch: Pick<Batch, "rows">;
}

/** The loss of each sample: `[rows]`. */
export function sampleLosses({ g, network: { logits }, labels }: PointContext, subjectLoss?: SubjectLoss): Value {
  const [rows, width] = logits.shape as readonly [number, number];
  const loss = subjectLoss ?? usualLoss(width);
  const drawn =
    loss.targets === undefined
      ? undefined
      : g.input(TARGETS, loss.name === "mse" ? "float32" : "int32", [rows, targetCount(loss)]);
  if (loss.name === "cross-entropy") {
    const classes = classesOf(loss);
    const target = oneHot(g, reshape(g, drawn ?? labels(), [rows * targetCount(loss)]), classes);
    const each = crossEntropy(g, byPlace(g, logits, loss), target); // [rows · places]
    return reduceMean(g, reshape(g, each, [rows, targetCount(loss)]), [1], false);
  }
  const target = drawn === undefined ? targetsOfLabels(g, labels(), width, loss) : cast(g, drawn, "float32");
  return (loss.name === "mse" ? meanSquaredError : binaryCrossEntropy)(g, logits, target);
}

/** Labels as targets of mse and of binary cross-entropy: `[rows, width]`. */
function targetsOfLabels(g: GraphBuilder, labels: Value, width: number, { name }: SubjectLoss): Value {
  if (name === "binary-cross-entropy" && width === 1)
    return cast(g, reshape(g, labels, [labels.shape[0]!, 1]), "float32");
  return oneHot(g, labels, width);
}

/** The logits with the classes of one place in a row: `[rows · places, classes]`. */
function byPlace(g: GraphBuilder, logits: Value, loss: SubjectLoss): Value {
  const { output, axis = 1 } = loss;
  const places = targetCount(loss);
  if (places === 1) return logits;
  const shaped = reshape(g, logits, [logits.shape[0]!, ...output]);
  const others = shaped.shape.map((_, i) => i).filter((i) => i !== axis);
  return reshape(g, transpose(g, shaped, [...others, axis]), [logits.shape[0]! * places, classesOf(loss)]);
}

/**
 * A subject's loss as training takes it, where the labels are its targets.
 *
 * @param classes of the labels
 */
export function trainedLoss(loss: SubjectLoss): Loss {
  const { name, output } = loss;
  const isOne = name === "binary-cross-entropy" && sizeOf(output) === 1;
  return {
    name,
    perSample: (g, logits, target) => {
      if (name === "cross-entropy") return crossEntropy(g, logits, target);
      // Of two classes, one output is the answer for the second.
      const answers = isOne ? g.apply("Gather", [target, g.constant(secondClass)], { axis: 1 }) : target;
      return (name === "mse" ? meanSquaredError : binaryCrossEntropy)(g, logits, answers);
    },
  };
}

const secondClass: Tensor = { type: "int32", shape: [1], data: Int32Array.of(1) };

/** The mean loss, and how far the answers lie apart. */
export function outputPoint(
  { g, network: { logits } }: PointContext,
  losses: Value,
  loss: SubjectLoss = usualLoss(logits.shape[1]!),
): PlacedPoint<Pick<NetworkReadings, "objective" | "classes" | "loss" | "logitDeviation">> {
  const deviation = deviationOf(g, logits, loss); // [n, 1]
  return {
    outputs: [reshape(g, reduceMean(g, losses, [0]), [1]), reshape(g, reduceMean(g, deviation, [0, 1]), [1])],
    read: ([value, spread]) => ({
      objective: { name: loss.name, outputs: sizeOf(loss.output) },
      classes: classesOf(loss),
      loss: value![0]!,
      logitDeviation: spread![0]!,
    }),
  };
}

/** Standard deviation over the classes of a place; of a binary answer over 0 and its logit. */
function deviationOf(g: GraphBuilder, logits: Value, loss: SubjectLoss): Value {
  if (loss.name === "binary-cross-entropy") return scale(g, g.apply("Abs", [logits]), 1 / 2);
  const answers = loss.name === "cross-entropy" ? byPlace(g, logits, loss) : logits;
  const apart = sub(g, answers, reduceMean(g, answers, [1]));
  return sqrt(g, reduceMean(g, mul(g, apart, apart), [1]));
}

/**
 * The least loss that an answer without regard to the input has. Of cross-entropy −Σ π ln π over
 * the shares π of the labels, and of binary cross-entropy likewise for each output; of mse the mean
 * variance of the targets. Of drawn targets: ln(classes), ln 2 and 1.
 *
 * @param labelled whether the labels are those of data
 */
export function classLoss({ labels, rows }: Batch, labelled: boolean, loss: SubjectLoss): number {
  const { name, targets, output } = loss;
  if (loss.isOfInputs && targets !== undefined) return meanVariance(targets, rows);
  if (targets !== undefined) return name === "mse" ? 1 : Math.log(classesOf(loss));
  const isOneAnswer = name === "binary-cross-entropy" && sizeOf(output) === 1;
  const count = isOneAnswer ? 2 : name === "cross-entropy" ? classesOf(loss) : sizeOf(output);
  const shares = labelled ? sharesOf(labels, rows, count) : new Float64Array(count).fill(1 / count);
  if (name === "cross-entropy" || isOneAnswer) return total(shares, surprise);
  return total(shares, name === "mse" ? (p) => p * (1 - p) : (p) => surprise(p) + surprise(1 - p)) / count;
}

/** The mean, over the outputs, of the variance over the rows: `[rows, outputs]`. */
function meanVariance(targets: ArrayLike<number>, rows: number): number {
  const outputs = targets.length / rows;
  let sum = 0;
  for (let output = 0; output < outputs; output++) {
    let [mean, squares] = [0, 0];
    for (let row = 0; row < rows; row++) {
      const target = targets[row * outputs + output]!;
      mean += target / rows;
      squares += target ** 2 / rows;
    }
    sum += squares - mean ** 2;
  }
  return sum / outputs;
}

/** The share of each of so many classes. */
function sharesOf(labels: Int32Array, rows: number, count: number): Float64Array {
  const shares = new Float64Array(count);
  for (const label of labels) shares[label]! += 1 / rows;
  return shares;
}

const total = (shares: Float64Array, cost: (share: number) => number): number =>
  shares.reduce((sum, share) => sum + cost(share), 0);

/** −p ln p */
const surprise = (p: number): number => (p > 0 ? -p * Math.log(p) : 0);
