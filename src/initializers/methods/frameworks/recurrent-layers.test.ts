/** The defaults of PyTorch's and Keras's recurrent layers, beside the frameworks themselves. */
import { expect, test } from "vitest";
import { type Cell, gatesOf, nameOf, recurrentTensors } from "../../../../test/initializers/recurrent-tensors.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import { stream, uniforms } from "../../../random/index.js";
import { findInitializer, type Initializer, initialWeights } from "../../index.js";

const layer = (cell: Cell) => recurrentTensors(cell, 96, 64);
const draw = (name: string, tensors: readonly TensorSpecification[]) =>
  initialWeights(findInitializer(name) as Initializer, tensors, 0);

/** The bound of U(−bound, bound) that a tensor's first number is from. */
function boundOf(tensor: string, weights: Readonly<Record<string, Float32Array>>): number {
  const [first] = uniforms(stream(0, "init", tensor), 1);
  return weights[tensor]![0]! / (2 * first! - 1);
}

/*
 * torch 1.13, /usr/bin/python3; prints ±0.125 for each of the 12 tensors, of shapes [256, 96],
 * [256, 64], [256], [256], [192, 96], …:
 *
 * import torch; from unittest import mock; I = torch.nn.init; got = []
 * with mock.patch.object(I, "uniform_", lambda w, a, b: got.append((tuple(w.shape), a, b))):
 *   for cell in (torch.nn.LSTM, torch.nn.GRU, torch.nn.RNN): cell(96, 64)
 * print(got)
 */
test.each(["LSTM", "GRU", "RNN"] as const)("PyTorch's %s: every weight and both biases U(±0.125)", (cell) => {
  const weights = draw("pytorch-default", layer(cell));
  const names = Object.keys(weights);
  expect(names.length).toBe(4 * gatesOf[cell].length + (cell === "LSTM" ? 3 : 0));
  for (const name of names) expect(Math.abs(boundOf(name, weights) / 0.125 - 1)).toBeLessThan(1e-6);
});

/*
 * with mock.patch.object(I, "_no_grad_uniform_", lambda w, a, b, *r: print(b)):
 *   I.xavier_uniform_(torch.nn.LSTM(96, 64).weight_ih_l0)  # 0.13055824196677338
 */
test("PyTorch's xavier_uniform_ of an LSTM's stacked kernel", () => {
  const bound = boundOf("W[input cell]", draw("pytorch/xavier-uniform", layer("LSTM")));
  expect(Math.abs(bound / 0.13055824196677338 - 1)).toBeLessThan(1e-6);
});

/*
 * Keras 3.15.1 with TensorFlow 2.21. Prints, for kernels [96, 256], [96, 192] and [96, 64], their
 * largest elements 0.13055, 0.14434 and 0.19363; for U Uᵀ − I of the kernels of hidden states below
 * 1e-6; for gates alone 0.82, 0.85, 0.84 and 0.85 (LSTM), 0.77, 0.77 and 0.81 (GRU); and the means
 * of the biases by gate: [0, 1, 0, 0] in the order i, f, c, o, and zeros.
 *
 * import keras, numpy as np
 * for cls, g in ((keras.layers.LSTM, 4), (keras.layers.GRU, 3), (keras.layers.SimpleRNN, 1)):
 *   l = cls(64); l.build((None, 3, 96)); c = l.cell
 *   k, r, b = [np.array(v) for v in (c.kernel, c.recurrent_kernel, c.bias)]
 *   far = lambda m: abs(m - np.eye(64)).max()
 *   print(k.shape, abs(k).max(), far(r @ r.T))
 *   print([far(r[:, i*64:(i+1)*64].T @ r[:, i*64:(i+1)*64]) for i in range(g)])
 *   print(b.reshape(-1, g, 64).mean(2))
 */
test.each([
  ["LSTM", 0.13055, 0.85],
  ["GRU", 0.14434, 0.81],
  ["RNN", 0.19363, 0],
] as const)("Keras's %s", (cell, largest, farthest) => {
  const tensors = layer(cell);
  const weights = draw("keras-default", tensors);
  const bound = boundOf(nameOf("W", "input", gatesOf[cell].at(-1)!), weights);
  // The largest of 6144 draws and more is within a thousandth of the bound.
  expect(bound / largest).toBeGreaterThan(1 - 1e-4);
  expect(bound / largest).toBeLessThan(1 + 1e-3);
  const gates = gatesOf[cell].map((gate) => weights[nameOf("R", "hidden", gate)]!);
  const distance = (matrices: readonly Float32Array[]) => {
    let most = 0;
    for (let i = 0; i < 64; i++) {
      for (let j = 0; j < 64; j++) {
        let sum = i === j ? -1 : 0;
        for (const m of matrices) for (let k = 0; k < 64; k++) sum += m[64 * k + i]! * m[64 * k + j]!;
        most = Math.max(most, Math.abs(sum));
      }
    }
    return most;
  };
  expect(distance(gates)).toBeLessThan(1e-6);
  // A diagonal element 1 − Σ r² of one gate: of mean 1 − 1/gates.
  for (const gate of gates) expect(Math.abs(distance([gate]) - farthest)).toBeLessThan(0.1);
  for (const { name, role } of tensors.filter((tensor) => tensor.role.kind === "bias")) {
    const one = role.recurrent!.gate === "forget" && role.recurrent!.part === "input";
    expect(weights[name]!.every((b) => b === (one ? 1 : 0))).toBe(true);
  }
});
