/** looks-linear: networks with mirrored units are linear functions at the start. */
import { describe, expect, test } from "vitest";
import { draw, gramError, kernel } from "../../../../test/initializers/orthogonal-kernels.js";
import { graphOf, runGraph } from "../../../../test/networks.js";
import { type Shape, sizeOf } from "../../../graph/tensor.js";
import {
  activation,
  averagePool,
  conv,
  dense,
  flatten,
  type Layer,
  sequential,
} from "../../../network/layers/index.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import { normals, stream } from "../../../random/index.js";
import { initialWeights } from "../../initial-weights.js";
import { looksLinear } from "./index.js";

describe("looks-linear", () => {
  /** How far f(a x + b y) is from a f(x) + b f(y), relative to f's size. */
  async function nonlinearity(layer: Layer, input: Shape): Promise<number> {
    const size = sizeOf(input.slice(1));
    const { graph, network } = graphOf(layer, input);
    const weights = initialWeights(looksLinear, network.parameters, 3);
    const data = Float32Array.from(normals(stream(2, "x"), 3 * size));
    for (let i = 0; i < size; i++) data[2 * size + i] = 0.75 * data[i]! - 1.5 * data[size + i]!;
    const { y } = await runGraph(graph, {
      x: { type: "float32", shape: input, data },
      ...Object.fromEntries(
        network.parameters.map((p) => [p.name, { type: "float32" as const, shape: p.shape, data: weights[p.name]! }]),
      ),
    });
    const out = y!.data as Float32Array;
    const k = out.length / 3;
    const largest = out.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    expect(largest).toBeGreaterThan(0.1);
    return Math.max(
      ...Array.from({ length: k }, (_, i) => Math.abs(out[2 * k + i]! - 0.75 * out[i]! + 1.5 * out[k + i]!) / largest),
    );
  }
  const mlp = (name: string) =>
    sequential(...Array.from({ length: 12 }, () => dense(32, { activation: name })), dense(5));

  test.each(["relu", "gelu", "silu", "softplus", "leaky-relu"])(
    "a 12-layer %s network is a linear function",
    async (name) => {
      expect(await nonlinearity(mlp(name), [3, 20])).toBeLessThan(1e-4);
    },
  );

  test("with tanh it is not", async () => {
    expect(await nonlinearity(mlp("tanh"), [3, 20])).toBeGreaterThan(1e-3);
  });

  test("a convolutional one too, through average pooling and flattening", async () => {
    const network = sequential(
      conv(8, 3, { padding: 1, activation: "relu" }),
      averagePool(2),
      conv(16, 3, { padding: 1, bias: false }),
      activation("relu"),
      flatten(),
      dense(12, { activation: "relu" }),
      dense(4),
    );
    expect(await nonlinearity(network, [3, 3, 8, 8])).toBeLessThan(1e-5);
  });

  test("keeps the length of signals: square hidden layers are orthogonal", () => {
    const values = draw(looksLinear, kernel([16, 16], { activation: "relu" }));
    // V alone: the upper left quarter.
    expect(gramError(8, 8, (i, j) => values[i * 16 + j]!)).toBeLessThan(1e-6);
    for (let i = 0; i < 8; i++) {
      for (let j = 0; j < 8; j++) {
        const v = values[i * 16 + j]!;
        expect([values[i * 16 + 8 + j], values[(8 + i) * 16 + j], values[(8 + i) * 16 + 8 + j]]).toEqual([-v, -v, v]);
      }
    }
  });

  test.each<[string, TensorSpecification, string]>([
    [
      "odd widths",
      kernel([7, 8], { activation: "relu" }),
      "has 7 outputs, which do not come in pairs: make the width of every hidden layer even.",
    ],
    ["odd inputs", kernel([4, 5], { head: true }), "has 5 inputs, which do not come in pairs"],
    ["groups", kernel([8, 2, 3, 3], { groups: 2 }), "is of a grouped convolution"],
    ["attention", kernel([8, 8], { projection: "output" }), "is in a residual branch or an attention"],
    ["transposed", kernel([8, 8, 2, 2], { operation: "transposed-convolution" }), "is of a transposed convolution"],
  ])("refuses %s", (_, tensor, message) => {
    expect(() => draw(looksLinear, tensor)).toThrow(`looks-linear: kernel "k" [${tensor.shape.join(", ")}] ${message}`);
  });
});
