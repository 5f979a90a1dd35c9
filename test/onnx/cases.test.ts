/**
 * What people's files need of `init`, situation by situation (shared/cases/README.md). The right
 * values are formulas; nothing here was read off stepzero's own output.
 */

import { describe, expect, it } from "vitest";
import { readOnnx } from "../../src/graph/file/read.js";
import { sizeOf, type Tensor, tensor } from "../../src/graph/tensor.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { haveShared } from "../oracles.js";
import {
  caseFile,
  expectAll,
  expectKept,
  expectOrthonormal,
  expectStd,
  type Fresh,
  fresh,
  numbersAt,
  numbersIn,
  turned,
} from "./case-files.js";

const of = (name: string, method?: string, options?: Parameters<typeof fresh>[2]): Fresh =>
  fresh(caseFile(name), method, options);

/** Every output of a file in ONNX Runtime, on inputs of 0.1, 0.2, 0.3, … */
async function outputsOf(bytes: Uint8Array): Promise<number[]> {
  const { runtime } = await loadRuntime();
  const session = await runtime.createSession(bytes);
  const inputs: Record<string, Tensor> = {};
  for (const { name, shape } of readOnnx(bytes).inputs) {
    inputs[name] = tensor(
      "float32",
      shape,
      Array.from({ length: sizeOf(shape) }, (_, i) => (i + 1) / 10),
    );
  }
  try {
    return Object.values(await session.run(inputs)).flatMap(({ data }) => Array.from(data as Float32Array));
  } finally {
    await session.release();
  }
}

/** The g with E f(g z)² = 1 for a standard normal z, by bisection over the trapezoidal rule. */
function fixedPoint(f: (z: number) => number): number {
  const step = 1 / 128;
  const secondMoment = (g: number) => {
    let sum = 0;
    for (let z = -12; z <= 12; z += step) sum += f(g * z) ** 2 * Math.exp((-z * z) / 2);
    return (sum * step) / Math.sqrt(2 * Math.PI);
  };
  let [low, high] = [0.5, 4];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (secondMoment(middle) < 1) low = middle;
    else high = middle;
  }
  return low;
}

describe.skipIf(!haveShared("cases/onnx"))("one tensor for several uses", () => {
  it.each(["dedup-bn", "dedup-bn-train"])("%s: every norm has its own statistics, every layer its bias", (name) => {
    const { after, outcome } = of(name, "pytorch-default");
    for (const norm of [0, 1]) {
      for (const [input, value] of [1, 0, 0, 1].entries()) {
        // Scale, shift, mean, variance.
        expectAll(numbersAt(after, "BatchNormalization", norm, input + 1), value);
      }
    }
    const biases = [0, 1, 2].map((layer) => numbersAt(after, "Gemm", layer, 2));
    // U(±1 / √fanIn) = U(±1/4): 36 different numbers.
    expect(new Set(biases.flat()).size).toBe(36);
    for (const x of biases.flat()) expect(Math.abs(x)).toBeLessThanOrEqual(1 / 4);
    expect(outcome.isFresh).toBe(true);
  });

  it("a kernel that is used twice has two biases", () => {
    const { after } = of("repro-shared-kernel-bias");
    for (const bias of ["b1", "b2"]) expectAll(numbersIn(after, bias), 0);
    expectStd(numbersIn(after, "w"), Math.sqrt(2 / 32));
  });

  it("a table and the head that is its transpose stay one parameter", () => {
    const { after, notes } = of("shared-tied");
    // [50, 16].
    expect(turned(numbersIn(after, "e.weight"), 16)).toEqual(numbersIn(after, "onnx::MatMul_12"));
    expect(notes).toContain("onnx::MatMul_12 has the numbers of e.weight");
    expectStd(numbersIn(after, "onnx::MatMul_11"), Math.sqrt(2 / 16));
  });
});

describe.skipIf(!haveShared("cases/onnx"))("norms", () => {
  it("group norm spelled out: its scale and shift, not the ones and zeros that the operator needs", () => {
    for (const [name, scale, shift, constants] of [
      ["norms-group", "onnx::Mul_23", "onnx::Add_24", ["/n/Constant_1_output_0", "/n/Constant_2_output_0"]],
      ["repro-groupnorm-constants", "g", "b", ["one", "zero"]],
    ] as const) {
      const file = of(name);
      expectAll(numbersIn(file.after, scale), 1);
      expectAll(numbersIn(file.after, shift), 0);
      expectKept(file, ...constants);
      expect(file.outcome.unknown).toEqual([]);
    }
    expectStd(numbersIn(of("norms-group").after, "c.weight"), Math.sqrt(2 / 27));
    expectStd(numbersIn(of("repro-groupnorm-constants").after, "w"), Math.sqrt(2 / 27));
  });

  it("norms without parameters keep their constants", () => {
    const instance = of("norms-instance");
    expectKept(instance, "/n/Constant_output_0", "/n/Constant_1_output_0");
    const batch = of("norms-batch-plain");
    expectKept(batch, "/n/Constant_output_0", "/n/Constant_1_output_0");
    expectAll(numbersIn(batch.after, "n.running_mean"), 0);
    expectAll(numbersIn(batch.after, "n.running_var"), 1);
    expect([instance.outcome.unknown, batch.outcome.unknown]).toEqual([[], []]);
    expectStd(numbersIn(batch.after, "a.weight"), Math.sqrt(2 / 8));
  });

  it("scales become 1 and shifts 0", () => {
    const { after } = of("norms-instance-affine");
    expectAll(numbersIn(after, "n.weight"), 1);
    expectAll(numbersIn(after, "n.bias"), 0);
    expectAll(numbersIn(of("norms-rms").after, "g"), 1);
  });
});

describe.skipIf(!haveShared("cases/onnx"))("activations", () => {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  it.each([
    ["mish-mish", 1.45149, (x: number) => x * Math.tanh(Math.log1p(Math.exp(x)))],
    [
      "gelu-tanh-gelu-tanh",
      1.46796,
      (x: number) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    ],
    ["gelu-tanh-quick-gelu", 1.4746, (x: number) => x * sigmoid(1.702 * x)],
    ["leaky-slope-hardswish", undefined, (x: number) => x * Math.min(1, Math.max(0, x / 6 + 1 / 2))],
    // A slope starts at 1/4: E f(z)² = (1 + 1/16) / 2.
    ["leaky-slope-prelu", Math.sqrt(2 / (1 + 1 / 16)), (x: number) => (x > 0 ? x : x / 4)],
  ] as const)("%s: the gain is the g with E f(g z)² = 1", (name, table, f) => {
    const gain = fixedPoint(f);
    if (table !== undefined) expect(gain).toBeCloseTo(table, 4);
    const { after, outcome } = of(name, "activation-aware");
    expectStd(numbersIn(after, "a.weight"), gain / Math.sqrt(128));
    expectStd(numbersIn(after, "b.weight"), 1 / Math.sqrt(128)); // the logits go through nothing
    expect(outcome.isFresh).toBe(true);
  });

  it("a slope of PReLU starts at 1/4 again", () => {
    expectAll(numbersIn(of("leaky-slope-prelu").after, "act.weight"), 0.25);
  });
});

describe.skipIf(!haveShared("cases/onnx"))("query, key and value side by side", () => {
  it.each([
    ["fused-qkv-mha", (file: Fresh) => numbersIn(file.after, "m.in_proj_weight")],
    ["fused-qkv-qkv", (file: Fresh) => turned(numbersIn(file.after, "onnx::MatMul_34"), 192)],
  ] as const)("%s: fans of one projection, and each is orthogonal", (name, rowsOf) => {
    const projections = (method: string) => {
      const rows = rowsOf(of(name, method)); // [192, 64]
      return [0, 1, 2].map((part) => rows.slice(part * 4096, (part + 1) * 4096));
    };
    // 0.125.
    for (const numbers of projections("glorot-normal")) expectStd(numbers, Math.sqrt(2 / (64 + 64)));
    for (const numbers of projections("orthogonal")) expectOrthonormal(numbers, 64);
  });
});

describe.skipIf(!haveShared("cases/onnx"))("kernels behind something", () => {
  it.each([
    ["reshaped-weight-cntk-like", { k1: 25, W4: 128 }],
    ["repro-kernel-behind-reshape", { c: 9, w: 16 }],
    ["hwio-hwio", { K: 18, V: 8 }],
    ["half-half-cast", { W: 32 }],
    ["half-half", { W: 32 }],
    ["left-weights-gemm-left", { W: 32, V: 16 }],
    ["left-weights-matmul-left", { W: 32, V: 16 }],
    ["repro-gemm-first-factor", { w: 16, v: 20 }],
    ["constant-nodes-const", { W: 9 }],
    ["repro-unknown-last", { w: 16 }],
    ["repro-dropout-runtime-training", { w: 64 }],
  ] as const)("%s: √(2 / fan in) of what reaches the operator, biases 0", (name, fans) => {
    const { before, after, outcome } = of(name);
    for (const [kernel, fan] of Object.entries(fans)) expectStd(numbersIn(after, kernel), Math.sqrt(2 / fan));
    for (const bias of ["b", "b1", "b2"].filter((one) => after.stored.some((value) => value.name === one))) {
      expectAll(numbersIn(after, bias), 0);
    }
    const typesOf = ({ stored }: typeof before) => stored.map((value) => [value.name, value.tensor.type]);
    expect(typesOf(after)).toEqual(typesOf(before));
    expect([outcome.isFresh, outcome.unknown]).toEqual([true, []]);
  });

  it.each(["reshaped-weight-cntk-like", "repro-kernel-behind-reshape", "hwio-hwio", "constant-nodes-const"])(
    "%s: a network of zeros answers 0",
    async (name) => {
      const outputs = await outputsOf(of(name, "zero").bytes);
      expect(outputs.length).toBeGreaterThan(0);
      expectAll(
        outputs.map((x) => x + 0), // −0 is 0
        0,
      );
    },
  );

  it("a factor of the graph counts: what the factor leaves has He's deviation", () => {
    // 1/4 · W, fan in 32: √(2/32) = 1/4, so W ~ N(0, 1).
    expectStd(numbersIn(of("equalized-equalized").after, "W"), 1);
    expectStd(numbersIn(of("equalized-equalized").after, "V"), Math.sqrt(2 / 16));
    // alpha = 0.1, fan in 400.
    expectStd(numbersIn(of("repro-gemm-alpha").after, "w"), Math.sqrt(2 / 400) / 0.1);
    expectAll(numbersIn(of("repro-gemm-alpha").after, "b"), 0);
  });

  it("weight normalization: the direction is drawn, the magnitude is its rows' norms", () => {
    for (const [name, layers] of [
      ["weight-norm-wn-mixed", { c: 32 }],
      ["weight-norm-wn-nofold", { c: 20, d: 48 }],
    ] as const) {
      const { after, outcome } = of(name);
      for (const [layer, width] of Object.entries(layers)) {
        const direction = numbersIn(after, `${layer}.weight_v`);
        expectStd(direction, Math.sqrt(2 / width));
        numbersIn(after, `${layer}.weight_g`).forEach((g, row) => {
          const norm = Math.hypot(...direction.slice(row * width, (row + 1) * width));
          expect(Math.abs(g / norm - 1)).toBeLessThan(1e-6);
        });
        expectAll(numbersIn(after, `${layer}.bias`), 0);
      }
      expect([outcome.isFresh, outcome.unknown]).toEqual([true, []]);
    }
    expectStd(numbersIn(of("weight-norm-wn").after, "onnx::Conv_18"), Math.sqrt(2 / 20));
    expectStd(numbersIn(of("weight-norm-wn").after, "onnx::Conv_21"), Math.sqrt(2 / 48));
  });
});
