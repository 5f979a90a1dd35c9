/** New initial weights for a user's .onnx model. */
import { InputError } from "../errors.js";
import type { Outline } from "../graph/file/outline.js";
import { patchTensors } from "../graph/file/patch.js";
import type { ExternalData } from "../graph/file/read.js";
import { readOutline } from "../graph/file/read-outline.js";
import { type Shape, sizeOf, toNumbers } from "../graph/tensor.js";
import { type ChosenInitializer, initialWeights, isDataDriven } from "../initializers/index.js";
import {
  floatType,
  inFileOrder,
  inferRoles,
  type ModelRoles,
  type ModelWeight,
  modelEdit,
} from "../network/from-onnx/index.js";
import { chosenTensors } from "./chosen-tensors.js";
import { withForgetBiases } from "./forget-biases.js";
import type { InitializedModel, InitializedTensor } from "./initialized-model.js";
import { axesIn, type Layout } from "./layout.js";
import { notesOf, outcomeOf } from "./onnx-notes.js";
import { isStateDictName } from "./state-dict-name.js";

/** How to initialize an .onnx model. */
export interface InitializeOnnxOptions {
  /** The initializer; `parseInitializer` reads one from text. It must need no data. */
  readonly method: ChosenInitializer;
  /** A whole number from 0; the same seed gives the same bits. */
  readonly seed: number;
  /**
   * Whose axis orders the tensors have; names stay the file's.
   *
   * @defaultValue "onnx"
   */
  readonly layout?: Layout | undefined;
  /** Names of tensors that keep their numbers; `*` stands for any text. */
  readonly keep?: readonly string[] | undefined;
  /** Names of the only tensors that get new numbers; `*` stands for any text. */
  readonly only?: readonly string[] | undefined;
  /**
   * What the biases of all forget gates start at (the input's, where a gate adds two).
   *
   * @defaultValue the method's: 1 in `keras-default`, 0 in most others
   */
  readonly forgetBias?: number | undefined;
  /**
   * Shape of one sample, `[C, H, W]`, for a model whose first input has open axes. Fans do not
   * depend on it; the roles of what stands behind computed shapes may.
   */
  readonly input?: Shape | undefined;
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
 * Draws every weight whose role the graph shows, and resets running statistics. Operators that
 * stepzero does not know are no obstacle. All other tensors keep their numbers; notes name them,
 * and `outcome` says whether the model is a fresh network.
 *
 * @param bytes the .onnx file
 * @throws InputError for bytes that are no .onnx model, a data-driven method, a pattern of `keep`
 * or `only` that no tensor has, or a forget bias where no forget gate is
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
  const { method, seed, layout = "onnx", source = "the model", externalData, input, forgetBias } = options;
  const { initializer } = method;
  if (isDataDriven(initializer)) {
    throw new InputError(
      `${initializer.name} is ${initializer.kind}: it needs a network that stepzero can train. Choose a method that needs no data, or a network by name or in a .ts file.`,
    );
  }
  const open = readOutline(bytes, { externalData });
  const outline =
    input === undefined ? open : readOutline(bytes, { externalData, inputShapes: sizesOf(open, input, source) });
  const roles = inferRoles(outline, { keeps: chosenTensors(outline, options) });
  const specifications = roles.weights.map(({ tensor }) => tensor);
  const draws = initialWeights(initializer, specifications, seed, method.options);
  const numbers = withForgetBiases(draws, specifications, forgetBias, source);
  return {
    tensors: tensorsOf(outline, roles, numbers, layout),
    notes: notesOf(roles, method, source),
    outcome: outcomeOf(roles),
    onnx: () => {
      const { numbers: replaced, add, rename } = modelEdit(outline, roles, numbers);
      return patchTensors(bytes, replaced, { add, rename, externalData, source });
    },
  };
}

/**
 * The shape of the first input with the sizes of a sample.
 *
 * @throws InputError where the number of axes differs, a size of the file does, or no axis is open
 */
function sizesOf({ inputs }: Outline, sample: Shape, source: string): Record<string, Shape> {
  const [first] = inputs;
  const axes = first?.axes;
  if (first === undefined || axes === undefined)
    throw new InputError(`${source} has no input whose sizes could be set.`);
  const [, ...own] = axes;
  const fits = own.length === sample.length && own.every((n, i) => typeof n === "string" || n === sample[i]);
  const stated = `[${axes.map((n) => (n === "" ? "?" : n)).join(", ")}]`;
  if (!fits) {
    throw new InputError(
      `The sample [${sample.join(", ")}] does not fit the input ${first.name} ${stated} of ${source}.`,
    );
  }
  if (own.every((n) => typeof n === "number")) {
    throw new InputError(
      `The sizes of the input ${first.name} ${stated} of ${source} are set already. Leave out the sample's shape.`,
    );
  }
  return { [first.name]: [typeof axes[0] === "number" ? axes[0] : 1, ...sample] };
}

/** Weights, running statistics, and what keeps its numbers: all that a state dictionary needs. */
function tensorsOf(
  outline: Outline,
  roles: ModelRoles,
  numbers: Readonly<Record<string, Float32Array>>,
  layout: Layout,
): InitializedTensor[] {
  const stored = new Map(outline.stored.map((value) => [value.name, value.tensor]));
  const weights = roles.weights.map((weight): InitializedTensor => {
    const { tensor } = weight;
    const data = numbers[tensor.name]!;
    // PyTorch's exporter stores what the state dictionary has as it is there, by its name.
    const isOfState = layout === "pytorch" && outline.producer === "pytorch" && isStateDictName(tensor.name);
    const axes = layout === "onnx" || isOfState ? inFile(weight, data) : axesIn({ ...tensor, data }, layout);
    return { name: tensor.name, ...axes, ...storedAs(weight.places[0]?.type), specification: tensor };
  });
  const statistics = roles.states.map(({ name, shape, initial, place }) => ({
    name,
    shape,
    ...storedAs(place.type),
    data: new Float32Array(sizeOf(shape)).fill(initial),
  }));
  const kept = roles.kept.flatMap(({ name, shape }): InitializedTensor[] => {
    const tensor = stored.get(name)!;
    if (tensor.place !== "initializer") return [];
    return [
      { name, shape, data: Float64Array.from(toNumbers(tensor.read())), type: floatType(tensor.type), kept: true },
    ];
  });
  return [...weights, ...statistics, ...kept];
}

/** The type that the file has, unless it is float32. */
function storedAs(type = "float"): Pick<InitializedTensor, "type"> {
  return floatType(type) === "float32" ? {} : { type: floatType(type) };
}

/** A weight in the axes of the stored tensor that it is all of; a part of one in our own. */
function inFile({ tensor, places: [place] }: ModelWeight, data: Float32Array) {
  const isAll = place !== undefined && sizeOf(place.shape) === data.length;
  return isAll ? { shape: place.shape, data: inFileOrder(place, data) } : { shape: tensor.shape, data };
}
