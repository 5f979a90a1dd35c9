import type { Attributes } from "../../../src/graph/graph.js";
import { tensor } from "../../../src/graph/tensor.js";
import type { Build, CheckTable } from "../check.js";

const resized =
  (mode: "nearest" | "linear"): Build =>
  (g, x) => {
    const space = [x.int(1, 4), x.int(1, 4)];
    const attributes: Attributes = {
      mode,
      coordinate_transformation_mode: x.pick(["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"]),
      nearest_mode: x.pick(["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]),
    };
    const image = x.float([x.int(1, 2), 2, ...space]);
    if (x.flip()) {
      const sizes = [image.shape[0]!, 2, x.int(1, 7), x.int(1, 7)];
      return g.apply("Resize", [image, undefined, undefined, g.integers(sizes)], attributes);
    }
    const scales = [1, 1, ...space.map((n) => x.pick([1, 2, 3, 1.5, ...(n > 1 ? [0.5, 0.7] : [])]))];
    return g.apply("Resize", [image, undefined, g.constant(tensor("float32", [4], scales))], attributes);
  };

export const resize: CheckTable = {
  "Resize nearest": { build: resized("nearest"), options: { runs: 32 } },
  "Resize linear": { build: resized("linear"), options: { runs: 32 } },
  "Resize nearest by whole factors": (g, x) =>
    g.apply(
      "Resize",
      [
        x.float([1, 2, x.int(1, 3), x.int(1, 3)]),
        undefined,
        g.constant(tensor("float32", [4], [1, 1, x.int(1, 3), x.int(1, 3)])),
      ],
      { coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" },
    ),
};
