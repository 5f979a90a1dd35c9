import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseModel } from "../../../network/models/index.js";
import { loadRuntime } from "../../../runtime/node/load-runtime.js";
import { buildTrainGraph } from "../../../training/train-graph.js";
import { GraphBuilder } from "../../builder.js";
import { reshape } from "../../expressions.js";
import { writeOnnx } from "../../file/write.js";
import { emptyData, sizeOf } from "../../tensor.js";
import { simplify } from "../simplify/simplify.js";
import { executionOrder, peakBytes } from "./execution-order.js";
import { recompute } from "./recompute.js";

const { runtime } = await loadRuntime();

describe("the order of execution", () => {
  for (const name of ["mlp:depth=4,width=8", "resnet20", "vit_tiny"]) {
    it(`is ONNX Runtime's, as its profile has it: ${name}, with copies`, async () => {
      const { model, options } = parseModel(name);
      const train = buildTrainGraph(
        {
          layers: model.build({ input: [1, 28, 28], classes: 10 }, options),
          classes: 10,
          loss: "cross-entropy",
          source: { shape: [1, 28, 28], type: "uint8", count: 4 },
          labelCount: 4,
          batch: 4,
        },
        { kind: "sgd", learningRate: 0.1 },
      );
      const states = train.states.map((state) => `${state.name}:next`);
      const graph = recompute(simplify(train.graph), ["loss", "correct", ...states]);
      const folder = mkdtempSync(join(tmpdir(), "stepzero-order-"));
      try {
        const session = await runtime.createSession(writeOnnx(graph), {
          optimization: "disabled",
          profile: join(folder, "profile"),
        });
        const zeros = graph.inputs.map(({ name, type, shape }) => [
          name,
          { type, shape, data: emptyData(type, sizeOf(shape)) },
        ]);
        await session.run(Object.fromEntries(zeros));
        await session.release();
        const events = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]!), "utf8")) as {
          readonly cat: string;
          readonly name: string;
          readonly ts: number;
        }[];
        const ran = events
          .filter((event) => event.cat === "Node" && event.name.endsWith("_kernel_time"))
          .sort((a, b) => a.ts - b.ts)
          .map((event) => Number(/_(\d+)_kernel_time$/.exec(event.name)![1])); // place in the file
        expect(executionOrder(graph).map((node) => graph.nodes.indexOf(node))).toEqual(ran);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

describe("the memory of a graph's values", () => {
  it("is that of those alive at once; reshaped ones share theirs", () => {
    const g = new GraphBuilder("small");
    const x = g.input("x", "float32", [10]); // inputs are the caller's
    const a = g.apply("Exp", [x]);
    const b = reshape(g, g.apply("Concat", [a, a], { axis: 0 }), [4, 5]);
    g.output("y", g.apply("Tanh", [b]));
    expect(peakBytes(g.build())).toBe(4 * (20 + 20)); // a has died
    g.output("a", a);
    expect(peakBytes(g.build())).toBe(4 * (10 + 20 + 20));
  });
});
