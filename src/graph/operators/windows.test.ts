/**
 * Shape rules of convolution, pooling, normalization and resize: sizes, and what they say when
 * shapes do not fit.
 */
import { describe, expect, it } from "vitest";
import { ShapeError } from "../../errors.js";
import { GraphBuilder } from "../builder.js";
import type { Value } from "../graph.js";
import { type Shape, tensor } from "../tensor.js";

type Apply = (g: GraphBuilder, x: (...shape: number[]) => Value) => Value;

function build(apply: Apply): Value {
  const g = new GraphBuilder("windows");
  return g.inLayer("conv1", () => apply(g, (...shape) => g.input("x", "float32", shape)));
}

const scales = (g: GraphBuilder, values: number[]) => g.constant(tensor("float32", [values.length], values));

// Sizes by hand: ⌊(n + pads − (k − 1) · dilation − 1) / stride⌋ + 1, and ⌈ ⌉ with ceil_mode.
const good: readonly (readonly [string, Apply, Shape])[] = [
  ["Conv", (g, x) => g.apply("Conv", [x(8, 3, 28, 28), x(16, 3, 3, 5)]), [8, 16, 26, 24]],
  [
    "Conv with everything",
    (g, x) =>
      g.apply("Conv", [x(1, 4, 9, 10), x(6, 2, 3, 3)], {
        strides: [2, 3],
        dilations: [2, 1],
        pads: [1, 0, 2, 1],
        group: 2,
      }),
    [1, 6, 4, 3],
  ],
  [
    "Conv SAME",
    (g, x) => g.apply("Conv", [x(1, 1, 7), x(1, 1, 4)], { auto_pad: "SAME_UPPER", strides: [2] }),
    [1, 1, 4],
  ],
  [
    "ConvTranspose",
    (g, x) =>
      g.apply("ConvTranspose", [x(1, 4, 5, 5), x(4, 3, 3, 3)], {
        strides: [2, 2],
        pads: [1, 1, 1, 1],
        output_padding: [1, 0],
        group: 2,
      }),
    [1, 6, 10, 9],
  ],
  ["MaxPool", (g, x) => g.apply("MaxPool", [x(2, 3, 7, 7)], { kernel_shape: [2, 2], strides: [2, 2] }), [2, 3, 3, 3]],
  [
    "MaxPool upwards",
    (g, x) => g.apply("MaxPool", [x(2, 3, 7, 7)], { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }),
    [2, 3, 4, 4],
  ],
  [
    "AveragePool upwards, but no window in padding alone",
    (g, x) => g.apply("AveragePool", [x(1, 1, 5)], { kernel_shape: [2], strides: [3], pads: [1, 1], ceil_mode: 1 }),
    [1, 1, 2],
  ],
  ["GlobalAveragePool", (g, x) => g.apply("GlobalAveragePool", [x(2, 3, 7, 5)]), [2, 3, 1, 1]],
  ["Resize", (g, x) => g.apply("Resize", [x(1, 2, 3, 5), undefined, scales(g, [1, 1, 2, 0.5])]), [1, 2, 6, 2]],
];

const bad: readonly (readonly [string, Apply, string])[] = [
  [
    "the wrong number of channels",
    (g, x) => g.apply("Conv", [x(8, 1, 28, 28), x(16, 3, 3, 3)]),
    'layer "conv1": Conv(float32 [8, 1, 28, 28], float32 [16, 3, 3, 3]): the input has 1 channels, the kernel expects 3',
  ],
  ["groups", (g, x) => g.apply("Conv", [x(1, 4, 5), x(3, 2, 3)], { group: 2 }), "do not divide into 2 groups"],
  ["a kernel too large", (g, x) => g.apply("Conv", [x(1, 1, 2, 5), x(1, 1, 3, 3)]), "larger than the padded input"],
  ["a bias", (g, x) => g.apply("Conv", [x(1, 1, 5), x(2, 1, 3), x(3)]), "the bias must be [2]"],
  ["strides", (g, x) => g.apply("Conv", [x(1, 1, 5), x(2, 1, 3)], { strides: [1, 1] }), "1 spatial axes want 1"],
  ["rows", (g, x) => g.apply("Conv", [x(1, 5), x(2, 5)]), "[N, C, …space] with at least one spatial axis"],
  [
    "output_padding",
    (g, x) => g.apply("ConvTranspose", [x(1, 1, 5), x(1, 2, 3)], { output_padding: [1] }),
    "output_padding must be smaller than the stride",
  ],
  [
    "a ConvTranspose that does not reach",
    (g, x) => g.apply("ConvTranspose", [x(1, 1, 2), x(1, 1, 2)], { output_shape: [9] }),
    "the windows reach [3], less than the expected output [9]",
  ],
  [
    "padding as wide as the kernel",
    (g, x) => g.apply("MaxPool", [x(1, 1, 5)], { kernel_shape: [2], pads: [2, 0] }),
    "padding must be smaller than the kernel",
  ],
  [
    "statistics that are not among the outputs",
    (g, x) => g.apply("BatchNormalization", [x(2, 3), x(3), x(3), x(3), x(3)], { training_mode: 1 }),
    "with training_mode 1 three",
  ],
  [
    "a scale per channel",
    (g, x) => g.apply("BatchNormalization", [x(2, 3, 4), x(4), x(3), x(3), x(3)]),
    "the input has 3 channels",
  ],
  ["a scale per element", (g, x) => g.apply("LayerNormalization", [x(2, 3, 4), x(3)]), "scale and bias must be [4]"],
  [
    "cubic interpolation",
    (g, x) => g.apply("Resize", [x(2, 3), undefined, scales(g, [1, 2])], { mode: "cubic" }),
    "use nearest or linear",
  ],
  ["a Dropout that drops", (g, x) => g.apply("Dropout", [x(2), undefined, x()]), "only inference is supported"],
];

describe("windows", () => {
  it.each(good)("%s", (_, apply, shape) => {
    expect(build(apply).shape).toEqual(shape);
  });
  it.each(bad)("refuses %s", (_, apply, message) => {
    expect(() => build(apply)).toThrow(ShapeError);
    expect(() => build(apply)).toThrow(message);
  });
});
