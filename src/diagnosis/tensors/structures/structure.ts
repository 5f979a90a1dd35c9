/** Values that are no independent draws: what a rule says of them. Read this first. */
import { formatInitializer, parseInitializer } from "../../../initializers/index.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import type { FittedMethod } from "../recipe.js";
import type { Sample } from "../sample.js";

/** A tensor as the rules see it. */
export interface Structured {
  readonly tensor: TensorSpecification;
  /** What the network computes with. */
  readonly values: Float32Array;
  readonly sample: Sample;
  /** All tensors of the network. */
  readonly tensors: readonly TensorSpecification[];
}

/** What the values are. */
export interface Structure {
  /** "zero", "identity", "orthogonal". */
  readonly shape: string;
  /** The methods that make such values, the plainest first. */
  readonly methods: readonly FittedMethod[];
}

/** Looks for one kind of structure. */
export type StructureRule = (structured: Structured) => Structure | undefined;

/** "1.41": a number for an option, without the digits that rounding left. */
export const optionText = (x: number): string => String(Number(x.toPrecision(5)));

/** "identity" or "identity:gain=0.5". */
export const withOption = (name: string, option: string, value: number, usual: number): string =>
  isNear(value, usual) ? name : `${name}:${option}=${optionText(value)}`;

/** A method as it is written without the options that have their default values. */
export const shortest = (method: string): string => formatInitializer(parseInitializer(method));

/** Whether two numbers agree to the digits that a file of half precision has. */
export const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 2e-3 * Math.max(Math.abs(a), Math.abs(b));
