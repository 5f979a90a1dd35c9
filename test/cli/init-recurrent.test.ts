/** `stepzero init` on PyTorch's recurrent networks. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { toNumbers } from "../../src/graph/tensor.js";
import { inferRoles } from "../../src/network/from-onnx/index.js";
import { havePython } from "../oracles.js";
import { runPython } from "../python.js";
import { at, init } from "./init-files.js";
import { stepzero } from "./run.js";

const program = `
import sys, torch, torch.nn as nn
class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(50, 12, padding_idx=0)
        self.cell, self.head = nn.LSTM(12, 16, bidirectional=True), nn.Linear(32, 5)
    def forward(self, words):
        return self.head(self.cell(self.table(words))[0])
words = torch.zeros(7, 1, dtype=torch.long)
torch.onnx.export(Words(), words, sys.argv[1], opset_version=13)
torch.onnx.export(nn.GRU(12, 16), torch.zeros(7, 1, 12), sys.argv[2], opset_version=13)
`;

/** The numbers of the only LSTM's input: B is [2, 8 · 16], of the input and of the hidden state. */
function inputOfLstm(file: string, input: number): number[] {
  const { nodes } = readOutline(new Uint8Array(readFileSync(at(file))));
  const lstm = nodes.find(({ operator }) => operator === "LSTM")!;
  return toNumbers(lstm.inputs[input]!.tensor!.read());
}

/** The 16 numbers of each gate and part of a bias: i, o, f, c of the input, then of the state. */
const parts = (bias: readonly number[]) => Array.from({ length: 16 }, (_, i) => bias.slice(16 * i, 16 * i + 16));

describe.skipIf(!havePython("torch"))("init of recurrent .onnx files", () => {
  beforeAll(() => void runPython(program, [at("words.onnx"), at("gru.onnx")]));

  it.each([
    ["he", ["--forget-bias", "1.5"], 1.5],
    ["keras-default", [], 1],
    ["keras-default", ["--forget-bias", "0"], 0],
    ["orthogonal", [], 0],
  ])("%s %j: the biases of forget gates are %d, all others 0", (method, more, expected) => {
    init("fresh.onnx", "--force", "--model", at("words.onnx"), "--init", method, ...more);
    parts(inputOfLstm("fresh.onnx", 3)).forEach((gate, i) => {
      expect(
        gate.every((b) => b === (i % 8 === 2 ? expected : 0)),
        `${i}`,
      ).toBe(true);
    });
  });

  it("keras-default: stacked kernels are orthogonal, in each direction its own", () => {
    init("keras.onnx", "--model", at("words.onnx"), "--init", "keras-default");
    const stacked = inputOfLstm("keras.onnx", 2); // [2, 64, 16]
    const product = (a: number, b: number, i: number, j: number) => {
      let sum = 0;
      for (let row = 0; row < 64; row++) sum += stacked[a * 1024 + row * 16 + i]! * stacked[b * 1024 + row * 16 + j]!;
      return sum;
    };
    for (let i = 0; i < 16; i++) {
      for (let j = 0; j < 16; j++) {
        for (const direction of [0, 1]) {
          expect(Math.abs(product(direction, direction, i, j) - (i === j ? 1 : 0))).toBeLessThan(1e-6);
        }
      }
    }
    expect(Math.abs(product(0, 1, 0, 0))).toBeGreaterThan(1e-4);
  });

  it("pytorch-default: everything within ±1/√16, and the padding row 0", () => {
    const { tensors } = init("torch.onnx", "--model", at("words.onnx"), "--init", "pytorch-default");
    for (const input of [1, 2, 3]) {
      const numbers = inputOfLstm("torch.onnx", input);
      const largest = Math.max(...numbers.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(0.25);
      expect(largest).toBeGreaterThan(0.245);
    }
    expect(tensors.filter(({ name }) => name.includes("reverse hidden cell")).length).toBe(2);
    const { nodes } = readOutline(new Uint8Array(readFileSync(at("torch.onnx"))));
    const table = nodes.find(({ operator }) => operator === "Gather")!.inputs[0]!.tensor!;
    const [first, second] = [0, 1].map((row) => toNumbers(table.read()).slice(12 * row, 12 * row + 12));
    expect(first!.every((x) => x === 0)).toBe(true);
    expect(second!.some((x) => x === 0)).toBe(false);
  });

  it("the data meet the kernels of the input only, and a layer's gates know each other", () => {
    const { weights } = inferRoles(readOutline(new Uint8Array(readFileSync(at("gru.onnx")))));
    const kernels = weights.filter(({ tensor }) => tensor.role.kind === "kernel").map(({ tensor: { role } }) => role);
    expect(kernels.map(({ first = false, recurrent }) => [recurrent!.part, first])).toEqual(
      ["update", "reset", "new"].flatMap(() => [
        ["input", true],
        ["hidden", false],
      ]),
    );
    expect(new Set(kernels.map(({ recurrent }) => recurrent!.layer)).size).toBe(1);
    expect(kernels.map(({ recurrent }) => [recurrent!.index, recurrent!.gates])).toEqual(
      [0, 0, 1, 1, 2, 2].map((index) => [index, 3]),
    );
  });

  it.each([
    [["--model", at("gru.onnx"), "--forget-bias", "1"], "has no forget gate whose bias is initialized"],
    [["--model", "mlp", "--forget-bias", "1"], "--forget-bias is for .onnx files, and mlp is none. Leave it out."],
    [
      ["--model", at("words.onnx"), "--forget-bias", "much"],
      '--forget-bias must be a number from -1000 to 1000, got "much".',
    ],
  ])("refuses %j", (args, message) => {
    const { code, stderr } = stepzero(["init", "--out", at("refused.onnx"), ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
