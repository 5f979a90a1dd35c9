/**
 * What the graph knows of an operator: its arity, its attributes and its shape rule. Gradients are
 * in `gradients/`.
 */
import type { Attribute, Attributes, Value } from "./graph.js";
import type { Tensor, TensorType } from "./tensor.js";

/** The kinds of attributes, by ONNX's names. */
export type AttributeKind = "int" | "float" | "string" | "strings" | "ints" | "floats" | "tensor";

/** What is legal for one attribute of an operator. */
export interface AttributeSchema {
  /** The type of its value. */
  readonly kind: AttributeKind;
  /** Left out when the operator requires the attribute or has no fixed default. */
  readonly default?: number | string | readonly number[];
  /** Present where the operator has no meaning without the attribute. */
  readonly required?: true;
}

/** What a shape rule sees of a node. */
export interface ShapeContext {
  /** Operator name, for messages. */
  readonly operator: string;
  /** `undefined` where an optional input is left out. */
  readonly inputs: readonly (Value | undefined)[];
  /** With defaults filled in. */
  readonly attributes: Attributes;
  /** How many outputs the node asks for. */
  readonly outputCount: number;
  /**
   * The numbers of an input that is a constant (the shape of `Reshape`, the axes of `ReduceSum`),
   * else undefined.
   */
  constant(input: Value | undefined): Tensor | undefined;
  /** Throws a ShapeError that names layer, operator and the inputs' shapes. */
  fail(problem: string): never;
}

/**
 * One operator in the form of opset 17 (`opset` says where that is not so). The reader brings newer
 * and older files to this form, the writer raises it where a graph needs more.
 */
export interface Operator {
  /** "Conv", or "com.microsoft:FusedMatMul". */
  readonly name: string;
  /** Fewest and most inputs (`Infinity` for variadic). */
  readonly inputs: readonly [number, number];
  /** Fewest and most outputs. */
  readonly outputs: readonly [number, number];
  /** The legal attributes, by name. */
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  /** Types and shapes of the outputs. */
  readonly infer: (context: ShapeContext) => readonly TensorType[];
  /** The first opset with this form, when it is above 17 (0 where some attributes need no more). */
  readonly opset?: number | ((attributes: Attributes) => number);
  /** Which execution providers lack it or restrict it. */
  readonly portability?: string;
}

/** The attributes with the schema's defaults; fails where one is missing or not the operator's. */
export function fillAttributes(
  operator: Operator,
  attributes: Attributes,
  fail: (problem: string) => never,
): Attributes {
  const filled: Record<string, Attribute> = {};
  for (const [name, schema] of Object.entries(operator.attributes)) {
    const value = attributes[name] ?? schema.default;
    if (value !== undefined) filled[name] = value;
    else if (schema.required) fail(`attribute "${name}" is required`);
  }
  for (const name of Object.keys(attributes)) {
    if (!(name in operator.attributes))
      fail(`has no attribute "${name}"; it has ${Object.keys(operator.attributes).join(", ") || "none"}`);
  }
  return filled;
}
