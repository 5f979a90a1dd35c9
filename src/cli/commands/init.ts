/** `stepzero init`: writes a network's initial weights to a file. */
import { InputError } from "../../errors.js";
import type { CommandDefinition, GivenOptions } from "../command.js";
import { wholeNumber } from "../numbers.js";

export const init: CommandDefinition = {
  name: "init",
  summary: "Write a network's initial weights for PyTorch, Keras, Flax or ONNX",
  options: [
    {
      name: "model",
      value: "NAME",
      help: "A network by name (see stepzero list models), your own in a .ts or .js file, or an .onnx file (default: mlp)",
    },
    {
      name: "init",
      value: "NAME",
      help: "Initializer, with options as random:std=0.1, or your own file (default: he)",
    },
    { name: "seed", value: "N", help: "The same seed gives the same bytes (default: 0)" },
    {
      name: "out",
      value: "FILE",
      help: "weights.npz, weights.safetensors or model.onnx (no default: it must be given)",
    },
    {
      name: "layout",
      value: "NAME",
      help: "pytorch, keras, jax or onnx: whose names and axis orders (default: pytorch; onnx for .onnx files and models)",
    },
    { name: "data", value: "NAME", help: "Data set whose shape and classes the network is for (default: glyphs)" },
    { name: "input", value: "SHAPE", help: "One sample's shape instead, as 3,32,32 or 784 (default: the data set's)" },
    { name: "classes", value: "N", help: "Number of classes, with --input (default: the data set's)" },
    { name: "batch", value: "N", help: "Rows of the input of an .onnx file (default: 1)" },
    {
      name: "data-dir",
      value: "DIR",
      help: "The only folder of data sets (default: STEPZERO_DATA, else the cache, else downloaded)",
    },
    { name: "force", help: "Replace the file if it exists (default: no)" },
    { name: "json", help: "Print one JSON object instead of the table (default: no)" },
  ],
  examples: [
    "stepzero init --model mnist_cnn --init he --seed 0 --out weights.safetensors",
    "stepzero init --model resnet20 --data cifar10 --init fixup --out weights.npz --layout keras",
    "stepzero init --model resnet.onnx --init orthogonal --out fresh.onnx",
  ],
  run: async (_, given) => {
    const { runInit } = await import("./run-init.js");
    const out = given.get("out");
    if (out === undefined)
      throw new InputError("--out is missing: --out weights.npz, weights.safetensors or model.onnx.");
    const input = shape(given);
    const classes = wholeNumber(given, "classes", 2, 10_000_000);
    if ((input === undefined) !== (classes === undefined)) {
      throw new InputError("--input and --classes belong together: --input 3,32,32 --classes 10.");
    }
    if (input !== undefined && given.has("data"))
      throw new InputError("Give --data, or --input with --classes, not both.");
    return runInit({
      model: given.get("model") ?? "mlp",
      init: given.get("init") ?? "he",
      seed: wholeNumber(given, "seed", 0, Number.MAX_SAFE_INTEGER) ?? 0,
      out,
      layout: given.get("layout"),
      data: given.get("data") ?? "glyphs",
      problem: input === undefined ? undefined : { input, classes: classes! },
      batch: wholeNumber(given, "batch", 1, 65_536) ?? 1,
      dataDir: given.get("data-dir"),
      force: given.has("force"),
      json: given.has("json"),
    });
  },
};

/** @throws InputError unless it is sizes separated by commas */
function shape(given: GivenOptions): readonly number[] | undefined {
  const text = given.get("input");
  if (text === undefined) return undefined;
  const sizes = text.split(",").map((size) => (/^\s*[1-9]\d{0,7}\s*$/.test(size) ? Number(size) : 0));
  if (sizes.length <= 4 && sizes.every((size) => size > 0)) return sizes;
  throw new InputError(`--input must be sizes separated by commas, as 3,32,32 or 784, got "${text}".`);
}
