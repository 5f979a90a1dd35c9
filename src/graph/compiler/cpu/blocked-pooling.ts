/** Max-pooling by 2 × 2 in the blocked layout, and its gradient without indices. */
import type { GraphBuilder } from "../../builder.js";
import { cast, mul, pad, reshape, sub } from "../../expressions.js";
import type { Node, Value } from "../../graph.js";
import { sizeOf, tensor } from "../../tensor.js";
import { domain, type Forms } from "./blocked-forms.js";

/** Max-pooling of blocked images by 2 × 2. */
export function pooling(g: GraphBuilder, node: Node, forms: Forms): Value {
  return g.apply(`${domain}:MaxPool`, [forms.blocked(node.inputs[0]!)], { kernel_shape: [2, 2], strides: [2, 2] });
}

/**
 * The first maximum of each window takes the gradient. With a, b, c, d the four corners of the
 * windows, in their order, and y the maximum: what a leaves, dy where y − a is not 0, goes on to b,
 * and so on; d takes the rest. Every product is by 0 or 1, and so exact.
 */
export function poolingGradient(g: GraphBuilder, node: Node, pool: Node, forms: Forms, block: number): Value {
  const [x, y] = [forms.blocked(pool.inputs[0]!), forms.blocked(pool.outputs[0]!)];
  let left = forms.blocked(node.inputs[0]!);
  const shares = (["a", "b", "c"] as const).map((corner) => {
    const isBelow = g.apply("Greater", [below(g, x, y, corner, block), g.scalar(0, x.type)]);
    const rest = mul(g, left, cast(g, isBelow, x.type));
    const share = sub(g, left, rest);
    left = rest;
    return share;
  });
  return putTogether(g, [...shares, left], x, block);
}

/**
 * y − corner, which is not negative: one pass, a convolution of each channel for itself whose
 * kernel picks the corner, added to y. (Slices of every second pixel take four times as long. Of
 * the corners that the kernel has 0 for, none may be infinite.)
 */
function below(g: GraphBuilder, x: Value, y: Value, corner: "a" | "b" | "c", block: number): Value {
  const channels = x.shape[1]!;
  const odd = x.shape.slice(2).map((n) => n % 2 === 1);
  // No larger than it must be; where a row or column is left over, a kernel of 1 would take that,
  // too.
  const size = [corner === "c" || odd[0] ? 2 : 1, corner === "b" || odd[1] ? 2 : 1] as const;
  const place = corner === "a" ? 0 : corner === "b" ? 1 : size[1];
  const shape = [channels, 1, ...size];
  // In the order [C/b, kh, kw, b].
  const numbers = Array.from({ length: sizeOf(shape) }, (_, i) =>
    Math.floor(i / block) % (size[0] * size[1]) === place ? -1 : 0,
  );
  const kernel = g.constant(tensor("float32", shape, numbers), "corner");
  return g.apply(`${domain}:Conv`, [x, kernel, undefined, y], { kernel_shape: size, strides: [2, 2], group: channels });
}

/**
 * The four corners [N, C, h, w] of windows of 2 × 2, in the shape of `like`, with zeros where no
 * window is.
 */
function putTogether(g: GraphBuilder, corners: readonly Value[], like: Value, block: number): Value {
  const [n, c, height, width] = like.shape as [number, number, number, number];
  const [h, w] = corners[0]!.shape.slice(2) as [number, number];
  const images = (n * c) / block;
  const row = (pair: readonly Value[]) => {
    const apart = pair.map((v) => reshape(g, v, [images * h, w, 1, block]));
    return reshape(g, g.apply("Concat", apart, { axis: 2 }), [images * h, 1, 2 * w * block]);
  };
  const rows = g.apply("Concat", [row(corners.slice(0, 2)), row(corners.slice(2))], { axis: 1 });
  const together = reshape(g, rows, [images, 2 * h, 2 * w, block]);
  const whole = pad(g, together, [0, 0, 0, 0], [0, height - 2 * h, width - 2 * w, 0]);
  return reshape(g, whole, [n, c, height, width]);
}
