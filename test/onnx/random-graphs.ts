/** Random small graphs from a menu of operators and of what simplifying should see through. */
import fc from "fast-check";
import { GraphBuilder } from "../../src/graph/builder.js";
import {
  add,
  expand,
  mul,
  neg,
  reduceSum,
  reshape,
  scale,
  slice,
  sub,
  transpose,
} from "../../src/graph/expressions.js";
import type { Graph, Value } from "../../src/graph/graph.js";
import { broadcastShapes } from "../../src/graph/operators/broadcast.js";
import { type Shape, sizeOf, tensor } from "../../src/graph/tensor.js";

/**
 * One node of a random graph: which of the menu, on which two of the newest values, and a number
 * for its attributes.
 */
const step = fc.record({ choice: fc.nat(1000), a: fc.nat(5), b: fc.nat(5), n: fc.nat(1000) });

const shapesOf24: readonly Shape[] = [[2, 3, 4], [24], [6, 4], [4, 6], [1, 24], [2, 1, 12], [2, 3, 1, 4]];
const permutations3 = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/**
 * Values stay whole multiples of small powers of two, so that no order of operations rounds. A step
 * that does not fit the shapes it meets gives undefined.
 */
const menu: readonly ((g: GraphBuilder, a: Value, b: Value, n: number) => Value | undefined)[] = [
  (g, a, b) => broadcasts(a, b) && add(g, a, b),
  (g, a, b) => broadcasts(a, b) && sub(g, a, b),
  (g, a, b) => broadcasts(a, b) && g.apply("Max", [a, b]),
  (g, a, b) => broadcasts(a, b) && mul(g, g.apply("Sign", [a]), b),
  (g, a, b) => broadcasts(a, b) && g.apply("Where", [g.apply("Greater", [a, b]), b, a]),
  (g, a) => neg(g, a),
  (g, a) => g.apply("Relu", [a]),
  (g, a) => g.apply("Identity", [a]),
  (g, a) => g.apply("Sum", [a]),
  (g, a, _, n) => scale(g, a, [0, 1, -1, 2, 0.5][n % 5]!),
  (g, a, _, n) => g.apply("Div", [a, g.scalar([1, 2, -1, -4][n % 4]!)]),
  (g, a, _, n) => add(g, a, g.scalar(n % 2)),
  (g, a, _, n) => sub(g, g.scalar(n % 2), a),
  (g, a, _, n) => add(g, a, expand(g, g.scalar(n % 3), a.shape)),
  (g, a, _, n) =>
    mul(g, a, g.constant(tensor("float32", a.shape, new Array(sizeOf(a.shape)).fill([1, 2, -1][n % 3]!)))),
  (g, a, _, n) => {
    const shape = shapesOf24[n % shapesOf24.length]!;
    return sizeOf(a.shape) === 24 ? g.apply("Reshape", [a, g.integers(shape)]) : undefined;
  },
  (g, a) => g.apply("Flatten", [a]),
  (g, a, _, n) => g.apply("Unsqueeze", [a, g.integers([n % (a.shape.length + 1)])]),
  (g, a) => g.apply("Squeeze", [a]),
  (g, a, _, n) => (a.shape.length === 3 ? g.apply("Transpose", [a], { perm: permutations3[n % 6]! }) : undefined),
  (g, a) => g.apply("Transpose", [a]),
  (g, a, _, n) => (a.shape.length > 0 ? reduceSum(g, a, [n % a.shape.length], n % 4 < 2) : undefined),
  (g, a, _, n) =>
    a.shape.length > 0 ? g.apply("ReduceMax", [a], { axes: [n % a.shape.length], keepdims: n % 2 }) : undefined,
  (g, a, _, n) => (a.shape.length > 0 ? slice(g, a, [n % a.shape.length], [n % 2], [[1, 9][n % 2]!]) : undefined),
  (g, a, _, n) => (a.shape.length > 0 ? slice(g, a, [0], [-1], [-99], [n % 2 ? -1 : -2]) : undefined),
  (g, a, _, n) => g.apply("Pad", [a, g.integers(new Array(2 * a.shape.length).fill(n % 2))]),
  (g, a, b, n) =>
    a.shape.length > 0 && a.shape.join() === b.shape.join()
      ? g.apply("Concat", [a, b], { axis: n % a.shape.length })
      : undefined,
  (g, a) => g.apply("Concat", [a.shape.length > 0 ? a : reshape(g, a, [1])], { axis: 0 }),
  (g, a, _, n) => g.apply("Expand", [a, g.integers([[1], a.shape, [2, ...a.shape]][n % 3]!)]),
  (g, a, b) => {
    if (a.shape.length !== 2 || b.shape.length !== 2 || a.shape[1] !== b.shape[1]) return undefined;
    return g.apply("MatMul", [g.apply("Sign", [a]), g.apply("Sign", [transpose(g, b, [1, 0])])]);
  },
  (g, a, _, n) => {
    if (a.shape.length !== 2) return undefined;
    const factors = n % 2 ? [transpose(g, a, [1, 0]), a] : [a, transpose(g, a, [1, 0])];
    return g.apply("Sign", [g.apply("Gemm", [...factors, g.scalar(n % 3)])]);
  },
];

const broadcasts = (a: Value, b: Value): true | undefined => (broadcastShapes(a.shape, b.shape) ? true : undefined);

function randomGraph(steps: readonly { choice: number; a: number; b: number; n: number }[]): Graph {
  const g = new GraphBuilder("random");
  const values = [
    g.input("x", "float32", [2, 3, 4]),
    g.input("y", "float32", [2, 1, 4]),
    g.input("z", "float32", [6, 4]),
  ];
  for (const { choice, a, b, n } of steps) {
    const at = (i: number) => values[Math.max(0, values.length - 1 - i)]!;
    const value = menu[choice % menu.length]!(g, at(a), at(b), n);
    if (value !== undefined && sizeOf(value.shape) > 0 && sizeOf(value.shape) < 2000) values.push(value);
  }
  values.slice(-3).forEach((v, i) => {
    g.output(`out${i}`, v);
  });
  return g.build();
}

/** Graphs of up to 25 nodes and more, with inputs x [2, 3, 4], y [2, 1, 4] and z [6, 4]. */
export const randomGraphs = fc.array(step, { minLength: 1, maxLength: 25 }).map(randomGraph);
