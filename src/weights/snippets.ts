/** Code that loads a file of weights in the framework whose layout the file has. */
import type { Loading } from "./initialized-model.js";
import type { Layout } from "./layout.js";

/** The format of a file of weights; `onnx` is a whole model. */
export type WeightsFormat = "npz" | "safetensors" | "onnx";

/**
 * A few lines of Python that load a file of weights.
 *
 * @param file path of the file, which the code quotes
 * @param loading how a module of PyTorch can load it
 * @defaultValue `loading`: `strict`
 */
export function loaderSnippet(
  format: WeightsFormat,
  layout: Layout,
  file: string,
  loading: Exclude<Loading, "not"> = "strict",
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
  switch (layout) {
    case "pytorch":
      return format === "safetensors"
        ? [
            "from safetensors.torch import load_file",
            `model.load_state_dict(load_file(${path})${leniency[loading]}`,
          ].join("\n")
        : [
            "import torch",
            ...read,
            `model.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()}${leniency[loading]}`,
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

/** The end of the call of `load_state_dict`. */
const leniency: Readonly<Record<Exclude<Loading, "not">, string>> = {
  strict: ")",
  tied: ", strict=False)  # other names of tied weights are not in the file",
  "new-module": ", strict=False)  # model: just constructed; its batch norms are not in the file",
};
