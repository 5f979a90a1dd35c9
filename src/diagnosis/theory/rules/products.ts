/** Products with kernels: Gemm, MatMul, Conv and ConvTranspose. */
import type { Node, Value } from "../../../graph/graph.js";
import { slidingWindow, transposedWindow } from "../../../graph/operators/window.js";
import { type Shape, sizeOf, type Tensor } from "../../../graph/tensor.js";
import { affine, type Sum } from "../affine.js";
import { cosinesBetween, type Data, offsetsOf, type Points, pointsAlong } from "../data.js";
import { drawnScale, kernelStatistics, patternOf } from "../kernel.js";
import { axisOf, count, isOnly } from "../layout.js";
import { inWindows, overlapsOf, type Seen, seenByInputs, seenBySums, withOverlaps } from "../overlap.js";
import { classMean, likeness, meanOf, type Signal, typicalMap } from "../signal.js";
import { type Outcome, passing, type Rule, type Walk } from "../state.js";
import { scaledByUnit } from "../sums.js";
import { spreadOverWindows, type Windows, windowSums } from "../windows.js";
import { attentionProduct } from "./attention.js";

const NO_SIGNAL = "what comes in has no rule";

/** A dense product: which input is the signal, and on which axes of the kernel what stands. */
interface DenseProduct {
  readonly x: Value;
  readonly kernel: Tensor;
  readonly outAxis: number;
  readonly inAxis: number;
  /** The axis of x that is summed over; the new units stand there in the product. */
  readonly axis: number;
  /** Whether the product has the axes of x the other way round. */
  readonly swapped: boolean;
  readonly factor: number;
}

const gemm: Rule = (node, walk) => {
  const [a, b, c] = node.inputs as readonly [Value, Value, Value | undefined];
  const { alpha = 1, beta = 1, transA = 0, transB = 0 } = node.attributes as Record<string, number>;
  const [left, right] = [walk.numbersOf(a), walk.numbersOf(b)];
  if (right === undefined && left === undefined) return "a product of two signals";
  const product: DenseProduct =
    right !== undefined
      ? {
          x: a,
          kernel: right,
          outAxis: transB ? 0 : 1,
          inAxis: transB ? 1 : 0,
          axis: transA ? 0 : 1,
          swapped: transA === 1,
          factor: alpha,
        }
      : {
          x: b,
          kernel: left!,
          outAxis: transA ? 1 : 0,
          inAxis: transA ? 0 : 1,
          axis: transB ? 1 : 0,
          swapped: transB === 1,
          factor: alpha,
        };
  const outcome = dense(product, walk);
  if (typeof outcome === "string" || c === undefined) return outcome;
  const bias = walk.numbersOf(c);
  if (bias === undefined) return "a sum with what is no bias";
  const { mean, meanSquare } = drawnScale(bias);
  return withBias(outcome, { mean: mean * beta, meanSquare: meanSquare * beta * beta }, walk);
};

const matMul: Rule = (node, walk) => {
  const [a, b] = node.inputs as readonly [Value, Value];
  const [left, right] = [walk.numbersOf(a), walk.numbersOf(b)];
  if (left === undefined && right === undefined) return attentionProduct(node, walk);
  const kernel = right ?? left!;
  if (kernel.shape.length !== 2) return "a product with a stack of matrices";
  const x = right === undefined ? b : a;
  const rank = x.shape.length;
  const product: DenseProduct =
    right !== undefined
      ? { x, kernel, outAxis: 1, inAxis: 0, axis: rank - 1, swapped: false, factor: 1 }
      : { x, kernel, outAxis: 0, inAxis: 1, axis: rank - 2, swapped: false, factor: 1 };
  return dense(product, walk);
};

function dense({ x, kernel, outAxis, inAxis, axis, swapped, factor }: DenseProduct, walk: Walk): Outcome | string {
  const pattern = patternOf(kernel);
  if (pattern !== undefined) return pattern;
  const signal = walk.signalOf(x);
  if (signal === undefined) return NO_SIGNAL;
  const factors = signal.layout[axis];
  if (
    factors === undefined ||
    !isOnly(
      factors.filter(({ kind }) => kind !== "places"),
      "units",
    )
  )
    return "a sum over samples";
  const [units, places] = [count(factors, "units"), count(factors, "places")];
  if (units !== signal.units) return "a sum over a part of the units, or over places alone";
  const out = kernel.shape[outAxis]!;
  const all = sizeOf(signal.places);
  const rest = all / places;
  const inPlace = signal.layout.map((old, i) => (i === axis ? axisOf("units", out) : old));
  const layout = swapped ? inPlace.reverse() : inPlace;
  const outputPlaces = layout.flat().flatMap(({ kind, size }) => (kind === "places" ? [size] : []));
  const sums = (squares: Float64Array) => regrouped(squares, all, rest, places === 1).map((q) => q * units * places);
  const sum: Sum = {
    kernel: kernelStatistics(kernel, outAxis, inAxis),
    factor,
    fanIn: units * places,
    fanOut: out,
    sums,
    adjoint: (squares) => regrouped(squares, rest, all, places === 1).map((g) => g * out),
    forwardLikeness: (x) => x,
    backwardLikeness: ({ cosines, chance, squares }) => ({
      cosines: places === 1 ? cosines : { ...cosines, places: 0, near: 0, both: 0 },
      chance,
      alike: classMean({ batch: signal.batch, places: outputPlaces, squares }, (kind) =>
        likeness({ cosines, chance }, kind),
      ),
    }),
    output: { layout, places: outputPlaces, units: out },
  };
  return passing(
    x,
    affine(
      withPoints(signal, walk, x, (data) => pointsAlong(data, axis)),
      sum,
      walk.sources,
    ),
  );
}

/** A map of places as one of other places: as it is, or each sample's mean everywhere. */
function regrouped(squares: Float64Array, from: number, to: number, asItIs: boolean): Float64Array {
  if (asItIs) return squares;
  const rows = squares.length / from;
  const means = Array.from({ length: rows }, (_, row) => meanOf(squares.subarray(row * from, (row + 1) * from)));
  return Float64Array.from({ length: rows * to }, (_, i) => means[Math.floor(i / to)]!);
}

/** The signal with the cosines of what the sum really sees, where that is numbers. */
function withPoints(signal: Signal, walk: Walk, x: Value, points: (data: Data) => Points): Signal {
  const state = walk.stateOf(x);
  return state?.kind === "data" ? { ...signal, cosines: cosinesBetween(points(state.data)) } : signal;
}

function withBias(outcome: Outcome, bias: { mean: number; meanSquare: number }, walk: Walk): Outcome {
  const [state] = outcome.states;
  if (state?.kind !== "signal") return outcome;
  const { signal } = scaledByUnit(state.signal, { mean: 1, meanSquare: 1 }, bias, walk.sources);
  return { ...outcome, states: [{ kind: "signal", signal }] };
}

/** The numbers of a convolution, forward or transposed. */
interface Convolution {
  readonly windows: Windows;
  readonly space: Shape;
  readonly outAxis: number;
  readonly inAxis: number;
  readonly units: number;
  readonly sums: Sum["sums"];
  readonly adjoint: Sum["adjoint"];
  readonly seenBySums: Seen;
  readonly seenByInputs: Seen;
}

function convolution(
  node: Node,
  walk: Walk,
  describe: (kernel: Shape, groups: number) => Convolution,
): Outcome | string {
  const [x, w, b] = node.inputs as readonly [Value, Value, Value | undefined];
  const kernel = walk.numbersOf(w);
  if (kernel === undefined) return "a convolution whose kernel is a signal";
  const pattern = patternOf(kernel);
  if (pattern !== undefined) return pattern;
  const signal = walk.signalOf(x);
  if (signal === undefined) return NO_SIGNAL;
  const [rows, channels, ...places] = signal.layout;
  const fits = isOnly(rows!, "rows") && isOnly(channels!, "units") && places.every((axis) => isOnly(axis, "places"));
  if (!fits) return "a convolution over axes that are no places";
  const groups = (node.attributes.group as number | undefined) ?? 1;
  const it = describe(kernel.shape, groups);
  const positions = sizeOf(kernel.shape.slice(2));
  const isOfData = node.operator === "Conv" && walk.stateOf(x)?.kind === "data";
  const [terms, back] = [x.shape[1]! / groups, it.units / groups];
  const sum: Sum = {
    kernel: kernelStatistics(kernel, it.outAxis, it.inAxis, groups),
    factor: 1,
    fanIn: terms * positions,
    fanOut: back * positions,
    sums: (squares) => it.sums(squares).map((square) => square * terms),
    adjoint: (squares) => it.adjoint(squares).map((square) => square * back),
    // Numbers that are at hand have the cosines of whole windows.
    forwardLikeness: isOfData
      ? (x) => x
      : (x) => withOverlaps(x, overlapsOf(it.seenBySums, sizeOf(it.space), positions, typicalMap(x)), positions),
    backwardLikeness: (gradient) => {
      const map = typicalMap({ squares: gradient.squares, places: it.space });
      const overlaps = overlapsOf(it.seenByInputs, sizeOf(signal.places), positions, map);
      const { batch, places: space } = signal;
      return inWindows(gradient, overlaps, positions, { batch, places: space, squares: it.adjoint(gradient.squares) });
    },
    output: {
      layout: [rows!, axisOf("units", it.units), ...it.space.map((size) => axisOf("places", size))],
      places: it.space,
      units: it.units,
    },
  };
  const seen = isOfData ? withPoints(signal, walk, x, (data) => patches(data, it.windows)) : signal;
  const outcome = passing(x, affine(seen, sum, walk.sources));
  const bias = walk.numbersOf(b);
  return bias === undefined ? outcome : withBias(outcome, drawnScale(bias), walk);
}

const conv: Rule = (node, walk) =>
  convolution(node, walk, (shape, _groups) => {
    const space = node.inputs[0]!.shape.slice(2);
    const { kernel, strides, dilations, padsBefore, output } = slidingWindow(node.attributes, space, shape.slice(2));
    const windows: Windows = { kernel, strides, dilations, padsBefore, input: space, output };
    return {
      windows,
      space: output,
      outAxis: 0,
      inAxis: 1,
      units: shape[0]!,
      sums: (squares) => windowSums(squares, windows),
      adjoint: (squares) => spreadOverWindows(squares, windows),
      seenBySums: seenBySums(windows),
      seenByInputs: seenByInputs(windows),
    };
  });

const convTranspose: Rule = (node, walk) =>
  convolution(node, walk, (shape, groups) => {
    const space = node.inputs[0]!.shape.slice(2);
    const { kernel, strides, dilations, padsBefore, output } = transposedWindow(node.attributes, space, shape.slice(2));
    // Each input spreads over a window of outputs.
    const windows: Windows = { kernel, strides, dilations, padsBefore, input: output, output: space };
    return {
      windows,
      space: output,
      outAxis: 1,
      inAxis: 0,
      units: shape[1]! * groups,
      sums: (squares) => spreadOverWindows(squares, windows),
      adjoint: (squares) => windowSums(squares, windows),
      seenBySums: seenByInputs(windows),
      seenByInputs: seenBySums(windows),
    };
  });

/** The numbers that each window of a convolution sees; padding is left out. */
function patches(data: Data, windows: Windows): Points {
  const rows = offsetsOf(data, ({ kind }) => kind === "rows");
  const places = offsetsOf(data, ({ kind }) => kind === "places");
  const units = offsetsOf(data, ({ kind }) => kind === "units");
  const numbers = data.tensor.data as Float32Array;
  const positions = sizeOf(windows.kernel);
  const under = seenBySums(windows);
  return {
    rows: rows.length,
    places: sizeOf(windows.output),
    length: positions * units.length,
    read: (row, place, vector) => {
      for (let k = 0; k < positions; k++) {
        const source = under(place, k);
        for (let u = 0; u < units.length; u++) {
          vector[k * units.length + u] = source < 0 ? 0 : Number(numbers[rows[row]! + places[source]! + units[u]!]);
        }
      }
    },
  };
}

/** Operators that sum over units with a kernel. */
export const products: Readonly<Record<string, Rule>> = {
  Gemm: gemm,
  MatMul: matMul,
  Conv: conv,
  ConvTranspose: convTranspose,
};
