/**
 * Which loss a network is diagnosed by: the one that is asked for, or the one that its output
 * suggests.
 */
import { InputError } from "../../errors.js";
import { type Shape, sizeOf } from "../../graph/tensor.js";
import type { OutputForm } from "../../network/from-onnx/index.js";
import type { LossName } from "../../recipe.js";
import { lossInWords, type SubjectLoss, type SubjectLossName, subjectLossNames, targetCount } from "./subject-loss.js";

/** What decides about the loss. */
export interface LossQuestion {
  /** The model, for messages. */
  readonly name: string;
  /** Of the model. */
  readonly output: OutputForm;
  /** Of one sample that goes in. */
  readonly input: Shape;
  /** The classes of the data, or of drawn labels; undefined where nobody says a number. */
  readonly classes: number | undefined;
  /** Whether there are data, with one label per sample. */
  readonly labelled: boolean;
  /** The loss that is asked for, as `--loss` takes it. */
  readonly loss?: LossRequest | undefined;
  /** The loss of the network's recipe; undefined for a file, which has none. */
  readonly ofRecipe?: LossName | undefined;
}

/** What `--loss` asks for. */
export interface LossRequest {
  readonly name: SubjectLossName;
  /** Of cross-entropy: the axis of the classes, where the batch is axis 0. */
  readonly axis?: number | undefined;
}

/** The loss, and what it is in words. */
export interface AnsweredLoss {
  readonly loss: SubjectLoss;
  /** Whether the labels are no targets of the output, so that targets are to be drawn. */
  readonly drawsTargets: boolean;
  /** Why it is this one: "assumed from the output [N, 10]"; undefined where it was asked for. */
  readonly because: string | undefined;
}

const inBrackets = (shape: Shape): string => `[${["N", ...shape].join(", ")}]`;

/**
 * The loss for an output. Without a request: `[N, C]` and `[N, T, C]` are classes along the last
 * axis, `[N, C, H, W, …]` classes along axis 1, one number is a binary answer where the model ends
 * in a sigmoid or the data have two classes, and else a number; an output with one channel, or as
 * many as the input, is an image, which has the mean squared error. So has `[N, F]` of samples
 * `[F]` without labels: an autoencoder.
 *
 * @throws InputError where the loss does not fit the output, or the data do not
 */
export function lossFor(question: LossQuestion): AnsweredLoss {
  const { output, loss, labelled, classes } = question;
  const shape = output.shape.length === 0 ? [1] : output.shape;
  const assumed = loss === undefined ? assumedLoss(question, shape) : undefined;
  const { name, axis = output.axis ?? usualAxis(shape), because } = assumed ?? { ...loss!, because: undefined };
  if (name !== "cross-entropy") {
    const answer: SubjectLoss = { name, output: shape };
    const isForLabels =
      shape.length === 1 && (shape[0] === classes || (name !== "mse" && shape[0] === 1 && classes === 2));
    return { loss: answer, drawsTargets: !labelled || !isForLabels, because };
  }
  const answer: SubjectLoss = { name, output: shape, axis };
  refuseAxis(question, shape, axis);
  const perSample = targetCount(answer) === 1;
  if (perSample && classes !== undefined && sizeOf(shape) !== classes) throw unlikeClasses(question, shape, classes);
  return { loss: answer, drawsTargets: !perSample, because };
}

/** Of `[N, T, C]` the last axis, as networks over tokens return it; of images axis 1. */
const usualAxis = (shape: Shape): number => (shape.length === 2 ? 2 : 1);

interface AssumedLoss extends LossRequest {
  readonly because: string;
}

function assumedLoss(
  { output: { ending, axis }, input, classes, labelled, ofRecipe }: LossQuestion,
  shape: Shape,
): AssumedLoss {
  if (ofRecipe !== undefined) {
    return { name: ofRecipe === "mean-squared-error" ? "mse" : ofRecipe, because: "that of its recipe" };
  }
  const from = `assumed from the output ${inBrackets(shape)}`;
  // Data with one label per sample have classes that exclude each other.
  if (ending === "Sigmoid" && !(labelled && shape.length === 1 && shape[0]! > 1)) {
    return { name: "binary-cross-entropy", because: `${from}, which ends in a sigmoid` };
  }
  if (axis !== undefined && shape.length > 1) {
    return { name: "cross-entropy", because: `${from}, which ends in a softmax over axis ${axis}` };
  }
  if (sizeOf(shape) === 1) {
    return labelled && classes === 2
      ? { name: "binary-cross-entropy", because: `${from} and two classes` }
      : { name: "mse", because: from };
  }
  if (shape.length === 1 && !labelled && classes === undefined && input.length === 1 && input[0] === shape[0]) {
    return { name: "mse", because: `${from}, which is as wide as the input` };
  }
  if (shape.length === 1) return { name: "cross-entropy", because: from };
  const width = shape[usualAxis(shape) - 1]!;
  if (width === 1) return { name: "mse", because: from };
  if (shape.length > 2 && input.length === shape.length && input[0] === shape[0]) {
    return { name: "mse", because: `${from}, which has as many channels as the input` };
  }
  return { name: "cross-entropy", because: from };
}

/** @throws InputError where there are no classes along the axis */
function refuseAxis({ name, output }: LossQuestion, shape: Shape, axis: number): void {
  const width = shape[axis - 1];
  const instead = "For numbers: --loss mse; for yes or no: --loss binary-cross-entropy.";
  if (width === undefined) {
    throw new InputError(
      `${name}: its output ${inBrackets(shape)} has no axis ${axis}. --loss cross-entropy:axis=N takes 1 to ${shape.length}.`,
    );
  }
  if (width < 2) {
    throw new InputError(
      `${name}: its output ${inBrackets(shape)} has one number along axis ${axis}, and cross-entropy compares two classes or more. ${instead}`,
    );
  }
  if (output.axis !== undefined && output.axis !== axis) {
    throw new InputError(
      `${name}: its output ${inBrackets(shape)} ends in a softmax over axis ${output.axis}, and --loss names axis ${axis}. Leave out the axis.`,
    );
  }
}

function unlikeClasses({ name, labelled }: LossQuestion, shape: Shape, classes: number): InputError {
  const size = sizeOf(shape);
  const of = labelled ? `the data has ${classes}` : `--classes says ${classes}`;
  return new InputError(
    `${name}: its output is ${inBrackets(shape)}, ${size} classes, and ${of}. Give its last layer ${classes} outputs and ` +
      `export it again, choose ${labelled ? "data with" : "--classes"} ${size}${labelled ? " classes" : ""}, or name another loss: --loss mse.`,
  );
}

/**
 * "loss: cross-entropy over 10 classes (assumed from the output [N, 10]; --loss … for another)".
 */
export function lossLine({ loss, because }: Pick<AnsweredLoss, "loss" | "because">, targets: string): string {
  const { output, name: its } = loss;
  const isOne = output.length === 2 ? output[1] === 1 : output[0] === 1;
  const others = subjectLossNames.filter((name) => name !== its && !(name === "cross-entropy" && isOne));
  const why = because === undefined ? "" : ` (${because}; another: --loss ${others.join(" or ")})`;
  return `loss: ${lossInWords(loss)}${why}; ${targets}`;
}
