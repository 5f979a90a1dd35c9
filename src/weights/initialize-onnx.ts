/** New initial weights for a user's .onnx model. */
import { InputError } from "../errors.js";
import { type ExternalData, readOnnx } from "../graph/file/read.js";
import { sizeOf } from "../graph/tensor.js";
import { type ChosenInitializer, initialWeights, isDataDriven } from "../initializers/index.js";
import { inFileLayout, inferRoles, type ModelRoles, replaceInitializers } from "../network/from-onnx/index.js";
import type { InitializedModel, InitializedTensor } from "./initialized-model.js";
import { axesIn, type Layout } from "./layout.js";
import { forPyTorch } from "./pytorch/for-pytorch.js";

/** How to initialize an .onnx model. */
export interface InitializeOnnxOptions {
  /** The initializer; `parseInitializer` reads one from text. It must need no data. */
  readonly method: ChosenInitializer;
  /** A whole number from 0; the same seed gives the same bits. */
  readonly seed: number;
  /**
   * Whose axis orders the tensors have; names stay the file's. In the layout `pytorch` the tensors
   * are the state dictionary of the module that the file was exported from, as far as it tells.
   *
   * @defaultValue "onnx"
   */
  readonly layout?: Layout | undefined;
  /**
   * The file's name, for messages.
   *
   * @defaultValue "the model"
   */
  readonly source?: string | undefined;
  /** Reads weights that the model keeps in files beside it. */
  readonly externalData?: ExternalData | undefined;
}

/**
 * Draws every weight whose role the graph shows, and resets running statistics. All other constants
 * keep their numbers; a note names them.
 *
 * @param bytes the .onnx file
 * @throws InputError for bytes that are no .onnx model, a model without weights, or a data-driven
 * method
 * @example
 * import { parseInitializer, parseModel } from "stepzero";
 * import { initializeModel, initializeOnnx } from "stepzero/weights";
 *
 * // Any .onnx file will do; this one is an MLP with weights of He.
 * const { onnx } = await initializeModel({
 *   model: parseModel("mlp"),
 *   problem: { input: [784], classes: 10 },
 *   method: parseInitializer("he"),
 *   seed: 0,
 * });
 * const fresh = initializeOnnx(onnx(), { method: parseInitializer("orthogonal"), seed: 0 });
 * const file = fresh.onnx(); // the bytes of a file with orthogonal weights
 */
export function initializeOnnx(bytes: Uint8Array, options: InitializeOnnxOptions): InitializedModel {
  const { method, seed, layout = "onnx", source = "the model", externalData } = options;
  const { initializer } = method;
  if (isDataDriven(initializer)) {
    throw new InputError(
      `${initializer.name} is ${initializer.kind}: it needs a network that stepzero can train. Choose a method that needs no data, or a network by name or in a .ts file.`,
    );
  }
  const roles = inferRoles(readOnnx(bytes, externalData === undefined ? {} : { externalData }));
  if (roles.weights.length === 0) throw new InputError(`${source} has no weights among its initializers.`);
  const specifications = roles.weights.map(({ tensor }) => tensor);
  const numbers = initialWeights(initializer, specifications, seed, method.options);
  const statistics = roles.states.map(({ name, shape, initial }) => ({
    name,
    shape,
    data: new Float32Array(sizeOf(shape)).fill(initial),
  }));
  const tensors = [...placed(roles, numbers, layout), ...statistics];
  const initialized: InitializedModel = {
    tensors,
    notes: noteOfOthers(roles),
    onnx: () => {
      const inFile = [...placed(roles, numbers, "onnx"), ...statistics];
      return replaceInitializers(bytes, new Map(inFile.map(({ name, data }) => [name, data])), externalData);
    },
  };
  return layout === "pytorch" ? forPyTorch(initialized) : initialized;
}

/** The weights; in the layout "onnx" with the axes that the file has. */
function placed(
  { weights }: ModelRoles,
  numbers: Readonly<Record<string, Float32Array>>,
  layout: Layout,
): InitializedTensor[] {
  return weights.map((weight) => {
    const { tensor, shape } = weight;
    const data = numbers[tensor.name]!;
    const axes = layout === "onnx" ? { shape, data: inFileLayout(weight, data) } : axesIn({ ...tensor, data }, layout);
    return { name: tensor.name, ...axes, specification: tensor };
  });
}

function noteOfOthers({ others }: ModelRoles): string[] {
  if (others.length === 0) return [];
  const list = others.map(({ name, shape }) => `${name} [${shape.join(", ")}]`).join(", ");
  return [`These keep their numbers, since their role is unknown: ${list}.`];
}
