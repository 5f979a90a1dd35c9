import type { CheckTable } from "../check.js";
import type { Inputs } from "../inputs.js";

/** [N, C, …] with several values a channel, far enough apart that their variance is not small. */
const images = (x: Inputs, fewest: number, most: number): number[] => [
  x.int(2, 3),
  x.int(1, 3),
  ...Array.from({ length: x.int(fewest, most) }, () => x.int(2, 3)),
];

const epsilon = 0.01;

export const normalization: CheckTable = {
  "BatchNormalization training": {
    build: (g, x) => {
      const shape = images(x, 0, 3);
      const c = [shape[1]!];
      const inputs = [...x.distinct(shape), x.float(c), x.float(c), x.float(c), x.float(c, { low: 0.5 })];
      const attributes = { training_mode: 1, momentum: x.pick([0, 0.9, 0.5]), epsilon };
      const outputs = g.applyAll("BatchNormalization", inputs, attributes, { outputs: 3 });
      return x.flip() ? outputs : outputs[0]!;
    },
    options: { runs: 16 },
  },
  "BatchNormalization inference": (g, x) => {
    const shape = images(x, 0, 3);
    const c = [shape[1]!];
    const inputs = [x.float(shape), x.float(c), x.float(c), x.float(c), x.float(c, { low: 0.5 })];
    return g.apply("BatchNormalization", inputs, { epsilon });
  },
  LayerNormalization: {
    build: (g, x) => {
      const shape = [x.int(2, 3), x.int(2, 3), x.int(2, 4)].slice(x.int(0, 1));
      const axis = x.int(-shape.length, shape.length - 1);
      const normalized = shape.slice(axis < 0 ? axis + shape.length : axis);
      const inputs = [...x.distinct(shape), x.float(normalized)];
      if (x.flip()) inputs.push(x.float(normalized));
      return g.apply("LayerNormalization", inputs, { axis, epsilon });
    },
    options: { runs: 16 },
  },
  "LayerNormalization with statistics": (g, x) => {
    const shape = [x.int(2, 3), x.int(2, 3), x.int(2, 4)];
    const axis = x.int(1, 2);
    const inputs = [...x.distinct(shape), x.float(shape.slice(axis)), x.float(shape.slice(axis))];
    const outputs = g.applyAll("LayerNormalization", inputs, { axis, epsilon }, { outputs: 3 });
    const used = outputs.filter(() => x.flip());
    return used.length === 0 ? outputs : used;
  },
  "LayerNormalization without scale": (g, x) =>
    g.apply(
      "LayerNormalization",
      [...x.distinct([2, 3, 4]), g.constant({ type: "float32", shape: [4], data: Float32Array.of(1, 1, 1, 1) })],
      { epsilon },
    ),
  InstanceNormalization: (g, x) => {
    const shape = images(x, 1, 2);
    const c = [shape[1]!];
    return g.apply("InstanceNormalization", [...x.distinct(shape), x.float(c), x.float(c)], { epsilon });
  },
  LRN: (g, x) =>
    // ONNX Runtime has it for odd sizes of 4-D tensors alone.
    g.apply("LRN", [x.float([x.int(1, 2), x.int(1, 6), x.int(1, 3), x.int(1, 3)])], {
      size: x.pick([1, 3, 5]),
      alpha: x.pick([1e-4, 0.5]),
      bias: x.pick([1, 2]),
    }),
  Dropout: (g, x) => g.apply("Dropout", [x.float(x.shape())]),
};
