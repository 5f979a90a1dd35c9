/** ONNX Runtime itself says what shapes its own operators give. */
import { describe, expect, it } from "vitest";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { GraphBuilder } from "../builder.js";
import { writeOnnx } from "../file/write.js";
import type { Attributes, Value } from "../graph.js";
import { emptyData, type Shape, sizeOf } from "../tensor.js";

const trans = { transA: 1, transB: 1 };
const cases: readonly (readonly [string, string, readonly Shape[], Attributes])[] = [
  [
    "FusedMatMul",
    "FusedMatMul",
    [
      [2, 3, 4],
      [4, 5],
    ],
    { alpha: 0.5 },
  ],
  [
    "FusedMatMul, both transposed",
    "FusedMatMul",
    [
      [2, 4, 3],
      [2, 5, 4],
    ],
    trans,
  ],
  [
    "FusedMatMul, batch of A",
    "FusedMatMul",
    [
      [3, 2, 4],
      [2, 4, 5],
    ],
    { transBatchA: 1 },
  ],
  [
    "FusedMatMul, batch of both",
    "FusedMatMul",
    [
      [3, 2, 6, 4],
      [4, 2, 6, 5],
    ],
    { transBatchA: 1, transBatchB: 1 },
  ],
  [
    "FusedMatMul, all",
    "FusedMatMul",
    [
      [4, 2, 6, 3],
      [5, 2, 6, 4],
    ],
    { ...trans, transBatchA: 1, transBatchB: 1 },
  ],
  ["FusedGemm", "FusedGemm", [[4, 3], [5, 4], [5]], { ...trans, activation: "Relu" }],
  ["FusedConv", "FusedConv", [[1, 2, 5, 5], [3, 2, 3, 3], [3]], { activation: "Relu", strides: [2, 2] }],
  ["FusedConv adding", "FusedConv", [[1, 2, 5], [3, 2, 3], [3], [1, 3, 3]], { activation: "Relu" }],
];

describe("shapes of ONNX Runtime's own operators", () => {
  it.each(cases)("%s", async (_, operator, shapes, attributes) => {
    const { runtime } = await loadRuntime();
    const g = new GraphBuilder("fused");
    const inputs: Value[] = shapes.map((shape, i) => g.input(`x${i}`, "float32", shape));
    const y = g.apply(`com.microsoft:${operator}`, inputs, attributes);
    g.output("y", y);
    const session = await runtime.createSession(writeOnnx(g.build()));
    const feeds = inputs.map(({ name, type, shape }) => [name, { type, shape, data: emptyData(type, sizeOf(shape)) }]);
    const result = await session.run(Object.fromEntries(feeds));
    expect(result.y!.shape).toEqual(y.shape);
    await session.release();
  });
});
