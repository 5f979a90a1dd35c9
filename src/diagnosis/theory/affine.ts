/** A sum over units, and in windows over places, with random weights. */
import { combined, fresh, still } from "./deviation.js";
import type { KernelStatistics } from "./kernel.js";
import { alikeness, type Gradient, likeness, meanOf, perClass, type Signal } from "./signal.js";
import type { Sources } from "./sources.js";
import type { Passed } from "./through-function.js";

/** How alike gradients are, before a kernel's own chance. */
export interface Likeness extends Pick<Gradient, "cosines" | "chance"> {
  /** The mean square of the cosines over all pairs of points. */
  readonly alike: number;
}

/** How a product with a kernel sums. */
export interface Sum {
  readonly kernel: KernelStatistics;
  /** Factor on the product, `alpha` of a Gemm. */
  readonly factor: number;
  /** Number of terms of a sum away from borders, forward and backward. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** Σ over the units and places of each sum of E x², per unit of weight variance. */
  readonly sums: (squares: Float64Array) => Float64Array;
  /** The same backwards. */
  readonly adjoint: (squares: Float64Array) => Float64Array;
  /** How alike what the sums see is. */
  readonly forwardLikeness: (x: Signal) => Pick<Signal, "cosines" | "chance">;
  /** How alike what gradients by the inputs sum is, from the gradients by the sums. */
  readonly backwardLikeness: (gradient: Gradient) => Likeness;
  readonly output: Pick<Signal, "layout" | "places" | "units">;
}

/** The signal behind a sum with random weights: normal over units, with mean 0. */
export function affine(x: Signal, sum: Sum, sources: Sources): Passed {
  const { kernel, output } = sum;
  const weight = kernel.meanSquare * sum.factor * sum.factor;
  const here = { batch: x.batch, ...output };
  const { cosines, chance } = sum.forwardLikeness(x);
  const squares = sum.sums(x.squares).map((square) => square * weight);
  const alike = alikeness({ ...here, squares, cosines, chance });
  const spread = 2 * beyond(alike, sum.fanIn) * kernel.forwardSpread;
  const added = perClass((kind) => {
    const squared = Math.min(1, meanOf(cosines[kind].map((c) => c * c)) + chance[kind]);
    return (1 - squared) ** 2 * kernel.forwardSpread;
  });
  const signal: Signal = {
    ...here,
    squares,
    mean: 0,
    skewness: 0,
    cosines,
    chance: perClass((kind) => chance[kind] + added[kind]),
    deviation: combined([
      [1, x.deviation],
      [1, fresh(sources, spread)],
    ]),
    ofProduct: {
      noise: 2 * alike * kernel.forwardSpread,
      chance: added,
      ofEqualLengths: x.equalLengths,
    },
    equalLengths: false,
    centred: false,
  };
  return { signal, pullback: (gradient) => backward(gradient, x.units, sum, weight, sources) };
}

/**
 * How far points are from filling all directions of `terms`, where the kernel's own mean square
 * says all: 1 for one direction, 0 for all alike.
 */
const beyond = (alike: number, terms: number): number =>
  terms > 1 ? Math.max(0, alike - 1 / terms) / (1 - 1 / terms) : 0;

function backward(gradient: Gradient, units: number, sum: Sum, weight: number, sources: Sources): Gradient {
  const { cosines, chance, alike } = sum.backwardLikeness(gradient);
  // 1 for independent weights, 0 for an orthogonal matrix, which keeps lengths whatever the angle.
  const independence = Math.min(1, sum.kernel.backwardSpread * units);
  const spread = 2 * beyond(alike, sum.fanOut) * sum.kernel.backwardSpread;
  return {
    squares: sum.adjoint(gradient.squares).map((square) => square * weight),
    cosines,
    chance: perClass(
      (kind) => chance[kind] + (1 - likeness({ cosines, chance }, kind)) ** 2 * sum.kernel.backwardSpread,
    ),
    tilt: gradient.tilt,
    deviation: combined([
      [1, gradient.deviation],
      [1, { ...still, shift: (gradient.tilt / sum.fanIn) * independence }],
      [1, fresh(sources, spread)],
    ]),
  };
}
