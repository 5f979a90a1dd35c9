/** A node as its file has it, and what it becomes in our graph. Read this first. */
import type { GraphBuilder } from "../../builder.js";
import type { Attribute, Attributes, Value } from "../../graph.js";
import { type Tensor, tensor, toNumbers } from "../../tensor.js";

/** A node as the file has it. */
export interface FileNode {
  readonly g: GraphBuilder;
  readonly opset: number;
  readonly operator: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly outputCount: number;
  /** Stem for the names of what is added beside the node. */
  readonly name: string;
  /** The numbers of a constant, or of what is computed from constants. */
  constant(value: Value | undefined): Tensor | undefined;
  /** Whether anything reads this output. */
  isRead(output: number): boolean;
  fail(problem: string): never;
}

/** The node in our form; its outputs are the file's. What is left out stays as the file has it. */
export interface CanonicalNode {
  readonly operator?: string;
  readonly inputs?: readonly (Value | undefined)[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly outputCount?: number;
}

/**
 * A node's outputs, each as the numbers that it comes to or as a value that the reader finds under
 * the file's name: what an operator is by its definition.
 */
export type Results = readonly (Tensor | Value)[];

/** How a node of another opset's form becomes one of ours, or several. */
export type FormChange = (node: FileNode) => CanonicalNode | Results;

/**
 * An operator that our graphs do not have, by its definition in those that they have. Gradients,
 * folding, evaluation and replicas follow from these.
 */
export type Definition = (node: FileNode) => Results;

/** The attributes but for some of them. */
export function without(attributes: Attributes, ...names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}

/** A list of int64 as a constant beside the node. */
export function integers(node: FileNode, values: readonly number[], what: string): Value {
  return node.g.constant(tensor("int64", [values.length], values), `${node.name}/${what}`);
}

/** The numbers of an input, undefined where it is left out; fails where they are not constant. */
export function numbersOf(node: FileNode, input: number, what: string): number[] | undefined {
  const value = node.inputs[input];
  if (value === undefined) return undefined;
  return toNumbers(node.constant(value) ?? node.fail(`${what} must be a constant: all shapes are static`));
}

/** An input that must be there. */
export const required = (node: FileNode, input: number): Value =>
  node.inputs[input] ?? node.fail(`input ${input + 1} is missing`);

/** A number attribute, or what it is where it is left out. */
export const numberOf = (node: FileNode, name: string, otherwise: number): number =>
  (node.attributes[name] as number | undefined) ?? otherwise;

/** An input of floating-point numbers; fails for other types. */
export function floatInput(node: FileNode, input = 0): Value {
  const x = required(node, input);
  if (x.type !== "float32" && x.type !== "float64")
    node.fail(`takes floating-point numbers, not ${x.type}; Cast first`);
  return x;
}

/** Most numbers of a constant that a definition makes: a damaged file can ask for any number. */
const mostNumbers = 2 ** 24;

/** Fails where a definition would make a constant of too many numbers. */
export function checkCount(node: FileNode, count: number): void {
  if (!(count <= mostNumbers)) node.fail(`needs a constant of ${count} numbers; at most ${mostNumbers} are made`);
}

/** An axis counted from the front; fails outside the `rank` axes. */
export function axisOf(node: FileNode, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    node.fail(`axis ${axis} is outside the ${rank} axes of the input`);
  }
  return axis < 0 ? axis + rank : axis;
}
