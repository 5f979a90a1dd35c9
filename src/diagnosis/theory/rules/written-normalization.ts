/**
 * Normalizations that a file writes as elementary operators: (x − mean x) / √(variance + ε), and
 * x / √(mean x² + ε) without the mean (RMSNorm, Zhang and Sennrich 2019).
 */
import type { GraphBuilder } from "../../../graph/builder.js";
import type { Node, Value } from "../../../graph/graph.js";
import { passing, type Rule, type Walk } from "../state.js";
import { overAxes } from "./normalization.js";

/** What a normalization is of, and how. */
interface Written {
  readonly x: Value;
  readonly axes: readonly number[];
  readonly epsilon: number;
  readonly centred: boolean;
}

/** The rule of a quotient or product that ends a normalization; undefined where it ends none. */
export function writtenNormalization(node: Node, walk: Walk): ReturnType<Rule> | undefined {
  const written = normalizationAt(node, walk);
  const signal = written && walk.signalOf(written.x);
  if (written === undefined || signal === undefined) return undefined;
  const { x, axes } = written;
  const first = x.shape.length - axes.length;
  const areLast = [...axes].sort((a, b) => a - b).every((axis, i) => axis === first + i);
  if (!areLast) return undefined;
  const passed = overAxes(signal, first, written, { scale: undefined, shift: undefined }, walk.sources);
  return typeof passed === "string" ? passed : passing(x, passed);
}

function normalizationAt(node: Node, { g, numbersOf }: Walk): Written | undefined {
  const [a, b] = node.inputs as readonly [Value, Value];
  const numberOf = (value: Value | undefined): number | undefined => {
    const tensor = numbersOf(value);
    return tensor?.data.length === 1 ? Number(tensor.data[0]) : undefined;
  };
  if (node.operator === "Div") return written(a, rootOf(b));
  return written(a, inverseRootOf(b)) ?? written(b, inverseRootOf(a));

  /** What a square root is of. */
  function rootOf(value: Value): Value | undefined {
    const root = producerOf(g, value);
    if (root?.operator === "Sqrt") return root.inputs[0];
    return root?.operator === "Pow" && numberOf(root.inputs[1]) === 0.5 ? root.inputs[0] : undefined;
  }

  /** What 1 over a square root is of. */
  function inverseRootOf(value: Value): Value | undefined {
    const inverse = producerOf(g, value);
    if (inverse?.operator === "Reciprocal") return rootOf(inverse.inputs[0]!);
    if (inverse?.operator === "Div" && numberOf(inverse.inputs[0]) === 1) return rootOf(inverse.inputs[1]!);
    return inverse?.operator === "Pow" && numberOf(inverse.inputs[1]) === -0.5 ? inverse.inputs[0] : undefined;
  }

  /** The normalization of y by the root of a sum, where that is y's own mean of squares. */
  function written(y: Value, sum: Value | undefined): Written | undefined {
    const added = sum && producerOf(g, sum);
    const epsilons = added?.operator === "Add" ? added.inputs.map(numberOf) : [];
    const at = epsilons.findIndex((epsilon) => epsilon !== undefined);
    const mean = at < 0 ? sum : added!.inputs[1 - at];
    const squares = mean && meanOf(mean);
    if (squares === undefined || !isSquareOf(squares.of, y)) return undefined;
    const { axes } = squares;
    const epsilon = at < 0 ? 0 : epsilons[at]!;
    const difference = producerOf(g, y);
    const subtracted = difference?.operator === "Sub" ? meanOf(difference.inputs[1]!) : undefined;
    const [x] = difference?.inputs ?? [];
    if (
      x !== undefined &&
      subtracted !== undefined &&
      same(g, subtracted.of, x) &&
      subtracted.axes.join() === axes.join()
    ) {
      return { x: origin(g, x), axes, epsilon, centred: true };
    }
    return { x: origin(g, y), axes, epsilon, centred: false };
  }

  function meanOf(value: Value): { readonly of: Value; readonly axes: readonly number[] } | undefined {
    const mean = producerOf(g, value);
    if (mean?.operator !== "ReduceMean" || mean.attributes.keepdims === 0) return undefined;
    const of = mean.inputs[0]!;
    const listed = (mean.attributes.axes ?? numbersOf(mean.inputs[1])?.data) as ArrayLike<number | bigint> | undefined;
    const rank = of.shape.length;
    return { of, axes: Array.from(listed ?? of.shape.keys(), (axis) => (Number(axis) + rank) % rank) };
  }

  function isSquareOf(value: Value, y: Value): boolean {
    const square = producerOf(g, value);
    const [of, by] = square?.inputs ?? [];
    if (of === undefined || by === undefined || !same(g, of, y)) return false;
    return square!.operator === "Mul" ? same(g, by, y) : square!.operator === "Pow" && numberOf(by) === 2;
  }
}

/** The value that others are copies of. */
function origin(g: Pick<GraphBuilder, "producer">, value: Value): Value {
  const node = g.producer(value);
  const isCopy = node !== undefined && ["Identity", "Cast"].includes(node.operator);
  return isCopy ? origin(g, node.inputs[0]!) : value;
}

const producerOf = (g: Pick<GraphBuilder, "producer">, value: Value): Node | undefined => g.producer(origin(g, value));

const same = (g: Pick<GraphBuilder, "producer">, a: Value, b: Value): boolean => origin(g, a) === origin(g, b);
