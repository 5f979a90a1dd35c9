/** Max-pooling by 2 × 2 in the blocked layout, and its gradient without indices. */
import type { GraphBuilder } from "../onnx/builder.js";
import { cast, pad, reshape, slice, sub } from "../onnx/expressions.js";
import type { Node, Value } from "../onnx/graph.js";
import { domain, type Forms } from "./blocked-forms.js";

export function pooling(g: GraphBuilder, node: Node, forms: Forms): Value {
  return g.apply(`${domain}:MaxPool`, [forms.blocked(node.inputs[0]!)], { kernel_shape: [2, 2], strides: [2, 2] });
}

/**
 * The first maximum of each window takes the gradient. With a, b, c, d the four corners of the windows, in their order, and y the
 * maximum: what a leaves, dy where y > a, goes on to b, and so on; d takes what is left. Every product is by 0 or 1, so exact.
 */
export function poolingGradient(g: GraphBuilder, node: Node, pool: Node, forms: Forms, block: number): Value {
  const [n, c, height, width] = pool.inputs[0]!.shape as [number, number, number, number];
  const [h, w] = pool.outputs[0]!.shape.slice(2) as [number, number];
  const images = (n * c) / block;
  const small = (v: Value) => reshape(g, v, [images, h, w, block]);
  const x = reshape(g, forms.blocked(pool.inputs[0]!), [images, height, width, block]);
  const y = small(forms.blocked(pool.outputs[0]!));
  const corner = (i: number, j: number) => slice(g, x, [1, 2], [i, j], [i + 2 * h - 1, j + 2 * w - 1], [2, 2]);
  let left = small(forms.blocked(node.inputs[0]!));
  const taken = (
    [
      [0, 0],
      [0, 1],
      [1, 0],
    ] as const
  ).map(([i, j]) => {
    const rest = g.apply("Mul", [left, cast(g, g.apply("Greater", [y, corner(i, j)]), y.type)]);
    const share = sub(g, left, rest);
    left = rest;
    return share;
  });
  const row = (a: Value, b: Value) =>
    reshape(
      g,
      g.apply(
        "Concat",
        [a, b].map((v) => reshape(g, v, [images * h, w, 1, block])),
        { axis: 2 },
      ),
      [images * h, 1, 2 * w * block],
    );
  const rows = g.apply("Concat", [row(taken[0]!, taken[1]!), row(taken[2]!, left)], { axis: 1 });
  const together = reshape(g, rows, [images, 2 * h, 2 * w, block]);
  const whole = pad(g, together, [0, 0, 0, 0], [0, height - 2 * h, width - 2 * w, 0]);
  return reshape(g, whole, [n, c, height, width]);
}
