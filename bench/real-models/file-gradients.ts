/** Outputs of an .onnx file, and its gradients with respect to every float constant. */
import type { NumericArray } from "../../src/data/formats/array.js";
import { readOnnx } from "../../src/graph/file/read.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import { type Graph, GraphBuilder, type Tensor, tensor } from "../../src/graph/index.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import type { OnnxFile } from "../../src/weights/node/onnx-file.js";

/** Numbers by name. */
export type Arrays = ReadonlyMap<string, NumericArray>;

/** The arrays whose names begin with a word and a slash. */
export function arraysOf(arrays: ReadonlyMap<string, () => NumericArray>, word: string): Arrays {
  const entries = [...arrays].filter(([name]) => name.startsWith(`${word}/`));
  return new Map(entries.map(([name, read]) => [name.slice(word.length + 1), read()]));
}

const shapesOf = (inputs: Arrays) => Object.fromEntries([...inputs].map(([name, { shape }]) => [name, shape]));

const feedsFor = (entries: Graph["inputs"], inputs: Arrays): Record<string, Tensor> =>
  Object.fromEntries(entries.map(({ name, type, shape }) => [name, tensor(type, shape, [...inputs.get(name)!.data])]));

/** The float outputs of a file, by name. */
export async function outputsOf(
  runtime: Runtime,
  { bytes, externalData }: OnnxFile,
  inputs: Arrays,
): Promise<ReadonlyMap<string, Float32Array>> {
  const graph = readOnnx(bytes, { externalData, inputShapes: shapesOf(inputs) });
  const session = await runtime.createSession(writeOnnx(graph), { optimization: "basic" });
  const values = await session.run(feedsFor(graph.inputs, inputs));
  await session.release();
  const floats = [...graph.outputs].filter(([, { type }]) => type.startsWith("float"));
  return new Map(floats.map(([name]) => [name, Float32Array.from(values[name]!.data as Float32Array)]));
}

/**
 * stepzero's gradients of Σ weight · output, by the names of the constants.
 *
 * @throws InputError for an operator without a gradient rule
 */
export async function gradientsOf(
  runtime: Runtime,
  { bytes, externalData }: OnnxFile,
  inputs: Arrays,
  weights: Arrays,
): Promise<ReadonlyMap<string, Float32Array>> {
  const g = GraphBuilder.from({ ...readOnnx(bytes, { externalData, inputShapes: shapesOf(inputs) }) });
  const graph = g.build();
  const wrt = [...graph.constants.keys()].filter((value) => value.type === "float32");
  const outputs = [...graph.outputs].filter(([name]) => weights.has(name));
  const seeds = outputs.map(([name, { shape }]) => g.constant(tensor("float32", shape, [...weights.get(name)!.data])));
  const results = gradients(
    g,
    outputs.map(([, value]) => value),
    wrt,
    seeds,
  );
  const derivatives = GraphBuilder.from({
    ...g.build(),
    outputs: new Map(results.map((value, i) => [`gradient${i}`, value])),
  });
  const session = await runtime.createSession(writeOnnx(derivatives.build()), { optimization: "basic" });
  const values = await session.run(feedsFor(graph.inputs, inputs));
  await session.release();
  return new Map(wrt.map(({ name }, i) => [name, values[`gradient${i}`]!.data as Float32Array]));
}

/** The largest size of a tensor's numbers. */
export const magnitude = (data: ArrayLike<number>): number => {
  let most = 0;
  for (let i = 0; i < data.length; i++) most = Math.max(most, Math.abs(data[i]!));
  return most;
};
