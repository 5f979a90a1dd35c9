/**
 * What training needs to know of an .onnx model: which constants come from which parameters, and
 * which are running statistics. All other files of training use only this.
 */
import type { GraphBuilder } from "../../../graph/builder.js";
import { patchTensors } from "../../../graph/file/patch.js";
import type { ExternalData } from "../../../graph/file/read.js";
import { readOutline } from "../../../graph/file/read-outline.js";
import type { Value } from "../../../graph/graph.js";
import { type Shape, sizeOf } from "../../../graph/tensor.js";
import type { TensorSpecification } from "../../parameter.js";
import { inferRoles } from "../infer-roles.js";
import { modelEdit } from "../model-edit.js";
import type { KeptTensor, MissedKernel, ModelRoles } from "../model-roles.js";
import { type PlacedPart, storedFromParts } from "./stored-from-parts.js";

/** A constant of the file that holds the numbers of parameters. */
export interface ParameterConstant {
  /** Its name in `TrainableModel.bytes`. */
  readonly name: string;
  /** The names of the parameters that it is made of. */
  readonly parameters: readonly string[];
  /** The constant's value, from those of the parameters: the same numbers in the file's layout. */
  readonly build: (g: GraphBuilder, parameters: readonly Value[]) => Value;
}

/** A running statistic of the model. */
export interface TrainableState {
  readonly name: string;
  /** The name of its constant in `TrainableModel.bytes`. */
  readonly constant: string;
  readonly shape: Shape;
  /** Its value before training. */
  readonly initial: number;
}

/** An .onnx model, as training sees it. */
export interface TrainableModel {
  /** The model, whose constants the other fields name; each has one use. */
  readonly bytes: Uint8Array;
  /** In the order of a forward pass; shapes are in our layout, roles are complete. */
  readonly parameters: readonly TensorSpecification[];
  readonly constants: readonly ParameterConstant[];
  readonly states: readonly TrainableState[];
  /** Stored floats of more than one element that are neither: they keep the file's numbers. */
  readonly kept: readonly KeptTensor[];
  /** Kernels that could not be placed: they keep the file's numbers too. */
  readonly missed: readonly MissedKernel[];
  /** Sentences about what was assumed. */
  readonly notes: readonly string[];
}

/** How the file is read. */
export interface TrainableModelOptions {
  /** Shapes of the inputs, by name. */
  readonly inputShapes: Readonly<Record<string, Shape>>;
  readonly externalData?: ExternalData | undefined;
}

/**
 * Finds what training changes in an .onnx model.
 *
 * @throws InputError for bytes that are no .onnx model
 */
export function trainableModel(
  bytes: Uint8Array,
  { inputShapes, externalData }: TrainableModelOptions,
): TrainableModel {
  const outline = readOutline(bytes, { inputShapes, externalData });
  const roles = inferRoles(outline);
  const zeros = Object.fromEntries(
    roles.weights.map(({ tensor }) => [tensor.name, new Float32Array(sizeOf(tensor.shape))]),
  );
  const { add, rename, nameOf } = modelEdit(outline, roles, zeros);
  const isSeparate = add.length === 0;
  const numbersOf = new Map(outline.stored.map((value) => [value.name, () => outline.numbersOf(value)]));
  const constants = [...partsByConstant(roles, nameOf)].map(
    ([name, parts]): ParameterConstant => ({
      name,
      parameters: parts.map(({ parameter }) => parameter),
      build: (g, values) => storedFromParts(g, parts, values, numbersOf.get(name)),
    }),
  );
  return {
    bytes: isSeparate ? bytes : patchTensors(bytes, new Map(), { add, rename, externalData }),
    parameters: roles.weights.map(({ tensor }) => tensor),
    constants,
    states: roles.states.map(({ name, shape, initial, place }) => ({ name, constant: nameOf(place), shape, initial })),
    kept: roles.kept,
    missed: roles.missed,
    notes: roles.notes,
  };
}

/** The parameters' parts of each stored tensor, by its name in the new file. */
function partsByConstant({ weights }: ModelRoles, nameOf: ReturnType<typeof modelEdit>["nameOf"]) {
  const parts = new Map<string, PlacedPart[]>();
  for (const { tensor, places } of weights) {
    for (const place of places) {
      const name = nameOf(place);
      parts.set(name, [...(parts.get(name) ?? []), { parameter: tensor.name, place }]);
    }
  }
  return parts;
}
