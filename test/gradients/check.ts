/**
 * Checks of gradient rules. A check is a function that builds a small graph from random inputs;
 * `checkGradients` draws several such graphs and holds each against independent judges.
 */
import fc from "fast-check";
import * as ort from "onnxruntime-node";
import { describe, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import { notDifferentiable } from "../../src/graph/gradients/not-differentiable.js";
import { rules } from "../../src/graph/gradients/rules/index.js";
import type { Graph, Value } from "../../src/graph/graph.js";
import { type ElementType, type Shape, sameShape, sizeOf, tensor } from "../../src/graph/tensor.js";
import { evaluate } from "../reference/evaluate.js";
import type { Numbers } from "../reference/kernel.js";
import { numbers } from "../reference/numbers.js";

/**
 * Builds a graph on `g` from inputs declared through `x`; gives the values to be differentiated.
 */
export type Build = (g: GraphBuilder, x: Inputs) => Value | readonly Value[];

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

/** Builds the graphs of one check; with options where the defaults do not fit. */
export type Check = Build | { readonly build: Build; readonly options: CheckOptions };
/**
 * Checks by operator; a name after a space tells several checks of one operator apart: "Pad", "Pad
 * reflect".
 */
export type CheckTable = Readonly<Record<string, Check>>;

/** One test for each check of a table. */
export function describeChecks(family: string, table: CheckTable): void {
  describe(`gradients of ${family}`, () => {
    for (const [name, check] of Object.entries(table)) {
      it(name, async () => {
        if (typeof check === "function") await checkGradients(check);
        else await checkGradients(check.build, check.options);
      });
    }
  });
}

export interface CheckOptions {
  /** How many random graphs (8 if left out). */
  readonly runs?: number;
  /** False for a function whose second derivative jumps or does not exist where the values fall. */
  readonly second?: boolean;
}

// So many fresh random graphs a check, instead of the same few every time
const soak = process.env.STEPZERO_SOAK;

/**
 * Draws graphs from `build` and checks on each:
 * - gradients, evaluated in float64, against central differences of the float64 evaluator: 1e-6
 * relative;
 * - the same for the gradients of a random projection of the gradients (with respect to inputs and
 * seeds);
 * - outputs and both gradients of ONNX Runtime in float32 against the evaluator: 1e-4 relative;
 * - every operator that was emitted has a rule itself or has no gradient by nature.
 *
 * "Relative" is to the largest magnitude in the tensor (central differences of a tiny element
 * beside large ones are not better than that).
 */
export async function checkGradients(build: Build, { runs = 8, second = true }: CheckOptions = {}): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.gen(), fc.integer(), async (gen, seed) => {
      await checkOne(build, gen, randomFrom(seed), second);
    }),
    soak === undefined ? { numRuns: runs, seed: 1 } : { numRuns: Number(soak) },
  );
}

async function checkOne(build: Build, gen: fc.GeneratorValue, random: () => number, second: boolean): Promise<void> {
  const g = new GraphBuilder("check");
  const x = new Inputs(g, gen, random);
  const built = build(g, x);
  const outputs = "name" in built ? [built] : built;
  if (x.floats.length === 0) throw new Error("the case declares no float input");
  outputs.forEach((y, i) => {
    g.output(`y${i}`, y);
  });
  const inputs = x.floats.slice();
  const smooth = outputs.filter((y) => y.type === "float32");
  const seeds = smooth.map((y) => x.float(y.shape));
  const forward = g.build();
  const first = gradients(g, smooth, inputs, seeds);
  const returnAs = (prefix: string, values: readonly Value[]) =>
    values.map((v, i) => {
      g.output(`${prefix}${i}`, v);
      return `${prefix}${i}`;
    });
  const firstNames = returnAs("d", first);
  const backward = g.build();
  const data = Object.fromEntries([...x.values].map(([v, n]) => [v.name, n]));

  first.forEach((d, i) => {
    if (!sameShape(d.shape, inputs[i]!.shape)) {
      throw new Error(`gradient [${d.shape.join(", ")}] of an input [${inputs[i]!.shape.join(", ")}]`);
    }
  });
  checkClosure(forward, backward);
  const outputNames = outputs.map((y, i) => ({ y, name: `y${i}` })).filter(({ y }) => y.type === "float32");
  compareWithDifferences(
    "gradient",
    forward,
    data,
    outputNames.map(({ name }) => name),
    seeds.map((s) => x.values.get(s)!),
    inputs,
    firstNames.map((name) => evaluate(backward, data)[name]!),
    random,
  );

  let whole = backward;
  if (second) {
    const variables = [...inputs, ...seeds];
    const projections = first.map((d) => x.float(d.shape));
    returnAs("dd", gradients(g, first, variables, projections));
    whole = g.build();
    checkClosure(backward, whole);
    for (const p of projections) data[p.name] = x.values.get(p)!;
    const results = evaluate(whole, data);
    compareWithDifferences(
      "second derivative",
      backward,
      data,
      firstNames,
      projections.map((p) => x.values.get(p)!),
      variables,
      variables.map((_, i) => results[`dd${i}`]!),
      random,
    );
  }
  await compareWithRuntime(whole, data);
}

/**
 * Holds dx against central differences of Σ weight · output, at single elements and along one
 * random direction each.
 */
function compareWithDifferences(
  what: string,
  graph: Graph,
  data: Readonly<Record<string, Numbers>>,
  outputs: readonly string[],
  weights: readonly Numbers[],
  variables: readonly Value[],
  claimed: readonly Numbers[],
  random: () => number,
): void {
  const projected = (inputs: Record<string, Numbers>): number => {
    const results = evaluate(graph, inputs);
    return outputs.reduce((sum, name, k) => sum + dot(results[name]!.data, weights[k]!.data), 0);
  };
  variables.forEach((variable, v) => {
    const at = data[variable.name]!;
    /** Fourth-order central difference: its own error is about 1e-12 here. */
    const slope = (direction: Float64Array): number => {
      const h = 1e-3;
      const f = (t: number) =>
        projected({ ...data, [variable.name]: { ...at, data: at.data.map((x, i) => x + t * direction[i]!) } });
      return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
    };
    const dx = claimed[v]!.data;
    // Numbers are of order 1 here; where terms cancel to less, the rounding of float32 constants in
    // rules remains.
    const scale = Math.max(0.1, ...dx.map(Math.abs));
    const expectNear = (got: number, want: number, place: string) => {
      if (!(Math.abs(got - want) <= 1e-6 * Math.max(scale, Math.abs(want)))) {
        throw new Error(
          `${what} by ${variable.name} [${variable.shape.join(", ")}] ${place}: rule ${got}, central difference ${want}`,
        );
      }
    };
    const places = dx.length <= 8 ? range(dx.length) : range(6).map(() => Math.floor(random() * dx.length));
    for (const i of places) {
      expectNear(dx[i]!, slope(new Float64Array(dx.length).fill(0).fill(1, i, i + 1)), `at ${i}`);
    }
    const direction = dx.map(() => random() - 0.5); // every element takes part
    expectNear(dot(dx, direction), slope(direction), "along a random direction");
  });
}

/** Holds every output of ONNX Runtime, in float32, against the evaluator. */
export async function compareWithRuntime(graph: Graph, data: Readonly<Record<string, Numbers>>): Promise<void> {
  const want = evaluate(graph, data);
  const got = await runOnnx(graph, data);
  for (const [name, numbers] of Object.entries(want)) {
    const scale = Math.max(0.1, ...numbers.data.map(Math.abs));
    numbers.data.forEach((w, i) => {
      const actual = got[name]!.data[i]!;
      if (!(Math.abs(actual - w) <= 1e-4 * scale)) {
        throw new Error(`output ${name}[${i}]: ONNX Runtime ${actual}, evaluator ${w} (shape [${numbers.shape}])`);
      }
    });
  }
}

/** The graph's outputs as ONNX Runtime computes them, one thread, on the CPU. */
export async function runOnnx(graph: Graph, data: Readonly<Record<string, Numbers>>): Promise<Record<string, Numbers>> {
  const session = await ort.InferenceSession.create(writeOnnx(graph), {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  try {
    const feeds = Object.fromEntries(
      graph.inputs.map((v) => {
        const filled = tensor(v.type, v.shape, data[v.name]!.data);
        return [v.name, new ort.Tensor(v.type, filled.data as ort.Tensor.DataType as never, [...v.shape])];
      }),
    );
    const results = await session.run(feeds);
    return Object.fromEntries(
      [...graph.outputs].map(([name, v]) => {
        const { dims, data: values } = results[name]!;
        if (!sameShape(dims, v.shape))
          throw new Error(`output ${name}: shape rule [${v.shape}], ONNX Runtime [${dims}]`);
        return [name, numbers(v.type, v.shape, Array.from(values as ArrayLike<number | bigint>, Number))];
      }),
    );
  } finally {
    await session.release();
  }
}

/**
 * Every operator in `after` that is not in `before` must be differentiable itself, or have no
 * gradient by nature.
 */
function checkClosure(before: Graph, after: Graph): void {
  for (const node of after.nodes.slice(before.nodes.length)) {
    if (rules[node.operator] === undefined && !notDifferentiable.has(node.operator)) {
      throw new Error(`a rule emits ${node.operator}, which has no rule and is not in notDifferentiable`);
    }
  }
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** Uniform numbers in [0, 1) from a linear congruential generator (Knuth's MMIX constants). */
export function randomFrom(seed: number): () => number {
  let state = BigInt(seed) & 0xffffffffffffffffn;
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}
