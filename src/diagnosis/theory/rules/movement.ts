/** Operators that move elements: reshapes, transpositions and joins. */

import { evaluate } from "../../../graph/compiler/simplify/evaluate.js";
import type { Node, Value } from "../../../graph/graph.js";
import { sizeOf, type Tensor } from "../../../graph/tensor.js";
import { combined } from "../deviation.js";
import { scaleOf } from "../kernel.js";
import { axisOf, count, isOnly, type Layout, reshaped, transposed } from "../layout.js";
import { meanOf, perClass, type Signal, secondMoment } from "../signal.js";
import type { Outcome, Rule, Walk } from "../state.js";
import { joined } from "../sums.js";

const LOST = "the axes of its input cannot be followed";

/** The layout of the first output, where the operator only moves elements of its first input. */
type MoveLayout = (layout: Layout, node: Node) => Layout | undefined;

/** The same for signals, attention and data: only the layout changes. */
const moving =
  (move: MoveLayout): Rule =>
  (node, walk) => {
    const [x] = node.inputs as readonly [Value];
    const state = walk.stateOf(x);
    if (state?.kind === "scores" || state?.kind === "shares") return { states: [state] };
    if (state?.kind === "data") {
      const layout = move(state.data.layout, node);
      const numbers = [state.data.tensor, ...node.inputs.slice(1).map((v) => walk.numbersOf(v))];
      const tensor = numbers.includes(undefined) ? undefined : evaluate(node, numbers as readonly Tensor[]);
      return layout === undefined || tensor === undefined
        ? LOST
        : { states: [{ kind: "data", data: { tensor, layout } }] };
    }
    const signal = walk.signalOf(x);
    if (signal === undefined) return "what comes in has no rule";
    const layout = move(signal.layout, node);
    if (layout === undefined) return LOST;
    return {
      states: [{ kind: "signal", signal: { ...signal, layout } }],
      pullback: ([gradient]) => (gradient === undefined ? [] : [[x, gradient]]),
    };
  };

const intoShape: MoveLayout = (layout, node) => reshaped(layout, node.outputs[0]!.shape);

const permuted: MoveLayout = (layout, node) =>
  transposed(
    layout,
    (node.attributes.perm as readonly number[] | undefined) ?? layout.map((_, i) => layout.length - 1 - i),
  );

/** The map of some consecutive places. */
function placesOf({ squares, places }: Pick<Signal, "squares" | "places">, start: number, size: number): Float64Array {
  const all = sizeOf(places);
  return Float64Array.from(
    { length: (squares.length / all) * size },
    (_, i) => squares[Math.floor(i / size) * all + start + (i % size)]!,
  );
}

/** Signals side by side, along units or along the places of a sequence. */
const concat: Rule = (node, walk) => {
  const rank = node.outputs[0]!.shape.length;
  const axis = ((node.attributes.axis as number) + rank) % rank;
  const signals = node.inputs.map((v) => walk.signalOf(v));
  const model = signals.find((signal) => signal !== undefined);
  if (model === undefined) return "what comes in has no rule";
  const kind = model.layout[axis]?.[0]?.kind ?? "units";
  if (kind === "rows" || !isOnly(model.layout[axis]!, kind)) return "a join of samples";
  if (kind === "places") return withTokens(node, walk, model, axis);
  if (signals.includes(undefined)) return "a join with what has no rule";
  const all = signals as readonly Signal[];
  const units = all.reduce((sum, signal) => sum + signal.units, 0);
  const shares = all.map((signal) => signal.units / units);
  const squares = model.squares.map((_, i) => all.reduce((sum, signal, k) => sum + shares[k]! * signal.squares[i]!, 0));
  const total = meanOf(squares);
  const weights = all.map((signal, k) => (total > 0 ? (shares[k]! * secondMoment(signal)) / total : shares[k]!));
  const cosines = all.slice(1).reduce(
    (sum, signal, k) => joined(sum, signal.cosines, (a, b) => a + weights[k + 1]! * b),
    joined(model.cosines, model.cosines, (a) => weights[0]! * a),
  );
  const layout = model.layout.map((old, i) => (i === axis ? axisOf("units", node.outputs[0]!.shape[axis]!) : old));
  const signal: Signal = {
    ...model,
    layout,
    units,
    squares,
    cosines,
    chance: perClass((kind) => all.reduce((sum, one, k) => sum + weights[k]! ** 2 * one.chance[kind], 0)),
    mean: all.reduce((sum, one, k) => sum + shares[k]! * one.mean, 0),
    skewness: all.reduce((sum, one, k) => sum + weights[k]! * one.skewness, 0),
    deviation: combined(all.map((one, k) => [weights[k]!, one.deviation])),
    centred: all.every(({ centred }) => centred),
  };
  return {
    states: [{ kind: "signal", signal }],
    pullback: ([gradient]) => (gradient === undefined ? [] : node.inputs.map((v) => [v!, gradient] as const)),
  };
};

/** Learned tokens before or behind those of a sequence. */
function withTokens(node: Node, walk: Walk, model: Signal, axis: number): Outcome | string {
  if (count(model.layout[axis]!, "places") !== sizeOf(model.places)) return "a join of images";
  const sizes = node.inputs.map((v) => v!.shape[axis]!);
  const pieces = node.inputs.map((v, i) => {
    const signal = walk.signalOf(v);
    if (signal !== undefined) return { squares: signal.squares, signal };
    const numbers = walk.numbersOf(v);
    const rows = model.squares.length / sizeOf(model.places);
    return (
      numbers && { squares: new Float64Array(rows * sizes[i]!).fill(scaleOf(numbers).meanSquare), signal: undefined }
    );
  });
  if (pieces.includes(undefined)) return "a join with what has no rule";
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const squares = new Float64Array((model.squares.length / sizeOf(model.places)) * total);
  pieces.forEach((piece, k) => {
    piece!.squares.forEach((square, i) => {
      squares[Math.floor(i / sizes[k]!) * total + starts[k]! + (i % sizes[k]!)] = square;
    });
  });
  const learned = sizes.reduce((sum, size, i) => (pieces[i]!.signal === undefined ? sum + size : sum), 0) / total;
  const signal: Signal = {
    ...model,
    layout: model.layout.map((old, i) => (i === axis ? axisOf("places", total) : old)),
    places: [total],
    squares,
    mean: model.mean * (1 - learned),
    cosines: {
      ...model.cosines,
      samples: model.cosines.samples.map((c) => c * (1 - learned) + learned),
      places: model.cosines.places.map((c) => c * (1 - learned) ** 2),
      both: model.cosines.both.map((c) => c * (1 - learned) ** 2),
    },
  };
  return {
    states: [{ kind: "signal", signal }],
    pullback: ([gradient]) =>
      gradient === undefined
        ? []
        : node.inputs.flatMap((v, i) => {
            if (pieces[i]!.signal === undefined) return [];
            const squares = placesOf({ squares: gradient.squares, places: [total] }, starts[i]!, sizes[i]!);
            return [[v!, { ...gradient, squares }] as const];
          }),
  };
}

/** Operators that move elements. */
export const movement: Readonly<Record<string, Rule>> = {
  Reshape: moving(intoShape),
  Flatten: moving(intoShape),
  Squeeze: moving(intoShape),
  Unsqueeze: moving(intoShape),
  Transpose: moving(permuted),
  Identity: moving((layout) => layout),
  Cast: moving((layout) => layout),
  Dropout: moving((layout) => layout),
  Concat: concat,
};
