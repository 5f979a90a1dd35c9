/**
 * Checks of gradient rules. A check is a function that builds a small graph from random inputs;
 * `checkGradients` draws several such graphs and holds each against independent judges.
 */
import fc from "fast-check";
import { describe, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import { notDifferentiable } from "../../src/graph/gradients/not-differentiable.js";
import { rules } from "../../src/graph/gradients/rules/index.js";
import type { Graph, Value } from "../../src/graph/graph.js";
import { sameShape } from "../../src/graph/tensor.js";
import { evaluate } from "../reference/evaluate.js";
import type { Numbers } from "../reference/kernel.js";
import { Inputs, randomFrom, range } from "./inputs.js";
import { compareWithRuntime } from "./run-onnx.js";

/**
 * Builds a graph on `g` from inputs declared through `x`; gives the values to be differentiated.
 */
export type Build = (g: GraphBuilder, x: Inputs) => Value | readonly Value[];

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

// Number of new random graphs per check, instead of the same few every time
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

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
