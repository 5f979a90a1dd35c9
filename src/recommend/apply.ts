/**
 * Code that applies a method: weights as `stepzero init` writes them, and the lines that load them.
 */
import { rateText } from "../study/results/rate-sentences.js";
import { loaderSnippet } from "../weights/index.js";

/** Code for one framework. */
export interface AppliedCode {
  /** "PyTorch". */
  readonly framework: string;
  readonly code: string;
}

/**
 * Code for PyTorch, Keras, JAX, TensorFlow.js and stepzero. The Python lines are those that
 * `stepzero init` prints.
 *
 * @param commandOf a command as this person types it, from its words
 */
export function codeFor(
  {
    model,
    data,
    use,
    rate,
  }: { readonly model: string; readonly data: string; readonly use: string; readonly rate: number },
  commandOf: (words: readonly string[]) => string,
): AppliedCode[] {
  const isFile = model.endsWith(".onnx");
  const onData = isFile ? [] : ["--data", data];
  const write = (file: string, layout: string) =>
    commandOf(["init", "--model", model, ...onData, "--init", use, "--layout", layout, "--out", file]);
  const python = (framework: string, file: string, layout: "pytorch" | "keras" | "jax"): AppliedCode => ({
    framework,
    code: `${write(file, layout)}\n${loaderSnippet(file.endsWith(".npz") ? "npz" : "safetensors", layout, file)}`,
  });
  return [
    python("PyTorch", "weights.safetensors", "pytorch"),
    python("Keras", "weights.npz", "keras"),
    python("JAX", "weights.npz", "jax"),
    {
      framework: "TensorFlow.js",
      code: [
        write("weights.safetensors", "keras"),
        'import { readFileSync } from "node:fs";',
        'import { parseSafetensors } from "stepzero/weights";',
        'const tensors = parseSafetensors(readFileSync("weights.safetensors"), "weights.safetensors");',
        "const named = new Map(tensors.map(({ name, data, shape }) => [name, tf.tensor(data, shape)]));",
        "for (const layer of model.layers) // named as in the file: conv1, dense1, …",
        '  layer.setWeights(layer.weights.map(({ name }) => named.get(layer.name + "/" + name.split("/").at(-1))));',
      ].join("\n"),
    },
    {
      framework: "stepzero",
      code: commandOf(["compare", "--model", model, "--data", data, "--init", use, "--lr", rateText(rate)]),
    },
  ];
}
