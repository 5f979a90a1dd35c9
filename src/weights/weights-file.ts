/** The bytes of a file of weights. */
import { writeNpz } from "../data/formats/npz.js";
import { writeSafetensors } from "../data/formats/safetensors.js";
import type { InitializedModel } from "./initialized-model.js";
import type { WeightsFormat } from "./snippets.js";

/**
 * An initialized network as a file: .npz and .safetensors hold its tensors, .onnx the whole
 * network.
 *
 * @param metadata texts for the header of a .safetensors file; the other formats have no place for
 * them
 * @throws InputError for what the format does not hold, such as two tensors of one name
 * @example
 * import { parseInitializer, parseModel } from "stepzero";
 * import { initializeModel, weightsFile } from "stepzero/weights";
 *
 * const model = await initializeModel({
 *   model: parseModel("mlp"),
 *   problem: { input: [784], classes: 10 },
 *   method: parseInitializer("he"),
 *   seed: 0,
 * });
 * const bytes = weightsFile("safetensors", model, { init: "he", seed: "0" });
 */
export function weightsFile(
  format: WeightsFormat,
  { tensors, onnx }: InitializedModel,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  switch (format) {
    case "npz":
      return writeNpz(tensors);
    case "safetensors":
      return writeSafetensors(tensors, metadata);
    case "onnx":
      return onnx();
  }
}
