/**
 * Every method of the table on recurrent layers, embeddings with a padding row, slopes of PReLU,
 * weight normalization, and tensors that the network multiplies by a constant.
 */
import { describe, expect, test } from "vitest";
import { kernelFormulas } from "../../test/initializers/kernel-formulas.js";
import { gatesOf, nameOf, recurrentTensors } from "../../test/initializers/recurrent-tensors.js";
import { residualTensors } from "../../test/residual-tensors.js";
import { InputError } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
import type { TensorSpecification } from "../network/parameter.js";
import { checkFits } from "./fits.js";
import { findInitializer, initializers, initialWeights } from "./index.js";
import type { Initializer } from "./initializer.js";

const INPUTS = 96;
const UNITS = 64;
const lstm = recurrentTensors("LSTM", INPUTS, UNITS);
const both = [...lstm, ...recurrentTensors("LSTM", INPUTS, UNITS, { reverse: true })];

const drawAll = (method: Initializer, tensors: readonly TensorSpecification[]) =>
  initialWeights(method, method.requires === undefined ? tensors : [...tensors, ...residualTensors], 5);

/** Methods that refuse LSTMs, with the reason. */
const refusals: Readonly<Record<string, string>> = {
  "looks-linear": 'looks-linear: kernel "W[input input]" [64, 96] is of a recurrent layer',
  "random-walk": 'random-walk: tensor "W[input input]" goes through sigmoid',
  "edge-of-chaos": 'Tensor "W[input input]": ',
};

/** Frameworks whose fans are those of the stacked gates. */
const stacks = (name: string) => /^(pytorch|keras|keras-2018|tfjs|caffe)\/|^keras-default$/.test(name);

/** 1 / √E φ(z)² for z ~ N(0, 1), by quadrature: shared/reference/initializers.md §1.7. */
const unitGain = (gate: string) => (gate === "cell" ? 1.5925 : 1.8462);

function stdOf(name: string, { shape, role }: TensorSpecification): number {
  const fanIn = shape[1]!;
  const { part, gate } = role.recurrent!;
  if (name === "pytorch-default") return 1 / Math.sqrt(3 * UNITS);
  if (name === "activation-aware") return unitGain(gate) / Math.sqrt(fanIn);
  // A matrix [4 H, H] with orthonormal columns, and one [H, H] for each gate.
  if (part === "hidden" && name === "keras-default") return 1 / Math.sqrt(4 * UNITS);
  if (part === "hidden" && name === "flax/default") return 1 / Math.sqrt(UNITS);
  return kernelFormulas[name]!.std(fanIn, stacks(name) ? 4 * UNITS : UNITS, shape);
}

const rms = (values: Float32Array) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

describe.each(initializers.map((one) => [one.name, one] as const))("%s on an LSTM", (name, method) => {
  const refusal = refusals[name];
  if (refusal !== undefined) {
    test("is refused by the kernel's name", () => {
      for (const check of [() => drawAll(method, lstm), () => checkFits(method, lstm, 0)]) {
        expect(check).toThrow(InputError);
        expect(check).toThrow(refusal);
      }
    });
    return;
  }
  const weights = drawAll(method, both);
  const { shape, mean = 0, independent = sizeOf } = kernelFormulas[name]!;

  test("kernels of both parts have the method's size, gate by gate", () => {
    for (const tensor of both.filter(({ role }) => role.kind === "kernel")) {
      if (shape === "deterministic") continue;
      const values = weights[tensor.name]!;
      if (shape === "constant") {
        expect(values.every((x) => x === mean)).toBe(true);
        continue;
      }
      const expected = Math.hypot(stdOf(name, tensor), mean);
      // Four standard errors; the fourth moment of a normal variable is 3 σ⁴.
      const error = (4 * Math.SQRT2) / Math.sqrt(4 * independent(tensor.shape));
      expect(Math.abs(rms(values) / expected - 1), tensor.name).toBeLessThan(error);
    }
  });

  test("gates and directions have numbers of their own", () => {
    if (shape === "constant" || shape === "deterministic") return;
    const kernels = both.filter(({ role }) => role.kind === "kernel").map((tensor) => weights[tensor.name]!.join());
    expect(new Set(kernels).size).toBe(16);
  });

  test("biases of the input are the method's, of the hidden state and peepholes 0", () => {
    const { bias = { all: 0 } } = kernelFormulas[name]!;
    for (const { name: tensor, role } of both.filter((one) => one.role.kind === "bias")) {
      const { part, gate } = role.recurrent!;
      const values = weights[tensor]!;
      const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      const between = (bound: number) => {
        expect(largest).toBeLessThanOrEqual(bound * (1 + 1e-7));
        // 64 draws: all below 0.8 of the bound once in 1.6 million times.
        expect(largest).toBeGreaterThan(0.8 * bound);
      };
      if (name === "pytorch-default") between(1 / Math.sqrt(UNITS));
      else if (name === "torch7/default" && part !== "peephole") {
        between(1 / Math.sqrt(part === "input" ? INPUTS : UNITS));
      } else if (part !== "input") expect(largest).toBe(0);
      else if (name === "keras-default") expect(values.every((b) => b === (gate === "forget" ? 1 : 0))).toBe(true);
      else if (name === "nguyen-widrow") between(0.7 * UNITS ** (1 / INPUTS));
      else expect(values.every((b) => b === ("all" in bias ? bias.all : Number.NaN))).toBe(true);
    }
  });

  test("a check finds nothing to refuse", () => {
    expect(() => checkFits({ ...method, requires: undefined }, both, 0)).not.toThrow();
  });
});

describe.each(initializers.map((one) => [one.name, one] as const))("%s on other tensors", (name, method) => {
  test("a row of zeros in an embedding is PyTorch's own", () => {
    const tensor = { name: "table", shape: [20, 50], role: { kind: "embedding", paddingRow: 3 } } as const;
    const table = drawAll(method, [tensor]).table!;
    const isZero = Array.from({ length: 20 }, (_, row) =>
      table.subarray(50 * row, 50 * row + 50).every((x) => x === 0),
    );
    expect(isZero.map((zero, row) => (zero ? row : -1)).filter((row) => row >= 0)).toEqual(
      name === "pytorch-default" ? [3] : [],
    );
    const { role: _, ...rest } = tensor;
    const without = drawAll(method, [{ ...rest, role: { kind: "embedding" } }]).table!;
    expect(table.filter((_x, i) => Math.floor(i / 50) !== 3)).toEqual(
      without.filter((_x, i) => Math.floor(i / 50) !== 3),
    );
  });

  test("slopes of PReLU", () => {
    // torch.nn.PReLU().weight is 0.25; Keras 3.15: keras.layers.PReLU's alpha is 0, and so is that
    // of tfjs; flax.linen.PReLU: negative_slope_init = 0.01.
    const slope = /^(keras|keras-2018|tfjs)\/|^keras-default$/.test(name) ? 0 : name === "flax/default" ? 0.01 : 0.25;
    const kernel = { shape: [3, 8], role: { kind: "kernel", operation: "dense" } } as const;
    const tensor: TensorSpecification = { name: "slope", shape: [3], role: { kind: "slope", kernel } };
    expect(drawAll(method, [tensor]).slope).toEqual(new Float32Array(3).fill(slope));
  });

  test("magnitudes are the norms of their kernels, divided by no factor twice", () => {
    const kernel = (name: string, multiplier?: number): TensorSpecification => ({
      name,
      shape: [6, 4, 3, 3],
      role: { kind: "kernel", operation: "convolution", ...(multiplier && { multiplier }) },
    });
    const magnitude = (of: string, size: number, axis?: number): TensorSpecification => ({
      name: `${of}-g`,
      shape: [size],
      role: { kind: "magnitude", direction: { name: of, ...(axis === undefined ? {} : { axis }) } },
    });
    const kernels = [kernel("a"), kernel("b"), kernel("c", 4)];
    const tensors = [...kernels, magnitude("a", 6, 0), magnitude("b", 4, 1), magnitude("c", 1)];
    const weights = drawAll(method, tensors);
    const norms = (of: string, size: number, placeOf: (i: number) => number) => {
      const squares = new Float64Array(size);
      weights[of]!.forEach((w, i) => {
        squares[placeOf(i)]! += w * w;
      });
      return Float32Array.from(squares, Math.sqrt);
    };
    expect(weights["a-g"]).toEqual(norms("a", 6, (i) => Math.floor(i / 36)));
    expect(weights["b-g"]).toEqual(norms("b", 4, (i) => Math.floor(i / 9) % 4));
    expect(weights["c-g"]).toEqual(norms("c", 1, () => 0));
  });

  test("a constant that multiplies a tensor divides its numbers", () => {
    const kernel: TensorSpecification = { name: "k", shape: [8, 6], role: { kind: "kernel", operation: "dense" } };
    const bias: TensorSpecification = { name: "b", shape: [8], role: { kind: "bias", kernel } };
    const times = (multiplier: number) =>
      [kernel, bias].map((tensor) => ({ ...tensor, role: { ...tensor.role, multiplier } }));
    const [plain, scaled] = [drawAll(method, [kernel, bias]), drawAll(method, times(-2.5))];
    for (const tensor of ["k", "b"]) {
      expect(scaled[tensor]!.map((w) => w + 0)).toEqual(plain[tensor]!.map((w) => w / -2.5 + 0));
    }
  });
});

test("a magnitude without its kernel is refused", () => {
  const role = { kind: "magnitude", direction: { name: "v", axis: 0 } } as const;
  expect(() => initialWeights(findInitializer("he") as Initializer, [{ name: "g", shape: [3], role }], 0)).toThrow(
    'The magnitude "g" starts as the norms of "v", which is not among the tensors.',
  );
});

describe("orthogonal gates", () => {
  /** The largest element of |AᵀA − I|, for stacked matrices [units, units]. */
  const error = (matrices: readonly Float32Array[]) => {
    let largest = 0;
    for (let i = 0; i < UNITS; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = i === j ? -1 : 0;
        for (const m of matrices) for (let k = 0; k < UNITS; k++) sum += m[k * UNITS + i]! * m[k * UNITS + j]!;
        largest = Math.max(largest, Math.abs(sum));
      }
    }
    return largest;
  };
  const hidden = (name: string, cell: keyof typeof gatesOf) => {
    const weights = initialWeights(findInitializer(name) as Initializer, recurrentTensors(cell, INPUTS, UNITS), 2);
    return gatesOf[cell].map((gate) => weights[nameOf("R", "hidden", gate)]!);
  };

  test.each(["LSTM", "GRU", "RNN"] as const)("%s: Keras's gates are orthogonal together, others' each", (cell) => {
    for (const name of ["orthogonal", "delta-orthogonal", "circular-orthogonal", "flax/default"]) {
      for (const gate of hidden(name, cell)) expect(error([gate])).toBeLessThan(1e-6);
    }
    const stacked = hidden("keras-default", cell);
    expect(error(stacked)).toBeLessThan(1e-6);
    for (const gate of stacked) expect(error([gate]) < 1e-6).toBe(cell === "RNN");
  });

  test("Keras's need no other tensor of the layer, but the network", () => {
    const keras = findInitializer("keras-default") as Initializer;
    const name = nameOf("R", "hidden", "forget");
    const one = lstm.find((tensor) => tensor.name === name)!;
    expect(initialWeights(keras, [one], 5)[name]).toEqual(initialWeights(keras, both, 5)[name]);
    expect(() => keras.initialize({ key: [0, 0], nonce: [0, 0] }, one, {})).toThrow("initialize the layer at once");
  });
});
