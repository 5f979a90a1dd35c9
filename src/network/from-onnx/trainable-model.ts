/**
 * What training needs to know of an .onnx model: which constants come from which parameter, and
 * which are running statistics. All other files of training use only this.
 */

import type { GraphBuilder } from "../../graph/builder.js";
import { transposeLast } from "../../graph/expressions.js";
import type { ExternalData } from "../../graph/file/read.js";
import { readOnnx } from "../../graph/file/read.js";
import type { Graph, Node, Value } from "../../graph/graph.js";
import type { Shape } from "../../graph/tensor.js";
import type { TensorSpecification } from "../parameter.js";
import { inferRoles, type ModelState } from "./infer-roles.js";

/** A constant of the file that holds a parameter's numbers. */
export interface ParameterConstant {
  /** Its name in `TrainableModel.bytes`. */
  readonly name: string;
  /** The constant's value, from the parameter's: the same numbers in the file's layout. */
  readonly operand: (g: GraphBuilder, parameter: Value) => Value;
}

/** A tensor that training changes. */
export interface TrainableParameter {
  /** Its name is the file's, its shape is in our layout, its role is complete. */
  readonly tensor: TensorSpecification;
  readonly constants: readonly ParameterConstant[];
}

/** An .onnx model, as training sees it. */
export interface TrainableModel {
  /** The model, whose constants the other fields name. */
  readonly bytes: Uint8Array;
  /** In the order of a forward pass. */
  readonly parameters: readonly TrainableParameter[];
  /** Running statistics of batch norm, by the names of their constants. */
  readonly states: readonly ModelState[];
  /** Float constants of more than one element that are neither: they keep the file's numbers. */
  readonly others: readonly { readonly name: string; readonly shape: Shape }[];
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
 * @throws InputError for bytes that are no .onnx model, or one that stepzero cannot read
 */
export function trainableModel(
  bytes: Uint8Array,
  { inputShapes, externalData }: TrainableModelOptions,
): TrainableModel {
  const beside = externalData === undefined ? {} : { externalData };
  // A Dropout in training form is no inference, which `readOnnx` would refuse.
  const graph = readOnnx(bytes, { inputShapes, keepDropout: true, ...beside });
  const { weights, states, others } = inferRoles(withoutDropout(graph));
  return {
    bytes,
    parameters: weights.map(({ tensor, transposed }) => ({
      tensor,
      constants: [{ name: tensor.name, operand: (g, value) => (transposed ? transposeLast(g, value) : value) }],
    })),
    states,
    others,
  };
}

/** The graph at inference, where a Dropout is the identity: roles are read through it. */
function withoutDropout(graph: Graph): Graph {
  const nodes = graph.nodes.map((node): Node => {
    const { operator, inputs } = node;
    return operator === "Dropout" ? { ...node, operator: "Identity", inputs: [inputs[0]], attributes: {} } : node;
  });
  return { ...graph, nodes };
}
