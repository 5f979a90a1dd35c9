/**
 * Holds outputs and gradients against PyTorch's, from `*.golden.json` (made by pytorch.golden.py,
 * which stands beside them).
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { add, mul, reshape } from "../../src/graph/expressions.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Attributes, Value } from "../../src/graph/graph.js";
import { type Shape, sizeOf, tensor } from "../../src/graph/tensor.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";
import { runOnnx } from "./run-onnx.js";

interface Flat {
  readonly shape: Shape;
  readonly data: readonly number[];
}

interface GoldenCase {
  readonly name: string;
  readonly operator: string;
  readonly attributes: Attributes;
  /** Whole numbers only: results must be equal, not close. */
  readonly exact: boolean;
  readonly inputs: readonly Flat[];
  readonly dy: Flat;
  readonly y: Flat;
  readonly gradients: readonly (Flat | null)[];
  /** Batch norm's running statistics before and after. */
  readonly more?: Readonly<Record<"mean" | "variance" | "nextMean" | "nextVariance", Flat>>;
}

/** One test for each case of `family`.golden.json. */
export function describeGolden(family: string): void {
  const text = readFileSync(new URL(`${family}.golden.json`, import.meta.url), "utf8");
  describe(`${family} as in PyTorch`, () => {
    for (const golden of JSON.parse(text) as GoldenCase[]) it(golden.name, () => checkCase(golden));
  });
}

async function checkCase(golden: GoldenCase): Promise<void> {
  const g = new GraphBuilder("golden");
  const data: Record<string, ReturnType<typeof numbers>> = {};
  const input = (name: string, { shape, data: values }: Flat) => {
    data[name] = numbers("float32", shape, values);
    return g.input(name, "float32", shape);
  };
  const inputs = golden.inputs.map((x, i) => input(`x${i}`, x));
  const [y, nextMean, nextVariance] = build(g, golden, inputs, input);
  g.output("y", y!);
  const expected: Record<string, Flat> = { y: golden.y };
  if (golden.more?.nextMean !== undefined) {
    g.output("nextMean", nextMean!);
    g.output("nextVariance", nextVariance!);
    expected.nextMean = golden.more.nextMean;
    // PyTorch keeps the unbiased variance, ONNX the biased one: m/(m − 1) in the share that is new.
    const m = sizeOf(golden.y.shape) / golden.y.shape[1]!;
    const { variance, nextVariance: unbiased } = golden.more;
    const biased = unbiased.data.map((v, c) => 0.9 * variance.data[c]! + ((v - 0.9 * variance.data[c]!) * (m - 1)) / m);
    expected.nextVariance = { ...unbiased, data: biased };
  }
  gradients(g, [y!], inputs, [input("dy", golden.dy)]).forEach((d, i) => {
    g.output(`d${i}`, d);
    if (golden.gradients[i] !== null) expected[`d${i}`] = golden.gradients[i]!;
  });
  const graph = g.build();
  for (const [judge, got] of [
    ["evaluator", evaluate(graph, data)],
    ["ONNX Runtime", await runOnnx(graph, data)],
  ] as const) {
    for (const [name, want] of Object.entries(expected)) {
      const what = `${judge}: ${name}`;
      expect(got[name]!.shape, what).toEqual(want.shape);
      const close = (judge === "evaluator" ? 1e-7 : 2e-5) * Math.max(1, ...want.data.map(Math.abs));
      want.data.forEach((w, i) => {
        expect(Math.abs(got[name]!.data[i]! - w), `${what}[${i}]`).toBeLessThanOrEqual(golden.exact ? 0 : close);
      });
    }
  }
}

function build(
  g: GraphBuilder,
  { operator, attributes, more }: GoldenCase,
  inputs: readonly Value[],
  input: (name: string, x: Flat) => Value,
): readonly Value[] {
  if (operator === "GroupNorm") return [groupNorm(g, inputs, attributes)];
  if (more === undefined) return [g.apply(operator, inputs, attributes)];
  const all = [...inputs, input("mean", more.mean), input("variance", more.variance)];
  return g.applyAll(operator, all, attributes, { outputs: attributes.training_mode === 1 ? 3 : 1 });
}

/** Group normalization is not an operator of opset 17: layers compose it like this. */
function groupNorm(g: GraphBuilder, [x, scale, bias]: readonly Value[], attributes: Attributes): Value {
  const [n, c] = x!.shape as [number, number];
  const groups = attributes.groups as number;
  const size = sizeOf(x!.shape) / (n * groups);
  const ones = g.constant(tensor("float32", [size], new Array(size).fill(1)));
  const grouped = g.apply("LayerNormalization", [reshape(g, x!, [n, groups, size]), ones], {
    epsilon: attributes.epsilon!,
  });
  const along = (v: Value) => reshape(g, v, [c, 1, 1]);
  return add(g, mul(g, reshape(g, grouped, x!.shape), along(scale!)), along(bias!));
}
