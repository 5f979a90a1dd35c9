import { expect, it } from "vitest";
import { GraphBuilder } from "../graph/builder.js";
import { blocksOfRows } from "../graph/compiler/cpu/matrix-order.js";
import { writeOnnx } from "../graph/file/write.js";
import { type Tensor, tensor } from "../graph/tensor.js";
import { inUsualOrder, type TensorOrder } from "./compiled-session.js";
import { loadRuntime } from "./node/load-runtime.js";

const { runtime } = await loadRuntime();

/** w + w on a matrix [4, 3] in blocks of 2 rows, [1, 4, 1, 3], with a count of the reorderings. */
async function doubling() {
  const g = new GraphBuilder("double");
  const w = g.input("w", "float32", [1, 4, 1, 3]);
  g.output("w:next", g.apply("Add", [w, w]));
  const counts = { arranged: 0, restored: 0 };
  const blocks = blocksOfRows(2);
  const order: TensorOrder = {
    ...blocks,
    arranged: (t) => {
      counts.arranged++;
      return blocks.arranged(t);
    },
    restored: (t) => {
      counts.restored++;
      return blocks.restored(t);
    },
  };
  const session = await runtime.createSession(writeOnnx(g.build()));
  const orders = { inputs: new Map([["w", order]]), outputs: new Map([["w:next", order]]) };
  return { session: inUsualOrder(session, orders), counts };
}

const w: Tensor = tensor(
  "float32",
  [4, 3],
  Array.from({ length: 12 }, (_, i) => i),
);
const times = (factor: number) => (w.data as Float32Array).map((x) => factor * x);

it("keeps its order to itself: a state that stays in it is arranged once and restored once", async () => {
  const { session, counts } = await doubling();
  let state: Tensor = w;
  for (let step = 0; step < 3; step++) state = (await session.run({ w: state }))["w:next"]!;
  expect(state.shape).toEqual([4, 3]);
  expect(counts).toEqual({ arranged: 1, restored: 0 });
  expect(state.data).toEqual(times(8));
  expect(state.data).toBe(state.data);
  expect(counts).toEqual({ arranged: 1, restored: 1 });
  // Read once, it is held in the usual order alone.
  const next = (await session.run({ w: state }))["w:next"]!;
  expect(next.data).toEqual(times(16));
  expect(counts).toEqual({ arranged: 2, restored: 2 });
  expect(w.data, "inputs are left as they are").toEqual(times(1));
});

it("hands a state to a session without an order, to one in another order, and through a structured clone", async () => {
  const { session } = await doubling();
  const g = new GraphBuilder("plain");
  const plain = g.input("w", "float32", [4, 3]);
  g.output("y", g.apply("Identity", [plain]));
  const evaluate = await runtime.createSession(writeOnnx(g.build()));
  const first = (await session.run({ w }))["w:next"]!;
  expect((await evaluate.run({ w: first })).y!.data).toEqual(times(2));
  const second = (await session.run({ w }))["w:next"]!;
  expect(structuredClone(second)).toEqual({ type: "float32", shape: [4, 3], data: times(2) });
  const third = (await session.run({ w }))["w:next"]!;
  const other = { ...blocksOfRows(4), name: "blocks of 4 rows" };
  const orders = { inputs: new Map([["w", other]]), outputs: new Map() };
  const rows = inUsualOrder({ ...session, run: async ({ w: t }) => ({ t: t! }) }, orders);
  expect((await rows.run({ w: third })).t).toEqual(blocksOfRows(4).arranged({ ...w, data: times(2) }));
});
