/** The activations of recurrent operators: their names, defaults and the lists in attributes. */
import type { Attributes } from "../graph.js";

/** One activation with its numbers. */
export interface RecurrentActivation {
  /** In lower case. */
  readonly name: string;
  /** 0 where the function has none. */
  readonly alpha: number;
  /** 0 where the function has none. */
  readonly beta: number;
}

/**
 * The legal activations, by name in lower case, with the defaults of alpha and beta: their number
 * says how many the function takes. Affine and ScaledTanh have no defaults in the standard; these
 * are ONNX Runtime's.
 */
const parameters: Readonly<Record<string, readonly [alpha?: number, beta?: number]>> = {
  affine: [1, 0],
  elu: [1],
  hardsigmoid: [0.2, 0.5],
  leakyrelu: [0.01],
  relu: [],
  scaledtanh: [1, 1],
  sigmoid: [],
  softplus: [],
  softsign: [],
  tanh: [],
  thresholdedrelu: [1],
};

/** What a direction computes where the file names no activations. */
const usual: Readonly<Record<string, readonly string[]>> = {
  LSTM: ["Sigmoid", "Tanh", "Tanh"],
  GRU: ["Sigmoid", "Tanh"],
  RNN: ["Tanh"],
};

/** How many activations a direction of the operator has. */
export const activationCount = (operator: string): number => usual[operator]!.length;

/** The name that is no activation, if there is one among them. */
export const unknownActivation = (attributes: Attributes): string | undefined =>
  (attributes.activations as readonly string[] | undefined)?.find(
    (name) => !Object.hasOwn(parameters, name.toLowerCase()),
  );

/** The names that are legal, in lower case. */
export const activationNames: readonly string[] = Object.keys(parameters);

/**
 * The activations of every direction, one after the other. `activation_alpha` and
 * `activation_beta` are consumed in order by the functions that take one.
 */
export function activationsOf(operator: string, attributes: Attributes): readonly RecurrentActivation[] {
  const directions = attributes.direction === "bidirectional" ? 2 : 1;
  const names =
    (attributes.activations as readonly string[] | undefined) ??
    Array.from({ length: directions }, () => usual[operator]!).flat();
  const alphas = [...((attributes.activation_alpha as readonly number[] | undefined) ?? [])];
  const betas = [...((attributes.activation_beta as readonly number[] | undefined) ?? [])];
  return names.map((label) => {
    const name = label.toLowerCase();
    const [alpha, beta] = parameters[name]!;
    return {
      name,
      alpha: alpha === undefined ? 0 : (alphas.shift() ?? alpha),
      beta: beta === undefined ? 0 : (betas.shift() ?? beta),
    };
  });
}
