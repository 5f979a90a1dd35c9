/** How the samples of a data set go into an .onnx model: which axes, in which order and type. */
import { InputError } from "../../../errors.js";
import type { GraphBuilder } from "../../../graph/builder.js";
import { cast, reshape, scale, shift, transpose } from "../../../graph/expressions.js";
import type { FileInput } from "../../../graph/file/signature.js";
import type { Value } from "../../../graph/graph.js";
import { type ElementType, type Shape, sameShape, sizeOf } from "../../../graph/tensor.js";

/** The way of a sample into the model. */
export interface SampleForm {
  /** What the model reads, without the batch axis. */
  readonly shape: Shape;
  /** The samples `[N, …]` in that shape. */
  readonly place: (g: GraphBuilder, x: Value) => Value;
  /** What was done to the samples, in words; undefined where they go in as they are. */
  readonly note?: string | undefined;
}

/** The first axis of an input: its size where the file fixes it. */
export const fixedBatchOf = ({ axes }: FileInput): number | undefined =>
  typeof axes?.[0] === "number" ? axes[0] : undefined;

/** "[N, 3, ?, ?]", as messages print an input; "N" for an open first axis. */
export function axesInWords({ axes }: FileInput): string {
  if (axes === undefined) return "of any shape";
  return `[${axes.map((axis, i) => (typeof axis === "number" ? axis : i === 0 ? "N" : axis || "?")).join(", ")}]`;
}

/**
 * How samples of a shape fit an input: as they are, with channels last, or flattened.
 *
 * @param sample one sample without the batch axis: `[C, H, W]` or `[F]`
 * @returns undefined where they do not fit
 */
export function formOf(sample: Shape, { axes }: FileInput): SampleForm | undefined {
  if (axes === undefined) return asIs(sample);
  if (axes.length === 0) return undefined;
  const rest = axes.slice(1);
  if (fits(sample, rest)) return asIs(sample);
  if (sample.length === 3) {
    const [c, h, w] = sample as readonly [number, number, number];
    if (fits([h, w, c], rest)) {
      return {
        shape: [h, w, c],
        place: (g, x) => transpose(g, x, [0, 2, 3, 1]),
        note: `with the channels last: [N, ${h}, ${w}, ${c}]`,
      };
    }
  }
  const size = sizeOf(sample);
  if (rest.length === 1 && fits([size], rest)) return inShape([size], "flattened");
  const sizes = rest.filter((axis): axis is number => typeof axis === "number");
  if (sizes.length < rest.length || sizeOf(sizes) !== size) return undefined;
  const isFlat = sample.length === 1;
  return isFlat || sameShape(withoutOnes(sample), withoutOnes(sizes)) ? inShape(sizes, "in that shape") : undefined;
}

/** How to bring the axes of samples into an input's order, where only that differs; else "". */
export function orderNote(sample: Shape, { axes }: FileInput): string {
  const rest = axes?.slice(1) ?? [];
  const isLonger = sample.slice(0, -rest.length).every((n) => n === 1);
  const sizes = sample.slice(-rest.length);
  if (rest.length < 2 || sizes.length < rest.length || !isLonger) return "";
  const free: (number | undefined)[] = [...sizes];
  const order = rest.map((size) => {
    const from = free.findIndex((n) => n !== undefined && (typeof size === "string" || n === size));
    if (from >= 0) free[from] = undefined;
    return from;
  });
  if (order.includes(-1)) return "";
  const isSwap = order.every((from, axis) => (axis < order.length - 2 ? from === axis : from !== axis));
  const act = isSwap
    ? "np.swapaxes(x, -2, -1)"
    : `np.moveaxis(x, (${order.map((from) => from - order.length).join(", ")}), (${order.map((_, axis) => axis - order.length).join(", ")}))`;
  return `Its axes stand in another order: ${act} brings them into that of the model. `;
}

const asIs = (shape: Shape): SampleForm => ({ shape, place: (_, x) => x });

const inShape = (shape: Shape, how: string): SampleForm => ({
  shape,
  place: (g, x) => reshape(g, x, [x.shape[0]!, ...shape]),
  note: `${how}: [${["N", ...shape].join(", ")}]`,
});

function fits(sample: Shape, axes: readonly (number | string)[]): boolean {
  return axes.length === sample.length && axes.every((axis, i) => typeof axis === "string" || axis === sample[i]);
}

const withoutOnes = (shape: Shape): Shape => shape.filter((n) => n !== 1);

/** Part of the note on an input of whole numbers. */
export const AS_WHOLE_NUMBERS = "rounded toward zero";

/** What happens to numbers on their way into an input of a type, in words. */
export const typeNotes: Readonly<Partial<Record<ElementType, string>>> = {
  int64: `as whole numbers (int64), ${AS_WHOLE_NUMBERS}; bytes come as 0 to 1, so store tokens as int32 or float32`,
  int32: `as whole numbers (int32), ${AS_WHOLE_NUMBERS}; bytes come as 0 to 1, so store tokens as int32 or float32`,
  uint8: "as bytes: 255 times the samples, rounded",
};

/**
 * Float samples in the type that the model reads.
 *
 * @throws InputError for a type that samples cannot have
 */
export function inType(g: GraphBuilder, x: Value, type: ElementType): Value {
  if (type === "bool")
    throw new InputError("it reads truth values (bool), and samples are numbers. Export it with a float input.");
  return type === "uint8" ? cast(g, shift(g, scale(g, x, 255), 0.5), type) : cast(g, x, type);
}
