/**
 * Operators that choose, repeat or add places and units: Slice, Split, Pad and Resize. Along each
 * axis an element is a weighted sum of elements that were there, or nothing.
 */
import { evaluate } from "../../../graph/compiler/simplify/evaluate.js";
import type { Node, Value } from "../../../graph/graph.js";
import { resizeWeights } from "../../../graph/operators/resize.js";
import { sliceRanges } from "../../../graph/operators/slicing.js";
import { sizeOf, type Tensor, toNumbers } from "../../../graph/tensor.js";
import { combined, fresh } from "../deviation.js";
import { axisOf, isOnly, type Layout } from "../layout.js";
import { type Gradient, meanOf, perClass, type Signal } from "../signal.js";
import type { Sources } from "../sources.js";
import type { Outcome, Rule, Walk } from "../state.js";

/** Along one axis, what each new element is the weighted sum of. */
type AxisSums = readonly (readonly (readonly [before: number, weight: number])[])[];

/** The axes that change, by their number. */
type Changes = ReadonlyMap<number, AxisSums>;

/** Elements start, start + step, …, or nothing where they lie outside of the axis. */
const elements = (n: number, count: number, start: number, step = 1): AxisSums =>
  Array.from({ length: count }, (_, i) => {
    const from = start + i * step;
    return from >= 0 && from < n ? [[from, 1]] : [];
  });

/** A signal behind changed axes, with the way back. */
interface Changed {
  readonly signal: Signal;
  readonly pullback: (gradient: Gradient) => Gradient;
}

/** The signal behind some changes; a reason where there is none. */
function changed(signal: Signal, changes: Changes, sources: Sources): Changed | string {
  const sizes = signal.layout.flat().flatMap(({ kind, size }) => (kind === "places" ? [size] : []));
  if (sizes.join() !== signal.places.join()) return "places in another order";
  const placeMaps: (AxisSums | undefined)[] = sizes.map(() => undefined);
  const layout: (typeof signal.layout)[number][] = [];
  let [units, read, place] = [signal.units, signal.units, 0];
  for (const [axis, factors] of signal.layout.entries()) {
    const map = changes.get(axis);
    const kind = factors[0]?.kind;
    if (map === undefined) layout.push(factors);
    else {
      if (kind === undefined || kind === "rows" || !isOnly(factors, kind)) return "a part of what has no rule";
      layout.push(axisOf(kind, map.length));
      if (kind === "places" && factors.length > 1) return "a part of the places of an image";
      if (kind === "places") placeMaps[place] = map;
      else {
        const size = factors.reduce((n, factor) => n * factor.size, 1);
        units *= map.length / size;
        read *= map.filter((sum) => sum.length > 0).length / size;
      }
    }
    place += factors.filter((factor) => factor.kind === "places").length;
  }
  const near = meanOf(signal.cosines.near);
  const filled = read / units;
  const squares = placeMaps
    .reduce(
      (map, sums, axis) => (sums === undefined ? map : alongAxis(map, placeMaps, sizes, axis, near)),
      signal.squares,
    )
    .map((square) => square * filled);
  const share = read / signal.units;
  const after: Signal = {
    ...signal,
    ...ofSomeUnits(signal, share, sources),
    layout,
    units,
    squares,
    // An axis of size 1 counts nothing.
    places: sizes.flatMap((size, i) => (placeMaps[i]?.length === 1 ? [] : [placeMaps[i]?.length ?? size])),
    mean: signal.mean * filled * placeMaps.reduce((product, sums) => product * (sums ? weightOf(sums) : 1), 1),
    cosines: { ...signal.cosines, near: nearAfter(signal, placeMaps.at(-1)) },
  };
  const backwards = placeMaps.map((sums, i) => sums && adjoint(sums, sizes[i]!));
  const newSizes = sizes.map((size, i) => placeMaps[i]?.length ?? size);
  return {
    signal: after,
    pullback: (gradient) => ({
      ...gradient,
      squares: backwards
        .reduce(
          (map, sums, axis) =>
            sums === undefined ? map : alongAxis(map, backwards, newSizes, axis, gradient.cosines.near),
          gradient.squares,
        )
        .map((g) => g * share),
    }),
  };
}

/** What a share of the units has more of than all: the chance of one draw of their weights. */
function ofSomeUnits(signal: Signal, share: number, sources: Sources): Partial<Signal> {
  const { ofProduct, deviation, chance } = signal;
  if (ofProduct === undefined || share >= 1) return {};
  const more = 1 / share - 1;
  const part = {
    ...ofProduct,
    noise: ofProduct.noise / share,
    chance: perClass((kind) => Math.min(1, ofProduct.chance[kind] / share)),
  };
  return {
    ofProduct: part,
    chance: perClass((kind) => Math.min(1, chance[kind] + ofProduct.chance[kind] * more)),
    deviation: combined([
      [1, deviation],
      [1, fresh(sources, ofProduct.noise * more)],
    ]),
  };
}

/** The sum of the weights of an element, mean over elements. */
const weightOf = (sums: AxisSums): number =>
  meanOf(sums.map((sum) => sum.reduce((total, [, weight]) => total + weight, 0)));

/** For each old element the new ones that it is in. */
function adjoint(sums: AxisSums, n: number): AxisSums {
  const result: [number, number][][] = Array.from({ length: n }, () => []);
  sums.forEach((sum, i) => {
    for (const [before, weight] of sum) result[before]!.push([i, weight]);
  });
  return result;
}

/** Neighbours along the last axis: one element twice, neighbours as before, or places apart. */
function nearAfter({ cosines }: Signal, sums: AxisSums | undefined): Float64Array {
  if (sums === undefined || sums.length < 2) return cosines.near;
  const first = sums.map((sum) => sum[0]?.[0] ?? Number.NaN);
  const steps = first.slice(1).map((from, i) => Math.abs(from - first[i]!));
  const share = (of: (step: number) => boolean) => steps.filter(of).length / steps.length;
  const [same, apart] = [share((step) => step === 0), share((step) => step > 1)];
  const far = meanOf(cosines.places);
  return cosines.near.map((c) => same + apart * far + (1 - same - apart) * c);
}

/** Second moments of sums along one axis of a map `[rows, ...places]`, others before it. */
function alongAxis(
  map: Float64Array,
  all: readonly (AxisSums | undefined)[],
  sizes: readonly number[],
  axis: number,
  cosine: number,
): Float64Array {
  const sums = all[axis]!;
  const [old, inner] = [sizes[axis]!, sizeOf(sizes.slice(axis + 1))];
  const outer = map.length / (old * inner);
  const result = new Float64Array(outer * sums.length * inner);
  for (let o = 0; o < outer; o++) {
    sums.forEach((sum, j) => {
      for (let i = 0; i < inner; i++) {
        let [squares, roots] = [0, 0];
        for (const [from, weight] of sum) {
          const square = weight * weight * map[(o * old + from) * inner + i]!;
          squares += square;
          roots += Math.sign(weight) * Math.sqrt(square);
        }
        result[(o * sums.length + j) * inner + i] = squares + (roots * roots - squares) * cosine;
      }
    });
  }
  return result;
}

/**
 * The layout of data whose axes have other sizes now; undefined where an axis counts several
 * things.
 */
function resized(layout: Layout, node: Node): Layout | undefined {
  const [from, to] = [node.inputs[0]!.shape, node.outputs[0]!.shape];
  const axes = layout.map((factors, i) => {
    const kind = factors[0]?.kind;
    return from[i] === to[i] || kind === undefined ? factors : isOnly(factors, kind) ? axisOf(kind, to[i]!) : undefined;
  });
  return axes.includes(undefined) ? undefined : (axes as Layout);
}

/** The numbers of a node's input; undefined where it has none. */
function integers(node: Node, walk: Walk, input: number): number[] | undefined {
  const tensor = walk.numbersOf(node.inputs[input]);
  return tensor && toNumbers(tensor);
}

/** The rule of an operator that changes axes: for each output the changes that lead to it. */
const changing =
  (changesOf: (node: Node, walk: Walk) => readonly Changes[] | string): Rule =>
  (node, walk) => {
    const x = node.inputs[0] as Value;
    const state = walk.stateOf(x);
    if (state?.kind === "data" && node.outputs.length === 1) {
      const layout = resized(state.data.layout, node);
      const numbers = [state.data.tensor, ...node.inputs.slice(1).map((v) => v && walk.numbersOf(v))];
      const tensor = evaluate(node, numbers as readonly Tensor[]);
      return layout === undefined || tensor === undefined
        ? "the axes of its input cannot be followed"
        : { states: [{ kind: "data", data: { tensor, layout } }] };
    }
    const signal = walk.signalOf(x);
    if (signal === undefined) return "what comes in has no rule";
    const changes = changesOf(node, walk);
    return typeof changes === "string" ? changes : outcomeOf(x, signal, changes, walk.sources);
  };

function outcomeOf(x: Value, signal: Signal, changes: readonly Changes[], sources: Sources): Outcome | string {
  const outputs = changes.map((one) => changed(signal, one, sources));
  const problem = outputs.find((one) => typeof one === "string");
  if (typeof problem === "string") return problem;
  return {
    states: (outputs as Changed[]).map((one) => ({ kind: "signal", signal: one.signal })),
    pullback: (gradients) =>
      gradients.flatMap((gradient, i) =>
        gradient === undefined ? [] : [[x, (outputs[i] as Changed).pullback(gradient)] as const],
      ),
  };
}

const slice = changing((node, walk) => {
  const [starts, ends, axes, steps] = [1, 2, 3, 4].map((input) => integers(node, walk, input));
  const { shape } = node.inputs[0]!;
  const ranges = sliceRanges(shape, starts!, ends!, axes, steps);
  return [
    new Map(
      ranges.flatMap(({ start, count, step }, axis) =>
        count === shape[axis] && step === 1 ? [] : [[axis, elements(shape[axis]!, count, start, step)] as const],
      ),
    ),
  ];
});

const split = changing((node) => {
  const { shape } = node.inputs[0]!;
  const axis = (((node.attributes.axis as number | undefined) ?? 0) + shape.length) % shape.length;
  let start = 0;
  return node.outputs.map((output) => {
    const count = output.shape[axis]!;
    start += count;
    return new Map(count === shape[axis] ? [] : [[axis, elements(shape[axis]!, count, start - count)]]);
  });
});

const pad = changing((node, walk) => {
  const { shape } = node.inputs[0]!;
  const pads = integers(node, walk, 1)!;
  const [fill = 0] = integers(node, walk, 2) ?? [];
  const mode = node.attributes.mode as string | undefined;
  if ((mode ?? "constant") === "constant" && fill !== 0) return "padding with numbers that are not 0";
  const inside = (i: number, n: number): number => {
    if (mode === "edge") return Math.max(0, Math.min(n - 1, i));
    if (mode === "reflect") return i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i;
    return i;
  };
  return [
    new Map(
      shape.flatMap((n, axis) => {
        const [before, after] = [pads[axis]!, pads[axis + shape.length]!];
        if (before === 0 && after === 0) return [];
        const sums = Array.from({ length: n + before + after }, (_, i) => elements(n, 1, inside(i - before, n))[0]!);
        return [[axis, sums] as const];
      }),
    ),
  ];
});

const resize = changing((node, walk) => {
  const [from, to] = [node.inputs[0]!.shape, node.outputs[0]!.shape];
  const scales = integers(node, walk, 2);
  return [
    new Map(
      from.flatMap((n, axis) => {
        if (n === to[axis]) return [];
        const factor = scales === undefined || scales.length === 0 ? undefined : scales[axis];
        const weights = resizeWeights(node.attributes, n, to[axis]!, factor);
        return [[axis, weights.map((row) => row.flatMap((weight, i) => (weight === 0 ? [] : [[i, weight] as const])))]];
      }),
    ),
  ];
});

/** Operators that choose, repeat or add places and units. */
export const parts: Readonly<Record<string, Rule>> = { Slice: slice, Split: split, Pad: pad, Resize: resize };
