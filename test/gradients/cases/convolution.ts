import type { GraphBuilder } from "../../../src/graph/builder.js";
import type { Value } from "../../../src/graph/graph.js";
import type { CheckTable } from "../check.js";
import type { Inputs } from "../inputs.js";

/** Sizes, strides, dilations and asymmetric pads for windows that fit, over `rank` spatial axes. */
function drawWindow(x: Inputs, rank: number) {
  const each = <T>(draw: () => T): T[] => Array.from({ length: rank }, draw);
  const most = rank === 3 ? 2 : 3;
  const kernel = each(() => x.int(1, most));
  const strides = each(() => x.int(1, 3));
  const dilations = kernel.map((k) => (k === 1 ? 1 : x.int(1, 2)));
  const reach = kernel.map((k, i) => (k - 1) * dilations[i]! + 1);
  const before = reach.map((r) => x.int(0, Math.min(2, r - 1)));
  const after = reach.map((r) => x.int(0, Math.min(2, r - 1)));
  const space = reach.map((r, i) => Math.max(1, r - before[i]! - after[i]! + x.int(0, rank === 3 ? 2 : 4)));
  return { kernel, space, attributes: { strides, dilations, pads: [...before, ...after] } };
}

const conv =
  (rank: number, depthwise = false) =>
  (g: GraphBuilder, x: Inputs): Value => {
    const { kernel, space, attributes } = drawWindow(x, rank);
    const group = depthwise ? x.int(2, 3) : x.int(1, 2);
    const channels = depthwise ? 1 : x.int(1, 2);
    const features = group * x.int(1, 2);
    const inputs = [x.float([x.int(1, 2), group * channels, ...space]), x.float([features, channels, ...kernel])];
    if (x.flip()) inputs.push(x.float([features]));
    return g.apply("Conv", inputs, { ...attributes, group });
  };

const convTranspose =
  (rank: number) =>
  (g: GraphBuilder, x: Inputs): Value => {
    const { kernel, attributes } = drawWindow(x, rank);
    const { strides, dilations, pads } = attributes;
    const group = x.int(1, 2);
    const space = kernel.map(() => x.int(1, 3));
    const outputPadding = strides.map((s) => x.int(0, s - 1));
    // Enough input that something is left between the pads.
    const least = kernel.map((k, i) => {
      const lost = pads[i]! + pads[rank + i]! + 1 - (k - 1) * dilations[i]! - 1 - outputPadding[i]!;
      return Math.max(space[i]!, 1 + Math.ceil(lost / strides[i]!));
    });
    const [channels, features] = [group * x.int(1, 2), x.int(1, 2)];
    const inputs = [x.float([x.int(1, 2), channels, ...least]), x.float([channels, features, ...kernel])];
    if (x.flip()) inputs.push(x.float([features * group]));
    return g.apply("ConvTranspose", inputs, { ...attributes, group, output_padding: outputPadding });
  };

export const convolution: CheckTable = {
  "Conv 1-D": { build: conv(1), options: { runs: 16 } },
  "Conv 2-D": { build: conv(2), options: { runs: 24 } },
  "Conv 3-D": conv(3),
  "Conv depthwise": conv(2, true),
  "Conv auto_pad": (g, x) =>
    g.apply("Conv", [x.float([2, 1, x.int(3, 6), x.int(3, 6)]), x.float([2, 1, x.int(1, 3), x.int(1, 3)])], {
      auto_pad: x.pick(["SAME_UPPER", "SAME_LOWER", "VALID"]),
      strides: [x.int(1, 3), x.int(1, 3)],
    }),
  "ConvTranspose 1-D": { build: convTranspose(1), options: { runs: 16 } },
  "ConvTranspose 2-D": { build: convTranspose(2), options: { runs: 24 } },
  "ConvTranspose 3-D": convTranspose(3),
  "ConvTranspose output_shape": (g, x) => {
    const full = 2 * 3 + 3; // stride 2, 4 elements, kernel 3
    const output = x.int(5, full);
    return g.apply("ConvTranspose", [x.float([1, 2, 4]), x.float([2, 1, 3])], {
      strides: [2],
      output_shape: [output],
      auto_pad: x.pick(["NOTSET", "SAME_UPPER", "SAME_LOWER"]),
    });
  },
};
