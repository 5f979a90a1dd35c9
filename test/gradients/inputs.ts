/** The random inputs of a check: shapes, attributes and numbers. */
import fc from "fast-check";
import type { GraphBuilder } from "../../src/graph/builder.js";
import type { Value } from "../../src/graph/graph.js";
import { type ElementType, type Shape, sizeOf } from "../../src/graph/tensor.js";
import type { Numbers } from "../reference/kernel.js";
import { numbers } from "../reference/numbers.js";

/** Which numbers an input may have. */
export interface FloatOptions {
  /** Range of the values; [-2, 2] if left out. */
  readonly low?: number;
  readonly high?: number;
  /** Points (kinks of the function) that values keep 0.05 away from. */
  readonly avoid?: readonly number[];
}

/** Declares random inputs, and draws the shapes and attributes of a case. */
export class Inputs {
  readonly values = new Map<Value, Numbers>();
  readonly floats: Value[] = [];

  constructor(
    readonly g: GraphBuilder,
    readonly gen: fc.GeneratorValue,
    readonly random: () => number,
  ) {}

  /** An integer from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return this.gen(fc.integer, { min: low, max: high });
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.int(0, choices.length - 1)]!;
  }

  flip(): boolean {
    return this.int(0, 1) === 1;
  }

  /** A shape of `fewest` to `most` axes of 1 to 4 elements. */
  shape(fewest = 1, most = 3): number[] {
    return Array.from({ length: this.int(fewest, most) }, () => this.int(1, 4));
  }

  /** A shape that broadcasts to `shape`: some axes 1, some leading ones left out. */
  broadcastable(shape: Shape): number[] {
    return shape.slice(this.int(0, shape.length)).map((n) => (this.flip() ? n : 1));
  }

  /** Distinct axes of `rank`, at least `fewest`, some counted from the end. */
  axes(rank: number, fewest = 0): number[] {
    const axes = this.gen(fc.subarray, range(rank), { minLength: fewest });
    return axes.map((axis) => (this.flip() ? axis - rank : axis));
  }

  permutation(rank: number): number[] {
    return this.gen(fc.shuffledSubarray, range(rank), { minLength: rank });
  }

  /** A float32 input that is differentiated. */
  float(shape: Shape, { low = -2, high = 2, avoid = [] }: FloatOptions = {}): Value {
    return this.#float(
      shape,
      Array.from({ length: sizeOf(shape) }, () => {
        const v = low + (high - low) * this.random();
        const kink = avoid.find((k) => Math.abs(v - k) < 0.05);
        return kink === undefined ? v : kink + (v < kink ? -0.06 : 0.06);
      }),
    );
  }

  /**
   * Float32 inputs whose elements all differ, from each other and from 0, by at least 1 / their
   * number.
   */
  distinct(...shapes: readonly Shape[]): Value[] {
    const total = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
    const lattice = this.shuffled(range(total).map((k) => ((k + 0.25 - total / 2) * 4) / total));
    return shapes.map((shape) => this.#float(shape, lattice.splice(0, sizeOf(shape))));
  }

  /** Indices from `low` to `below` - 1. */
  indices(shape: Shape, below: number, type: "int32" | "int64" = "int32", low = 0): Value {
    const values = Array.from({ length: sizeOf(shape) }, () => low + Math.floor((below - low) * this.random()));
    return this.input(type, shape, values);
  }

  bools(shape: Shape): Value {
    return this.input(
      "bool",
      shape,
      Array.from({ length: sizeOf(shape) }, () => (this.random() < 0.5 ? 0 : 1)),
    );
  }

  /** An input of any type with these values (not differentiated). */
  input(type: ElementType, shape: Shape, values: readonly number[]): Value {
    const value = this.g.input(`input_${this.values.size}`, type, shape);
    this.values.set(value, numbers(type, shape, values));
    return value;
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((item) => ({ item, key: this.random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }

  #float(shape: Shape, values: readonly number[]): Value {
    const value = this.input("float32", shape, values.map(Math.fround));
    this.floats.push(value);
    return value;
  }
}

/** 0 to n − 1. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Uniform numbers in [0, 1) from a linear congruential generator (Knuth's MMIX constants). */
export function randomFrom(seed: number): () => number {
  let state = BigInt(seed) & 0xffffffffffffffffn;
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}
