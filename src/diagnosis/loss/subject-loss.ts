/** The loss that a network is diagnosed by, and what its targets are. Read this first. */
import { InputError } from "../../errors.js";
import { type Shape, sizeOf } from "../../graph/tensor.js";
import type { Batch } from "../../initializers/network-access.js";
import { at, normals, stream, uniforms } from "../../random/index.js";

/** The losses that a network can be diagnosed by. */
export const subjectLossNames = ["cross-entropy", "mse", "binary-cross-entropy"] as const;

/** The name of one of them. */
export type SubjectLossName = (typeof subjectLossNames)[number];

/** The loss of a network, and how it reads the output. */
export interface SubjectLoss {
  /**
   * "cross-entropy": −log softmax at the target's class, the mean over the places of the output;
   * "mse": the mean of (output − target)² over the output; "binary-cross-entropy": the mean over
   * the output of −t log σ(z) − (1 − t) log(1 − σ(z)), for logits z.
   */
  readonly name: SubjectLossName;
  /**
   * One sample's output, as the model returns it: `[classes]`, `[C, H, W]`, `[T, classes]`. The
   * network itself returns it flattened, `[N, size]`.
   */
  readonly output: Shape;
  /**
   * Of cross-entropy: the axis of the classes, where the batch is axis 0.
   *
   * @defaultValue 1
   */
  readonly axis?: number | undefined;
  /**
   * The targets of the whole batch: classes `[N, places]` of cross-entropy, 0 or 1 `[N, size]` of
   * binary cross-entropy, numbers `[N, size]` of mse. Without them the batch's labels are: as
   * classes, as one number for each class that is 1 for the label and else 0, and for a binary
   * output of one number as that number.
   *
   * @defaultValue the labels of the batch
   */
  readonly targets?: Int32Array | Float32Array | undefined;
  /**
   * Whether the targets are the samples themselves, as of an autoencoder.
   *
   * @defaultValue false: they were drawn
   */
  readonly isOfInputs?: boolean | undefined;
}

/** The loss of a subject that names none: cross-entropy over its outputs. */
export const usualLoss = (width: number): SubjectLoss => ({ name: "cross-entropy", output: [width] });

/** How many classes it tells apart at each place: 2 of binary answers; of mse all outputs. */
export function classesOf({ name, output, axis = 1 }: SubjectLoss): number {
  if (name === "binary-cross-entropy") return 2;
  return name === "mse" ? sizeOf(output) : output[axis - 1]!;
}

/** How many targets a sample has: the places of cross-entropy, the outputs of the others. */
export const targetCount = (loss: SubjectLoss): number =>
  loss.name === "cross-entropy" ? sizeOf(loss.output) / classesOf(loss) : sizeOf(loss.output);

/**
 * The loss with targets that know nothing of the samples: classes and binary answers are uniform,
 * targets of mse N(0, 1).
 *
 * @throws InputError for more than 2³⁰ targets
 */
export function withDrawnTargets(loss: SubjectLoss, rows: number, seed: number): SubjectLoss {
  const count = rows * targetCount(loss);
  if (count > 2 ** 30) {
    throw new InputError(
      `${rows} samples have ${count} targets of an output [${loss.output.join(", ")}], more than 2^30. Choose fewer with --rows.`,
    );
  }
  const numbers = stream(seed, "diagnosis", "labels");
  if (loss.name === "mse") return { ...loss, targets: Float32Array.from(normals(numbers, count)) };
  const classes = classesOf(loss);
  const targets = Int32Array.from(uniforms(at(numbers, 0), count), (u) =>
    Math.min(classes - 1, Math.floor(u * classes)),
  );
  return { ...loss, targets };
}

/**
 * The loss with targets that no label says: of mse the samples themselves, where the output has as
 * many numbers (an autoencoder); else drawn ones.
 *
 * @param input the shape of one sample
 */
export function withTargets(loss: SubjectLoss, { inputs, rows }: Batch, input: Shape, seed: number): SubjectLoss {
  if (loss.name !== "mse" || sizeOf(loss.output) === 1 || sizeOf(loss.output) !== sizeOf(input)) {
    return withDrawnTargets(loss, rows, seed);
  }
  return { ...loss, targets: Float32Array.from(inputs), isOfInputs: true };
}

const inWords: Readonly<Record<SubjectLossName, string>> = {
  "cross-entropy": "cross-entropy",
  mse: "mse (the mean squared error)",
  "binary-cross-entropy": "binary cross-entropy of logits",
};

/**
 * "cross-entropy over 10 classes", "cross-entropy over 2 classes (axis 1) at each of 256 places".
 */
export function lossInWords(loss: SubjectLoss): string {
  const { name, output, axis = 1 } = loss;
  if (name !== "cross-entropy") {
    const size = sizeOf(output);
    return `${inWords[name]} over ${size} ${size === 1 ? "output" : "outputs"}`;
  }
  const places = targetCount(loss);
  const over = `${inWords[name]} over ${classesOf(loss)} classes`;
  return places === 1 ? over : `${over} (axis ${axis}) at each of ${places} places`;
}

/** What the loss is compared with, in words: "drawn uniformly", "the labels". */
export function targetsInWords({ name, output, targets, isOfInputs }: SubjectLoss, labelled: boolean): string {
  if (isOfInputs) return "targets are the samples themselves, as of an autoencoder";
  if (targets !== undefined) return name === "mse" ? "targets drawn, N(0, 1)" : "targets drawn uniformly";
  const labels = labelled ? "labels" : "drawn labels";
  if (name === "mse") return `targets 1 for the class of the ${labels}, else 0`;
  return name === "binary-cross-entropy" && sizeOf(output) > 1
    ? `targets 1 for the class of the ${labels}, else 0`
    : `targets are the ${labels}`;
}
