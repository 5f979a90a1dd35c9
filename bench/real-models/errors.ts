/** How far stepzero's outputs and gradients of a file are from those of the oracle. */
import type { NumericArray } from "../../src/data/formats/array.js";
import type { parseNpz } from "../../src/data/formats/npz.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import type { OnnxFile } from "../../src/weights/node/onnx-file.js";
import { arraysOf, gradientsOf, magnitude, outputsOf } from "./file-gradients.js";

/** What the oracle wrote of a file, by name. */
export type OracleArrays = ReturnType<typeof parseNpz>;

/** The largest difference of two outputs, of the largest number. */
export function distance(got: ArrayLike<number> | undefined, { data }: NumericArray): number {
  if (got === undefined || got.length !== data.length) return Number.POSITIVE_INFINITY;
  const apart = Array.from(data, (x, i) => got[i]! - x);
  return magnitude(apart) / Math.max(magnitude(data), 1e-30);
}

/** The largest error of outputs against each runner that the oracle has, and the runner's own. */
export async function forwardError(runtime: Runtime, file: OnnxFile, arrays: OracleArrays) {
  const got = await outputsOf(runtime, file, arraysOf(arrays, "input"));
  const runners = ["output", "twin"].flatMap((word) => [...arraysOf(arrays, word)]);
  const floats = runners.filter(([output]) => got.has(output));
  const spreads = [...arraysOf(arrays, "output")].flatMap(([output, { data }]) => {
    const spread = arraysOf(arrays, "spread").get(output);
    return spread === undefined ? [] : [Number(spread.data[0]) / Math.max(magnitude(data), 1e-30)];
  });
  return {
    error: Math.max(...floats.map(([output, expected]) => distance(got.get(output), expected))),
    spread: Math.max(...spreads),
  };
}

/** The largest error of a gradient, of its tensor's largest or a thousandth of the model's. */
export async function gradientError(runtime: Runtime, file: OnnxFile, arrays: OracleArrays) {
  const [places, expected] = [arraysOf(arrays, "index"), arraysOf(arrays, "gradient")];
  const got = await gradientsOf(runtime, file, arraysOf(arrays, "input"), arraysOf(arrays, "weight"));
  const relevant = [...expected.keys()].filter((tensor) => got.has(tensor));
  const floor = 1e-3 * Math.max(...relevant.map((tensor) => magnitude(got.get(tensor)!)));
  const errors = relevant.map((tensor) => {
    const ours = got.get(tensor)!;
    const at = places.get(tensor)!.data;
    const { data } = expected.get(tensor)!;
    const apart = Array.from(data, (x, i) => ours[Number(at[i])]! - x);
    return magnitude(apart) / Math.max(magnitude(ours), magnitude(data), floor, 1e-30);
  });
  return { error: Math.max(...errors), tensors: relevant.length };
}
