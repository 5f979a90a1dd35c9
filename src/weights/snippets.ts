/** Code that loads a file of weights in the framework whose layout the file has. */
import { excerpt } from "../data/formats/excerpt.js";
import type { FloatType } from "../graph/float-types.js";
import type { Layout } from "./layout.js";
import { isStateDictName } from "./state-dict-name.js";

/** The format of a file of weights; `onnx` is a whole model. */
export type WeightsFormat = "npz" | "safetensors" | "onnx";

/** What a snippet has to know of a tensor in the file. */
export interface LoadedTensor {
  readonly name: string;
  /** The type in the file; float32 if left out. */
  readonly type?: FloatType | undefined;
}

/**
 * A few lines of Python that load a file of weights. The lines that put the weights into a model
 * are there only where its names can be those of the framework: a user's .onnx file may have names
 * of its own ("onnx::Conv_23").
 *
 * @param file path of the file, which the code quotes
 * @param tensors what is in the file
 * @defaultValue `tensors`: stepzero's own names, all float32
 */
export function loaderSnippet(
  format: WeightsFormat,
  layout: Layout,
  file: string,
  tensors: readonly LoadedTensor[] = [],
): string {
  const path = JSON.stringify(file);
  if (format === "onnx") {
    return [
      "import onnxruntime as ort",
      `session = ort.InferenceSession(${path})`,
      "outputs = session.run(None, {session.get_inputs()[0].name: x})",
    ].join("\n");
  }
  const read = {
    npz: ["import numpy as np", `weights = dict(np.load(${path}))`],
    safetensors: [
      ...(tensors.some(({ type }) => type === "bfloat16") ? ["import ml_dtypes  # bfloat16 for NumPy"] : []),
      "from safetensors.numpy import load_file",
      `weights = load_file(${path})`,
    ],
  }[format];
  const others = tensors.map(({ name }) => name).filter((name) => !isNameIn[layout](name));
  if (others.length > 0) {
    const names = excerpt(others.map((name) => JSON.stringify(name)));
    return [...read, `# not in the model under these names, so no line sets them: ${names}`].join("\n");
  }
  switch (layout) {
    case "pytorch":
      return format === "safetensors"
        ? ["from safetensors.torch import load_file", `model.load_state_dict(load_file(${path}))`].join("\n")
        : [
            "import torch",
            ...read,
            "model.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})",
          ].join("\n");
    case "keras":
      return [
        ...read,
        "for layer in model.layers:  # named as in the file: conv1, dense1, …",
        "    names = [layer.name + '/' + w.name.split('/')[-1].split(':')[0] for w in layer.weights]",
        "    layer.set_weights([weights[name] for name in names])",
      ].join("\n");
    case "jax":
      return [
        "from flax.traverse_util import unflatten_dict",
        ...read,
        'variables = unflatten_dict({tuple(name.split("/")): array for name, array in weights.items()})',
        "y = model.apply(variables, x)  # submodules named as in the file: conv1, dense1, …",
      ].join("\n");
    case "onnx":
      return read.join("\n");
  }
}

/** Whether a model of the framework can have a weight of this name, as the snippets look it up. */
const isNameIn: Readonly<Record<Layout, (name: string) => boolean>> = {
  pytorch: isStateDictName,
  // Our norms have "scale", "shift" and "running-mean" in the onnx layout only.
  keras: (name) => /^[^:]+\/(?!scale$|shift$)[a-z_]+$/.test(name),
  jax: (name) => /^(params|batch_stats)\/[^:]+$/.test(name),
  onnx: () => true,
};
