/** The samples and classes that an .onnx file is for, as far as it says. */
import { InputError } from "../errors.js";
import { type ExternalData, readOnnx } from "../graph/file/read.js";
import { readSignature } from "../graph/file/signature.js";
import { sizeOf } from "../graph/tensor.js";
import { shapesOfInputs } from "../network/from-onnx/index.js";
import type { ProblemShape } from "../network/models/index.js";

/** The bytes of a model. */
export interface ModelBytes {
  readonly bytes: Uint8Array;
  readonly externalData?: ExternalData | undefined;
}

/**
 * The shape of one sample, from the file's first input, and the number of classes, from its first
 * output.
 *
 * @param name of the file, for messages
 * @param stated the shape of one sample, where the user states it
 * @throws InputError where the input has open axes and nobody says their sizes
 */
export function fileProblem(
  { bytes, externalData }: ModelBytes,
  name: string,
  stated: readonly number[] | undefined,
): ProblemShape {
  const { inputs, outputs } = readSignature(bytes);
  const [first] = inputs;
  if (first === undefined || outputs.length === 0) {
    throw new InputError(`${name}: no input of the model can receive samples, since each has an initializer.`);
  }
  const axes = first.axes?.slice(1);
  const input = stated ?? closedAxes(axes);
  if (input === undefined) {
    const sizes = axes === undefined ? "no shape" : `open axes: [N, ${axes.map((axis) => axis || "?").join(", ")}]`;
    throw new InputError(
      `${name}: its input "${first.name}" has ${sizes}. Say the shape of one sample: --input ${(axes ?? [1, 28, 28]).map((axis) => (typeof axis === "number" ? axis : 28)).join(",")}, for example.`,
    );
  }
  const fits =
    axes === undefined ||
    (axes.length === input.length && axes.every((axis, i) => typeof axis !== "number" || axis === input[i]));
  if (!fits) {
    throw new InputError(
      `${name}: its input "${first.name}" [N, ${axes.map((axis) => axis || "?").join(", ")}] does not take samples of [${input.join(", ")}]. ` +
        "Leave out --input where the file says the shape, or give sizes only for the axes that it leaves open.",
    );
  }
  const rows = typeof first.axes?.[0] === "number" ? first.axes[0] : 1;
  const inputShapes = shapesOfInputs(inputs, { input: first, shape: [rows, ...input] });
  // A Dropout of a file in training mode is one of the network, whose masks stepzero draws.
  const options = { inputShapes, keepDropout: true, ...(externalData === undefined ? {} : { externalData }) };
  const graph = underName(name, () => readOnnx(bytes, options));
  const { shape } = graph.outputs.get(outputs[0]!)!;
  const classes = Math.max(1, sizeOf(shape) / rows);
  return { input, classes: classes === 1 ? 2 : classes };
}

/** @throws InputError whose message begins with the file's name */
function underName<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${name}: ${error.message}`, { cause: error });
  }
}

/** The batch that a model's first input fixes; undefined where it is open. */
export function fileBatch({ bytes }: ModelBytes): number | undefined {
  const first = readSignature(bytes).inputs[0]?.axes?.[0];
  return typeof first === "number" ? first : undefined;
}

const closedAxes = (axes: readonly (number | string)[] | undefined): readonly number[] | undefined =>
  axes?.every((axis): axis is number => typeof axis === "number") ? axes : undefined;
