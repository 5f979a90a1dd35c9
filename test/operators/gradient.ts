/** The gradient of a whole graph against central differences, along one direction, in float64. */
import { InputError } from "../../src/errors.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Graph, Value } from "../../src/graph/graph.js";
import { evaluate } from "../reference/evaluate.js";
import type { Numbers } from "../reference/kernel.js";

/** What is known of a graph's gradient. */
export interface GradientCheck {
  /** Whether it has one; left out where no output is a float, or where it is 0 by nature. */
  readonly gradient?: boolean;
  /** Whether it was equal to central differences. */
  readonly gradientChecked?: boolean;
}

/**
 * Whether the sum of the outputs has a gradient by the float inputs, and whether it is the central
 * difference. Where two step sizes or the two sides disagree there is a kink, and nothing to
 * compare.
 *
 * @throws Error where gradient and central difference are not equal
 */
export function checkGradient(graph: Graph, data: Readonly<Record<string, Numbers>>): GradientCheck {
  const isFloatValue = ({ type }: Value) => type === "float32" || type === "float64";
  const inputs = graph.inputs.filter(isFloatValue);
  const outputs = [...graph.outputs].filter(([, v]) => isFloatValue(v));
  if (inputs.length === 0 || outputs.length === 0) return {};
  const g = GraphBuilder.from(graph);
  try {
    gradients(
      g,
      outputs.map(([, v]) => v),
      inputs,
    ).forEach((d, i) => {
      g.output(`gradient ${i}`, d);
    });
  } catch (error) {
    if (error instanceof InputError) return { gradient: false };
    throw error;
  }
  const names = inputs.map(({ name }) => name);
  const difference = slopeAlong(
    graph,
    data,
    names,
    outputs.map(([name]) => name),
  );
  const results = evaluate(g.build(), data);
  const isZero = names.every((_, i) => results[`gradient ${i}`]!.data.every((d) => d === 0));
  if (isZero && (difference === undefined || difference === 0)) return {};
  if (difference === undefined) return { gradient: true };
  const claimed = names.reduce(
    (sum, _, i) => results[`gradient ${i}`]!.data.reduce((a, b, k) => a + b * direction(k), sum),
    0,
  );
  // 0 · ∞ somewhere on the way back: a row of attention without any key, a logarithm of 0.
  if (!Number.isFinite(claimed)) return { gradient: true };
  if (!near(claimed, difference)) throw new Error(`gradient ${claimed}, central difference ${difference}`);
  return { gradient: true, gradientChecked: true };
}

/** The element `i` of the direction. */
const direction = (i: number) => Math.sin(1.3 * i + 0.7);

const near = (a: number, b: number, most = 1e-5) => Math.abs(a - b) <= most * Math.max(1, Math.abs(a), Math.abs(b));

/** The slope of the outputs' sum; undefined at a kink. */
function slopeAlong(
  graph: Graph,
  data: Readonly<Record<string, Numbers>>,
  inputs: readonly string[],
  outputs: readonly string[],
): number | undefined {
  const totals = new Map<number, number>();
  const along = (t: number): number => {
    const before = totals.get(t);
    if (before !== undefined) return before;
    const moved = inputs.map((name) => {
      const at = data[name]!;
      return [name, { ...at, data: at.data.map((x, i) => x + t * direction(i)) }] as const;
    });
    const results = evaluate(graph, { ...data, ...Object.fromEntries(moved) });
    const total = outputs.reduce((sum, name) => results[name]!.data.reduce((a, b) => a + b, sum), 0);
    totals.set(t, total);
    return total;
  };
  const ofOneSide = (h: number) => (-3 * along(0) + 4 * along(h) - along(2 * h)) / (2 * h);
  const ofBothSides = (h: number) => (8 * (along(h) - along(-h)) - (along(2 * h) - along(-2 * h))) / (12 * h);
  const [coarse, fine] = [ofBothSides(1e-3), ofBothSides(1e-4)];
  return near(coarse, fine) && near(ofOneSide(1e-4), ofOneSide(-1e-4), 1e-4) ? fine : undefined;
}
