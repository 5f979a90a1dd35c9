/**
 * What `init` must leave alone, say, or refuse, situation by situation (shared/cases/README.md).
 */

import { describe, expect, it } from "vitest";
import { inferRoles } from "../../src/network/from-onnx/index.js";
import { haveShared } from "../oracles.js";
import {
  caseFile,
  expectAll,
  expectKept,
  expectOrthonormal,
  expectStd,
  type Fresh,
  fresh,
  modelFile,
  numbersIn,
} from "./case-files.js";

const of = (name: string, method?: string, options?: Parameters<typeof fresh>[2]): Fresh =>
  fresh(caseFile(name), method, options);

describe.skipIf(!haveShared("cases/onnx"))("what no training made", () => {
  it.each([
    ["repro-rotary-table", ["cos"], { w: 16 }],
    ["repro-dft-front-end", ["dft"], { w: 33 }],
    ["gather-1d-table1d", ["tab"], { W: 32 }],
    ["repro-table-as-bias", ["table"], { w: 27 }],
    ["repro-scaling-as-norm", ["std", "unit", "shift"], { w: 8 }],
  ] as const)("%s: kept and named, the kernels redrawn", (name, fixed, fans) => {
    const file = of(name);
    expectKept(file, ...fixed);
    for (const tensor of fixed) expect(file.notes).toContain(`${tensor} [`);
    for (const [kernel, fan] of Object.entries(fans)) expectStd(numbersIn(file.after, kernel), Math.sqrt(2 / fan));
    expect(file.outcome.isFresh).toBe(true);
  });

  it("tables of a rotary embedding, Fourier and mel filters of whole models", () => {
    const llama = fresh(modelFile("torch-llama-rope-op14"));
    expectKept(llama, "cos_cached", "sin_cached");
    expect(llama.notes).toContain("New numbers for embeddings and positions");
    const mel = fresh(modelFile("torch-melspec-cnn-op13"));
    expectKept(mel, "dft", "mel");
  });

  it("--keep and --only decide, by patterns", () => {
    const fixed = of("equalized-equalized", "he", { keep: ["W"] });
    expectKept(fixed, "W");
    expectStd(numbersIn(fixed.after, "V"), Math.sqrt(2 / 16));
    const only = of("weight-norm-wn", "he", { only: ["onnx::*_21"] });
    expectKept(only, "onnx::Conv_18", "c.bias", "d.bias");
    expectStd(numbersIn(only.after, "onnx::Conv_21"), Math.sqrt(2 / 48));
    // By the name of PyTorch's entry, which the file does not have.
    expectKept(of("fused-qkv-qkv", "he", { keep: ["qkv.w*"] }), "onnx::MatMul_34");
    // A tied tensor keeps its numbers with its twin.
    expectKept(of("shared-tied", "he", { keep: ["e.weight"] }), "e.weight", "onnx::MatMul_12");
    expect(() => of("equalized-equalized", "he", { keep: ["U*"] })).toThrow('No tensor of the model is named "U*"');
  });

  it("a padding row is known to the method, and named where the method draws it", () => {
    const file = of("padding-idx-pad");
    const embedding = inferRoles(file.before).weights.find(({ tensor }) => tensor.name === "e.weight");
    expect(embedding!.tensor.role.paddingRow).toBe(0);
    expect(file.notes).toContain("Row 0 of e.weight was 0, as PyTorch's padding_idx has it");
    const table = numbersIn(of("padding-idx-pad", "pytorch-default").after, "e.weight"); // [20, 16]
    expectAll(table.slice(0, 16), 0);
    expectStd(table.slice(16), 1);
  });
});

describe.skipIf(!haveShared("cases/onnx"))("what is no fresh network", () => {
  it("no kernel in the file: said, and not fresh", () => {
    const { outcome, notes } = of("repro-no-kernel");
    expect(outcome.isFresh).toBe(false);
    expect(notes).toContain("its kernel is the model's input w");
    expect(notes).toContain("is not a fresh network");
    expect(of("repro-bn-training-op9").outcome.isFresh).toBe(false); // a norm, and nothing else
  });

  it("quantized kernels: the float model is asked for", () => {
    const file = of("qdq-qdq");
    expect(file.notes).toContain("its kernel is quantized to whole numbers: take the float model");
    expect([file.outcome.isFresh, file.outcome.initialized]).toEqual([false, 0]);
  });

  it("open sizes are no obstacle", () => {
    for (const input of [undefined, [3, 32, 32]]) {
      const { after, outcome } = of("dynamic-hw-seg", "he", { input });
      expectStd(numbersIn(after, "c.weight"), Math.sqrt(2 / 27));
      expectStd(numbersIn(after, "d.weight"), Math.sqrt(2 / 8));
      expect(outcome.isFresh).toBe(true);
    }
    expect(() => of("dynamic-hw-seg", "he", { input: [4, 32, 32] })).toThrow("does not fit the input image");
    expect(() => of("keras-flatten-cnn", "he", { input: [2, 6, 7] })).toThrow("are set already");
  });
});

describe.skipIf(!haveShared("cases/onnx"))("recurrent layers, gate by gate", () => {
  const layers = [
    ["recurrent-lstm", ["onnx::LSTM_117", "onnx::LSTM_118", "onnx::LSTM_119"], 4],
    ["recurrent-gru", ["onnx::GRU_105", "onnx::GRU_106", "onnx::GRU_107"], 3],
    ["recurrent-rnn", ["onnx::RNN_37", "onnx::RNN_38", "onnx::RNN_39"], 1],
  ] as const;

  it.each(layers)("%s: kernels of 8 inputs and 16 units, biases 0", (name, [input, hidden, bias], gates) => {
    const { after, outcome } = of(name);
    expect(numbersIn(after, input)).toHaveLength(gates * 16 * 8);
    expectStd(numbersIn(after, input), Math.sqrt(2 / 8));
    expect(numbersIn(after, hidden)).toHaveLength(gates * 16 * 16);
    expectAll(numbersIn(after, bias), 0);
    expectStd(numbersIn(after, "o.weight"), Math.sqrt(2 / 16));
    expect([outcome.isFresh, outcome.unknown]).toEqual([true, []]);
  });

  it.each(layers)("%s: each gate's hidden kernel is orthogonal by itself", (name, [, hidden], gates) => {
    const numbers = numbersIn(of(name, "orthogonal").after, hidden);
    for (let gate = 0; gate < gates; gate++) expectOrthonormal(numbers.slice(gate * 256, (gate + 1) * 256), 16);
  });
});
