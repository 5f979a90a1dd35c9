/** What is folded comes to the same as in ONNX Runtime, which computes the unfolded graph. */
import { beforeAll, expect, it } from "vitest";
import { loadRuntime } from "../../../../runtime/node/load-runtime.js";
import type { Runtime } from "../../../../runtime/runtime.js";
import { GraphBuilder } from "../../../builder.js";
import { writeOnnx } from "../../../file/write.js";
import type { Value } from "../../../graph.js";
import { type ElementType, tensor } from "../../../tensor.js";
import { simplify } from "../simplify.js";

let runtime: Runtime;
beforeAll(async () => {
  runtime = (await loadRuntime()).runtime;
});

type Build = (g: GraphBuilder, a: Value, b: Value) => Value;

const both =
  (operator: string, attributes = {}): Build =>
  (g, a, b) =>
    g.apply(operator, [a, b], attributes);

const reducing =
  (operator: string, attributes = {}): Build =>
  (g, a) =>
    g.apply(operator, [a], attributes);

/** a is [2, 3], b is [3] without zeros. */
const cases: Readonly<Record<string, Build>> = {
  Add: both("Add"),
  Sub: both("Sub"),
  Mul: both("Mul"),
  Div: both("Div"),
  Max: both("Max"),
  "Max of three": (g, a, b) => g.apply("Max", [b, a, g.scalar(2, a.type)]),
  Min: both("Min"),
  Mod: both("Mod"),
  "Mod of the dividend's sign": both("Mod", { fmod: 1 }),
  Neg: (g, a) => g.apply("Neg", [a]),
  Abs: (g, a) => g.apply("Abs", [a]),
  ReduceSum: (g, a) => g.apply("ReduceSum", [a, g.integers([0])], { keepdims: 0 }),
  "ReduceSum of all": reducing("ReduceSum"),
  "ReduceSum of none": reducing("ReduceSum", { noop_with_empty_axes: 1 }),
  ReduceProd: reducing("ReduceProd", { axes: [-1] }),
  ReduceMax: reducing("ReduceMax", { axes: [0], keepdims: 0 }),
  ReduceMin: reducing("ReduceMin", { axes: [1] }),
  Tile: (g, a) => g.apply("Tile", [a, g.integers([2, 3])]),
};

it.each((["int64", "int32"] as const).flatMap((type) => Object.keys(cases).map((name) => [name, type] as const)))(
  "%s of %s",
  async (name, type: ElementType) => {
    const g = new GraphBuilder("constants");
    const a = g.constant(tensor(type, [2, 3], [7, -8, 0, 5, -3, 2 ** 27]));
    const b = g.constant(tensor(type, [3], [3, -3, 5]));
    g.output("y", cases[name]!(g, a, b));
    const graph = g.build();
    const small = simplify(graph);
    expect(small.nodes).toEqual([]);
    const session = await runtime.createSession(writeOnnx(graph), { optimization: "disabled" });
    const { y } = await session.run({});
    await session.release();
    const folded = small.constants.get(small.outputs.get("y")!)!;
    expect(folded).toEqual({ type: y!.type, shape: y!.shape, data: y!.data });
  },
);
