/** The stored tensor that stands behind a value, and how its elements come there. */
import type { Outline, OutlineNode, OutlineValue, StoredTensor } from "../../graph/file/outline.js";
import { type Shape, sizeOf, toNumbers } from "../../graph/tensor.js";
import type { FindSource, StoredSource, StoredValue } from "./source.js";
import { type Step, shapeAfter } from "./steps.js";
import { weightNormOf } from "./weight-norm.js";

export type { FindSource, StoredSource, StoredValue } from "./source.js";

const floats: ReadonlySet<string> = new Set(["float", "double", "float16", "bfloat16"]);

/** Whether a stored tensor has floats, which training could have changed. */
export const isFloat = ({ type }: StoredTensor): boolean => floats.has(type);

/** Whether a value is stored, with floats. */
export const isStoredFloat = (value: OutlineValue | undefined): value is StoredValue =>
  value?.tensor !== undefined && isFloat(value.tensor);

/**
 * A function that says what stands behind a value through Identity, Cast, Reshape, Transpose,
 * Slice, Split, factors and summands of one number, and weight normalization; `undefined` where the
 * value is computed from anything else.
 */
export function storedSources(outline: Outline): FindSource {
  const sources = new Map<OutlineValue, StoredSource | undefined>();
  const find: FindSource = (value) => {
    if (value === undefined) return undefined;
    if (!sources.has(value)) {
      sources.set(value, undefined); // of a damaged file, in which a value is computed from itself
      sources.set(value, sourceOf(outline, value, find));
    }
    return sources.get(value);
  };
  // In the order of the nodes: a long chain of them is no deep recursion.
  for (const { outputs } of outline.nodes) for (const output of outputs) find(output);
  return find;
}

function sourceOf(outline: Outline, value: OutlineValue, find: FindSource): StoredSource | undefined {
  if (isStoredFloat(value)) {
    return { stored: value, steps: [], scale: 1, offset: 0, shape: value.tensor.shape };
  }
  const node = value.producer;
  if (node === undefined) return undefined;
  const first = find(node.inputs[0]);
  switch (node.operator) {
    case "Identity":
      return first?.stored === node.inputs[0] ? { ...first!, alias: value.name } : first;
    case "Cast":
    case "CastLike":
    case "Dropout":
      return first;
    case "Neg":
      return first && { ...first, scale: -first.scale, offset: -first.offset };
    case "Mul":
    case "Div":
    case "Add":
    case "Sub":
      return weightNormOf(node, find) ?? reshapedLike(value, affine(outline, node, find));
    default:
      return first && rearranged(outline, value, node, first);
  }
}

/** The source behind a node that moves elements. */
function rearranged(
  outline: Outline,
  value: OutlineValue,
  node: OutlineNode,
  source: StoredSource,
): StoredSource | undefined {
  const via = (from: StoredSource, step: Step): StoredSource => ({
    ...from,
    steps: [...from.steps, step],
    shape: shapeAfter(from.shape, [step]),
  });
  const reshaped = (from: StoredSource) => {
    const shape = value.shape ?? shapeWithout(outline, node, from.shape);
    return shape !== undefined && sizeOf(shape) === sizeOf(from.shape)
      ? via(from, { kind: "reshape", shape })
      : undefined;
  };
  switch (node.operator) {
    case "Reshape":
    case "Flatten":
    case "Squeeze":
    case "Unsqueeze":
    case "Expand":
      return reshaped(source);
    case "Transpose": {
      const reverse = source.shape.map((_, axis) => axis).reverse();
      return via(source, { kind: "transpose", order: (node.attributes.perm as number[] | undefined) ?? reverse });
    }
    case "Slice":
    case "Split":
    case "Gather": {
      const step = sliceOf(outline, node, value, source.shape);
      if (step === undefined) return undefined;
      return node.operator === "Gather" ? reshaped(via(source, step)) : via(source, step);
    }
    default:
      return undefined;
  }
}

/** Of a product or sum of a stored tensor and a number. */
function affine(outline: Outline, { operator, inputs }: OutlineNode, find: FindSource): StoredSource | undefined {
  const [a, b] = inputs;
  const [left, right] = [numberOf(outline, a), numberOf(outline, b)];
  if ((left === undefined) === (right === undefined)) return undefined;
  const source = find(left === undefined ? a : b);
  if (source === undefined) return undefined;
  const by = (scale: number, offset: number) => ({
    ...source,
    scale: source.scale * scale,
    offset: source.offset * scale + offset,
  });
  switch (operator) {
    case "Mul":
      return by((left ?? right)!, 0);
    case "Div":
      return right === undefined || right === 0 ? undefined : by(1 / right, 0);
    case "Add":
      return by(1, (left ?? right)!);
    default:
      return left === undefined ? by(1, -right!) : by(-1, left);
  }
}

function reshapedLike({ shape }: OutlineValue, source: StoredSource | undefined): StoredSource | undefined {
  if (source === undefined || shape === undefined || shape.length === source.shape.length) return source;
  if (sizeOf(shape) !== sizeOf(source.shape)) return undefined;
  return { ...source, steps: [...source.steps, { kind: "reshape", shape }], shape };
}

/** The number that a value is everywhere, where it is one number in the file. */
export function numberOf(outline: Outline, value: OutlineValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const shape = value.tensor?.shape ?? value.shape;
  if (shape === undefined || sizeOf(shape) !== 1) return undefined;
  const numbers = outline.numbersOf(value);
  return numbers === undefined ? undefined : toNumbers(numbers)[0];
}

/** The list of whole numbers that a value is. */
export function listOf(outline: Outline, value: OutlineValue | undefined): readonly number[] | undefined {
  const numbers = value && outline.numbersOf(value);
  return numbers && toNumbers(numbers);
}

/** The part that Slice, Split or Gather takes of one axis, where it is one run of places. */
function sliceOf(outline: Outline, node: OutlineNode, value: OutlineValue, shape: Shape): Step | undefined {
  const { attributes, inputs, outputs } = node;
  const axisOf = (axis: number) => (axis < 0 ? axis + shape.length : axis);
  if (node.operator === "Gather") {
    const axis = axisOf(Number(attributes.axis ?? 0));
    const start = numberOf(outline, inputs[1]);
    if (start === undefined) return undefined;
    return { kind: "slice", axis, start: start < 0 ? start + shape[axis]! : start, size: 1 };
  }
  if (node.operator === "Split") {
    const axis = axisOf(Number(attributes.axis ?? 0));
    const sizes =
      (attributes.split as readonly number[] | undefined) ??
      listOf(outline, inputs[1]) ??
      outputs.map(() => shape[axis]! / outputs.length);
    const part = outputs.indexOf(value);
    if (!sizes.every(Number.isInteger)) return undefined;
    const start = sizes.slice(0, part).reduce((sum, n) => sum + n, 0);
    return { kind: "slice", axis, start, size: sizes[part]! };
  }
  const list = (name: string, input: number) =>
    (attributes[name] as readonly number[] | undefined) ?? listOf(outline, inputs[input]);
  const [starts, ends] = [list("starts", 1), list("ends", 2)];
  const axes = list("axes", 3) ?? starts?.map((_, i) => i);
  const strides = list("steps", 4);
  if (starts?.length !== 1 || ends?.length !== 1 || axes?.length !== 1 || (strides?.[0] ?? 1) !== 1) return undefined;
  const axis = axisOf(axes[0]!);
  const length = shape[axis]!;
  const clamp = (at: number) => Math.min(length, Math.max(0, at < 0 ? at + length : at));
  const start = clamp(starts[0]!);
  return { kind: "slice", axis, start, size: Math.max(0, clamp(ends[0]!) - start) };
}

/** The shape behind Reshape and its kind, from constants alone. */
function shapeWithout(outline: Outline, node: OutlineNode, shape: Shape): Shape | undefined {
  if (node.operator !== "Reshape") return undefined;
  const target = listOf(outline, node.inputs[1]) ?? (node.attributes.shape as readonly number[] | undefined);
  if (target === undefined) return undefined;
  const sizes = target.map((n, axis) => (n === 0 ? shape[axis]! : n));
  const rest = sizes.reduce((product, n) => (n < 0 ? product : product * n), 1);
  return sizes.map((n) => (n < 0 ? sizeOf(shape) / rest : n));
}
