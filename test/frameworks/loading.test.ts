/** The printed lines in Keras, Flax and PyTorch; readers of today for what no framework loads. */

import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loaderSnippet, writeSafetensors } from "../../src/weights/index.js";
import { at } from "../cli/init-files.js";
import { havePython, haveToday, python, pythonOfToday } from "../oracles.js";
import { runPython } from "../python.js";
import { describeLoading } from "./loading.js";

describe.skipIf(!haveToday("keras"))("Keras", () => {
  describeLoading("keras", ["npz", "safetensors"], pythonOfToday, "load_keras.py");
});

describe.skipIf(!haveToday("flax"))("Flax", () => {
  describeLoading("jax", ["npz", "safetensors"], pythonOfToday, "load_flax.py");
});

// Debian has no safetensors; the long tests load one into PyTorch of today.
describe.skipIf(!havePython("torch"))("PyTorch", () => describeLoading("pytorch", ["npz"], python, "load_torch.py"));

it.skipIf(!haveToday("safetensors"))("the lines for safetensors alone, with every type of number", () => {
  const data = Float32Array.of(1.5, -0.25, 2 ** -10, -3);
  const tensors = (["float32", "float16", "bfloat16"] as const).map((type) => ({
    name: type,
    shape: [2, 2],
    data,
    type,
  }));
  writeFileSync(at("types.safetensors"), writeSafetensors(tensors));
  const lines = loaderSnippet("safetensors", "onnx", at("types.safetensors"), tensors);
  const program = `
${lines}
import json
print(json.dumps({name: [str(w.dtype), list(w.shape), w.astype("float32").ravel().tolist()] for name, w in weights.items()}))`;
  expect(JSON.parse(runPython(program, [], "", pythonOfToday))).toEqual(
    Object.fromEntries(tensors.map(({ name }) => [name, [name, [2, 2], [...data]]])),
  );
});
