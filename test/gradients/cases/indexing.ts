import type { CheckTable } from "../check.js";

export const indexing: CheckTable = {
  Gather: (g, x) => {
    const shape = x.shape();
    const axis = x.int(0, shape.length - 1);
    const n = shape[axis]!;
    const type = x.pick(["int32", "int64"] as const);
    const picks = x.indices(x.shape(0, 2), n, type, x.flip() ? 0 : -n);
    return g.apply("Gather", [x.float(shape), picks], { axis: x.flip() ? axis : axis - shape.length });
  },
  "Gather of one known element": (g, x) => {
    const shape = x.shape();
    const axis = x.int(0, shape.length - 1);
    const at = x.int(-shape[axis]!, shape[axis]! - 1);
    return g.apply("Gather", [x.float(shape), x.flip() ? g.scalar(at, "int64") : g.integers([at])], { axis });
  },
  GatherElements: (g, x) => {
    const shape = x.shape();
    const axis = x.int(0, shape.length - 1);
    const n = shape[axis]!;
    const picks = x.indices(
      shape.map((size, i) => (i === axis ? x.int(1, 5) : x.int(1, size))),
      n,
      "int64",
      -n,
    );
    return g.apply("GatherElements", [x.float(shape), picks], { axis });
  },
  ScatterElements: (g, x) => {
    // Without addition no index may repeat: each line takes the first of a permutation.
    const [rows, n] = [x.int(1, 3), x.int(1, 4)];
    const count = x.int(1, n);
    const places = Array.from({ length: rows }, () =>
      x.shuffled(Array.from({ length: n }, (_, i) => i)).slice(0, count),
    );
    const indices = x.input("int64", [rows, count], places.flat());
    return g.apply("ScatterElements", [x.float([rows, n]), indices, x.float([rows, count])], { axis: 1 });
  },
  "ScatterElements add": (g, x) => {
    const shape = x.shape();
    const axis = x.int(0, shape.length - 1);
    const small = shape.map((n, i) => (i === axis ? x.int(1, 5) : x.int(1, n)));
    const indices = x.indices(small, shape[axis]!);
    return g.apply("ScatterElements", [x.float(shape), indices, x.float(small)], { axis, reduction: "add" });
  },
  TopK: (g, x) => {
    const shape = x.shape();
    const axis = x.int(-shape.length, shape.length - 1);
    const k = g.integers([x.int(1, shape.at(axis)!)]);
    return g.applyAll("TopK", [...x.distinct(shape), k], { axis, largest: x.int(0, 1) }, { outputs: 2 });
  },
  CumSum: (g, x) => {
    const shape = x.shape();
    const axis = x.int(-shape.length, shape.length - 1);
    return g.apply("CumSum", [x.float(shape), g.scalar(axis, "int64")], {
      exclusive: x.int(0, 1),
      reverse: x.int(0, 1),
    });
  },
  Trilu: (g, x) => {
    const k = x.flip() ? [g.scalar(x.int(-1, 1), "int64")] : [];
    return g.apply("Trilu", [x.float(x.shape(2)), ...k], { upper: x.int(0, 1) });
  },
};
