/** A file trained for some steps on noise, and written back. */
import type { Dataset, Split } from "../../src/data/dataset.js";
import { InputError } from "../../src/errors.js";
import { patchTensors } from "../../src/graph/file/patch.js";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { GraphBuilder, tensor } from "../../src/graph/index.js";
import { type Shape, sizeOf } from "../../src/graph/tensor.js";
import { defineInitializer } from "../../src/initializers/index.js";
import { inferRoles, modelEdit, onnxModel, reservedNames, weightsOfModel } from "../../src/network/from-onnx/index.js";
import { buildNetwork } from "../../src/network/layers/index.js";
import { normals, stream, uniforms } from "../../src/random/index.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { DivergenceError, train } from "../../src/training/index.js";
import type { OnnxFile } from "../../src/weights/node/onnx-file.js";

/** Steps of each training. */
export const STEPS = 20;

/** Rates that are tried in turn: the first with which the loss falls. */
const rates = [0.05, 1e-3, 1e-5];

/** What a file is trained on. */
export interface Noise {
  /** Of one sample. */
  readonly shape: Shape;
  readonly classes: number;
  readonly batch: number;
  /** Samples are whole numbers below this; N(0, 1) without it. */
  readonly tokens?: number | undefined;
}

/** A file after its training. */
export interface TrainedFile {
  readonly bytes: Uint8Array;
  readonly weights: Readonly<Record<string, Float32Array>>;
  readonly losses: readonly number[];
  readonly learningRate: number;
  /** "training", or "diagnosis" where the outputs are no logits `[N, classes]`. */
  readonly purpose: "training" | "diagnosis";
  /** What the library says of the file. */
  readonly notes: readonly string[];
}

/** Labelled noise: independent numbers, and classes drawn uniformly. */
function noiseSet({ shape, classes, batch, tokens }: Noise): Dataset {
  const split = (name: string, count: number): Split => {
    const numbers = stream(0, "real-models", name);
    const size = count * sizeOf(shape);
    const draws = uniforms(stream(0, "real-models", `${name} labels`), count);
    return {
      inputs: Float32Array.from(
        tokens === undefined ? normals(numbers, size) : uniforms(numbers, size).map((u) => Math.floor(u * tokens)),
      ),
      labels: Int32Array.from(draws, (u) => Math.min(classes - 1, Math.floor(u * classes))),
      count,
    };
  };
  const classNames = Array.from({ length: classes }, (_, i) => String(i));
  const parts = { train: split("train", batch), test: split("test", batch) };
  return { name: "noise", shape, classes, classNames, ...parts, checksum: "0".repeat(64) };
}

/**
 * Trains a file from the weights that it has, by SGD on one batch, and writes what came out.
 *
 * @throws InputError where it cannot be trained
 */
export async function trainedFile(runtime: Runtime, name: string, file: OnnxFile, noise: Noise): Promise<TrainedFile> {
  const start = weightsOfModel(file.bytes, { externalData: file.externalData }).weights;
  const asInTheFile = defineInitializer({ name: "file", initialize: (_, { name: of }) => start[of]! });
  const dataset = noiseSet(noise);
  const purpose = purposeOf(name, file, noise);
  const model = onnxModel(file.bytes, { ...file, name, purpose });
  for (const learningRate of rates) {
    const losses: number[] = [];
    const training = train({
      dataset,
      model,
      init: asInTheFile,
      seed: 0,
      epochs: STEPS,
      recipe: { batch: noise.batch, optimizer: { kind: "sgd", learningRate }, schedule: { kind: "constant" } },
      runtime,
      onLoss: (_, loss) => losses.push(loss),
    });
    const isLast = learningRate === rates.at(-1);
    try {
      for await (const _ of training);
    } catch (error) {
      if (error instanceof DivergenceError && !isLast) continue;
      throw error;
    }
    if (losses.at(-1)! > losses[0]! && !isLast) continue;
    // Weights that the logits do not need keep their numbers: other outputs may need them.
    const weights = { ...start, ...training.weights() };
    const problem = { input: noise.shape, classes: noise.classes };
    const notes = model.notes(problem, { input: inputOf(model), output: outputOf(model) });
    return { bytes: written(file, weights), weights, losses, learningRate, purpose, notes };
  }
  throw new Error("unreachable");
}

const inputOf = ({ options }: ReturnType<typeof onnxModel>) => String(options.input!.default);
const outputOf = ({ options }: ReturnType<typeof onnxModel>) => String(options.output!.default);

/** "training" where the library trains the file in a study; else its outputs are read as logits. */
function purposeOf(name: string, file: OnnxFile, { shape, classes }: Noise): "training" | "diagnosis" {
  const model = onnxModel(file.bytes, { ...file, name });
  try {
    model.build({ input: shape, classes }, { input: inputOf(model), output: outputOf(model) });
    return "training";
  } catch (error) {
    if (error instanceof InputError) return "diagnosis";
    throw error;
  }
}

const nameInTraining = (name: string) => (reservedNames.has(name) ? `file/${name}` : name);

/** The file with other weights and running statistics. */
function written({ bytes, externalData }: OnnxFile, weights: TrainedFile["weights"]): Uint8Array {
  const outline = readOutline(bytes, { externalData });
  const roles = inferRoles(outline);
  const byName = Object.fromEntries(
    roles.weights.map(({ tensor: { name } }) => [name, weights[nameInTraining(name)]!] as const),
  );
  const edit = modelEdit(outline, roles, byName);
  const numbers = new Map(edit.numbers);
  for (const { name, place } of roles.states) {
    const values = weights[nameInTraining(name)];
    if (values !== undefined) numbers.set(edit.nameOf(place), Float64Array.from(values));
  }
  return patchTensors(bytes, numbers, { add: edit.add, rename: edit.rename, externalData });
}

/** What the library's network answers at some weights, as logits `[rows, classes]`. */
export async function logitsOf(
  runtime: Runtime,
  name: string,
  file: OnnxFile,
  { weights, purpose, mode }: Pick<TrainedFile, "weights" | "purpose"> & { readonly mode: "evaluate" | "measure" },
  { shape, classes }: Noise,
  samples: { readonly rows: number; readonly data: ArrayLike<number> },
): Promise<Float32Array> {
  const model = onnxModel(file.bytes, { ...file, name, purpose });
  const layers = model.build({ input: shape, classes }, { input: inputOf(model), output: outputOf(model) });
  const g = new GraphBuilder("logits");
  const x = g.input("samples", "float32", [samples.rows, ...shape]);
  const network = buildNetwork(g, layers, x, { mode });
  g.output("logits", network.logits);
  const session = await runtime.createSession(writeOnnx(g.build()), { optimization: "basic" });
  const feeds = [...network.parameters, ...network.states].map(
    ({ name: of, shape: size }) => [of, tensor("float32", size, [...weights[of]!])] as const,
  );
  const outputs = await session.run({
    ...Object.fromEntries(feeds),
    samples: tensor("float32", x.shape, Array.from(samples.data)),
  });
  await session.release();
  return outputs.logits!.data as Float32Array;
}
