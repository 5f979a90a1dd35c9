/**
 * Initializers and models as a command names them: one of stepzero's own, or a user's file.
 */
import { existsSync } from "node:fs";
import { InputError } from "../../../../errors.js";
import { type ChosenInitializer, parseInitializer } from "../../../../initializers/index.js";
import { type ChosenModel, parseModel } from "../../../../network/models/index.js";
import { splitModulePath } from "./path.js";

/**
 * The initializer that a text names: "he:gain=2" or "./mine.ts:gain=2".
 *
 * @throws InputError for an unknown method or option, or a file that holds no initializer
 */
export async function chooseInitializer(text: string): Promise<ChosenInitializer> {
  const module = splitModulePath(text);
  if (module === undefined) return parseInitializer(text);
  const { loadInitializer } = await import("./load.js");
  const { initializer } = await loadInitializer(module.path);
  return parseInitializer(initializer.name + module.options, [initializer]);
}

/**
 * The network that a text names: "mlp:depth=3" or "./mine.ts:depth=3".
 *
 * @throws InputError for an unknown model or option, or a file that holds no network
 */
export async function chooseModel(text: string): Promise<ChosenModel> {
  const module = splitModulePath(text);
  if (module === undefined) {
    refuseFile(text);
    return parseModel(text);
  }
  const { loadModel } = await import("./load.js");
  const { model } = await loadModel(module.path);
  return parseModel(model.name + module.options, [model]);
}

/** Files in which other programs keep networks or weights. */
const ofOthers = /\.(pt|pth|pt2|ckpt|bin|pkl|safetensors|h5|hdf5|keras|pb|tflite|mlmodel|gguf|npz)$/i;

/** @throws InputError where the text is a file of another kind, which one may take for a model */
function refuseFile(text: string): void {
  if (!ofOthers.test(text) && !(/\.\w+$/.test(text) && existsSync(text))) return;
  throw new InputError(
    `${text} is no model that stepzero can read. Export the network as an .onnx file ` +
      `(PyTorch: torch.onnx.export(model, (example,), "model.onnx")), or define it in a .ts or .js file.`,
  );
}
