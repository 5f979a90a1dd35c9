/** Exporters store equal tensors once, so that two recurrent layers may share biases of zeros. */
import { expect, it } from "vitest";
import { GraphBuilder } from "../../graph/builder.js";
import { writeOnnx } from "../../graph/file/write.js";
import { tensor } from "../../graph/tensor.js";
import { parametersOf, parseModel } from "../models/index.js";
import { onnxModel } from "./index.js";

it("two LSTMs with one tensor of zeros as their biases are a network that trains", () => {
  const g = new GraphBuilder("shared");
  const biases = g.constant(tensor("float32", [1, 32], new Float32Array(32)), "biases");
  const weights = (name: string, width: number) =>
    g.constant(
      tensor(
        "float32",
        [1, 16, width],
        Float32Array.from({ length: 16 * width }, (_, i) => i / 100),
      ),
      name,
    );
  const lstm = (x: Parameters<typeof g.apply>[1][number], name: string, width: number) => {
    const inputs = [x, weights(`${name}.W`, width), weights(`${name}.R`, 4), biases];
    const [all] = g.applyAll("LSTM", inputs, { hidden_size: 4 }, { outputs: 3 });
    return g.apply("Reshape", [all!, g.constant(tensor("int64", [3], [5, 1, 4]))]);
  };
  const x = g.apply("Transpose", [g.input("x", "float32", [1, 5, 3])], { perm: [1, 0, 2] });
  const states = g.apply("Transpose", [lstm(lstm(x, "a", 3), "b", 4)], { perm: [1, 0, 2] });
  g.output("y", g.apply("Reshape", [states, g.constant(tensor("int64", [2], [1, 20]))]));
  const { model, options } = parseModel("shared", [
    onnxModel(writeOnnx(g.build()), { name: "shared", purpose: "diagnosis" }),
  ]);
  const { parameters } = parametersOf(model, { input: [5, 3], classes: 20 }, options);
  expect(parameters.filter(({ role }) => role.kind === "kernel")).toHaveLength(16);
});
