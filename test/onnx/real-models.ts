/** The real .onnx models of ../shared/models: read, and fed with random numbers of their shapes. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readOnnx } from "../../src/graph/file/read.js";
import { readSignature } from "../../src/graph/file/signature.js";
import type { Graph, Value } from "../../src/graph/graph.js";
import { type Shape, sizeOf, type Tensor, tensor } from "../../src/graph/tensor.js";
import { type TrainableModel, trainableModel } from "../../src/network/from-onnx/index.js";
import { normals, stream } from "../../src/random/index.js";
import { type OnnxFile, readOnnxFile } from "../../src/weights/node/onnx-file.js";

const folder = "../shared/models";

/** The names of the files. */
export const realModels: readonly string[] = existsSync(folder)
  ? readdirSync(folder).filter((name) => name.endsWith(".onnx"))
  : [];

/** A file, and its inputs at sizes that fit. */
export interface RealModel {
  readonly file: OnnxFile;
  /** Sizes of the inputs; open axes have 12, but for the batch. */
  readonly inputShapes: Readonly<Record<string, Shape>>;
  /** The batch of the file; 4 where it leaves the batch open. */
  readonly batch: number;
}

/** Reads a file's inputs. */
export function realModel(name: string): RealModel {
  const file = readOnnxFile(join(folder, name));
  const { inputs } = readSignature(file.bytes);
  const [first] = inputs[0]?.axes ?? [];
  const batch = typeof first === "number" ? first : 4;
  const sizes = inputs.map(({ name: input, axes = [] }): [string, Shape] => [
    input,
    axes.map((axis, i) => (typeof axis === "number" ? axis : i === 0 || (axis !== "" && axis === first) ? batch : 12)),
  ]);
  return { file, inputShapes: Object.fromEntries(sizes), batch };
}

/** The model as training reads it. */
export function trainable({ file, inputShapes }: RealModel): { readonly model: TrainableModel; readonly graph: Graph } {
  const { externalData } = file;
  const model = trainableModel(file.bytes, { inputShapes, externalData });
  return { model, graph: readOnnx(model.bytes, { inputShapes, externalData, keepDropout: true }) };
}

/** Random samples for inputs: normals, and 0 or 1 for tokens. */
export function randomFeeds(inputs: readonly Value[], seed = 0): Record<string, Tensor> {
  return Object.fromEntries(
    inputs.map(({ name, type, shape }) => {
      const numbers = normals(stream(seed, `feed ${name}`), sizeOf(shape));
      const values = type.startsWith("float") ? numbers : numbers.map((x) => Math.floor(Math.abs(100 * x)) % 2);
      return [name, tensor(type, shape, values)];
    }),
  );
}
