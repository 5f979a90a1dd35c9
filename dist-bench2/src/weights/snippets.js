/** Code that loads a file of weights in the framework whose layout the file has. */
import { excerpt } from "../data/formats/excerpt.js";
import { isStateDictName } from "./state-dict-name.js";
/**
 * A few lines of Python that load a file of weights. The lines that put the weights into a model
 * are there only where its names can be those of the framework: a user's .onnx file may have names
 * of its own ("onnx::Conv_23").
 *
 * @param file path of the file, which the code quotes
 * @param tensors what is in the file
 * @defaultValue `tensors`: stepzero's own names, all float32
 * @param way how the framework loads it
 * @defaultValue `way`: "strict"
 */
export function loaderSnippet(format, layout, file, tensors = [], way = "strict") {
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
    const others = tensors.map(({ name }) => name).filter((name) => !isNameIn(layout, name));
    if (others.length > 0 || way === "by-hand") {
        if (others.length === 0)
            return read.join("\n");
        const names = excerpt(others.map((name) => JSON.stringify(name)));
        return [...read, `# not in the model under these names, so no line sets them: ${names}`].join("\n");
    }
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
/** Whether a model of the framework can have a weight of this name, as the snippets look it up. */
export const isNameIn = (layout, name) => namesIn[layout](name);
const namesIn = {
    pytorch: isStateDictName,
    // Our norms have "scale", "shift" and "running-mean" in the onnx layout only.
    keras: (name) => /^[^:]+\/(?!scale$|shift$)[a-z_]+$/.test(name),
    jax: (name) => /^(params|batch_stats)\/[^:]+$/.test(name),
    onnx: () => true,
};
