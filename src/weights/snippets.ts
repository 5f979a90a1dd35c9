/** Code that loads a file of weights in the framework whose layout the file has. */
import type { Loading } from "./initialized-model.js";
import type { Layout } from "./layout.js";

/** The format of a file of weights; `onnx` is a whole model. */
export type WeightsFormat = "npz" | "safetensors" | "onnx";

/**
 * A few lines of Python that load a file of weights.
 *
 * @param file path of the file, which the code quotes
 * @param way how the framework loads it; code for a file that must be loaded by hand only reads it
 * @defaultValue way "strict"
 */
export function loaderSnippet(
  format: WeightsFormat,
  layout: Layout,
  file: string,
  way: Loading["way"] = "strict",
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
    safetensors: ["from safetensors.numpy import load_file", `weights = load_file(${path})`],
  }[format];
  if (way === "by-hand") return read.join("\n");
  switch (layout) {
    case "pytorch": {
      const lenient = way === "partial" ? ", strict=False" : "";
      return format === "safetensors"
        ? ["from safetensors.torch import load_file", `model.load_state_dict(load_file(${path})${lenient})`].join("\n")
        : [
            "import torch",
            ...read,
            "state = {name: torch.from_numpy(array) for name, array in weights.items()}",
            `model.load_state_dict(state${lenient})`,
          ].join("\n");
    }
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
