import type { Attributes } from "../../../src/graph/graph.js";
import { span } from "../../../src/graph/operators/window.js";
import type { Build, CheckTable } from "../check.js";
import type { Inputs } from "../inputs.js";

/** A pooling window over `rank` axes, overlapping or not, padded or not. */
function drawPool(x: Inputs, rank: number, dilated: boolean) {
  const each = <T>(draw: () => T): T[] => Array.from({ length: rank }, draw);
  const kernel = each(() => x.int(1, rank === 3 ? 2 : 3));
  const dilations = kernel.map(() => (dilated ? x.int(1, 2) : 1));
  const before = kernel.map((k) => x.int(0, k - 1));
  const after = kernel.map((k) => x.int(0, k - 1));
  const space = kernel.map((k, i) =>
    Math.max(2, span(k, dilations[i]!) - before[i]! - after[i]! + x.int(0, rank === 3 ? 2 : 4)),
  );
  const attributes: Attributes = {
    kernel_shape: kernel,
    strides: each(() => x.int(1, 3)),
    pads: [...before, ...after],
    ceil_mode: x.int(0, 1),
    ...(dilated ? { dilations } : {}),
  };
  return { shape: [x.int(1, 2), x.int(1, 2), ...space], attributes };
}

const maxPool =
  (rank: number, withIndices = false): Build =>
  (g, x) => {
    const { shape, attributes } = drawPool(x, rank, true);
    return g.applyAll("MaxPool", x.distinct(shape), attributes, { outputs: withIndices ? 2 : 1 });
  };

const averagePool =
  (rank: number): Build =>
  (g, x) => {
    const { shape, attributes } = drawPool(x, rank, false);
    return g.apply("AveragePool", [x.float(shape)], { ...attributes, count_include_pad: x.int(0, 1) });
  };

export const pooling: CheckTable = {
  "MaxPool 1-D": maxPool(1),
  "MaxPool 2-D": { build: maxPool(2), options: { runs: 16 } },
  "MaxPool 3-D": maxPool(3),
  "MaxPool with indices": maxPool(2, true),
  "MaxPool auto_pad": (g, x) =>
    g.apply("MaxPool", x.distinct([1, 2, x.int(3, 6), x.int(3, 6)]), {
      kernel_shape: [2, 3],
      strides: [x.int(1, 2), x.int(1, 2)],
      auto_pad: x.pick(["SAME_UPPER", "SAME_LOWER", "VALID"]),
    }),
  MaxUnpool: (g, x) => {
    const window = { kernel_shape: [2, 2], strides: [2, 2] };
    const [y, places] = g.applyAll("MaxPool", x.distinct([2, 1, 4, 6]), window, { outputs: 2 });
    return g.apply("MaxUnpool", [g.apply("Mul", [y!, y!]), places], window);
  },
  "AveragePool 1-D": { build: averagePool(1), options: { runs: 16 } },
  "AveragePool 2-D": { build: averagePool(2), options: { runs: 24 } },
  "AveragePool 3-D": averagePool(3),
  "AveragePool side by side": (g, x) => {
    const kernel = [x.int(1, 3), x.int(1, 3)];
    const shape = [2, 2, ...kernel.map((k) => k * x.int(1, 3))];
    return g.apply("AveragePool", [x.float(shape)], { kernel_shape: kernel, strides: kernel });
  },
  GlobalAveragePool: (g, x) => g.apply("GlobalAveragePool", [x.float([x.int(1, 2), x.int(1, 3), ...x.shape(1, 3)])]),
  GlobalMaxPool: (g, x) => g.apply("GlobalMaxPool", x.distinct([x.int(1, 2), x.int(1, 3), ...x.shape(1, 3)])),
};
