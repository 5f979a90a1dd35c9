/** A sum over units, and in windows over places, with random weights. */
import { combined, fresh, type Sources, still } from "./deviation.js";
import type { KernelStatistics } from "./kernel.js";
import { type Cosines, type Gradient, gradientPairMean, mapGradientCosines, pairMean, type Signal } from "./signal.js";
import type { Passed } from "./through-function.js";

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
  /** What is left of the classes of cosines, for the sums and for gradients by the inputs. */
  readonly forwardCosines: (cosines: Cosines) => Cosines;
  readonly backwardCosines: (gradient: Gradient) => Gradient["cosines"];
  readonly output: Pick<Signal, "layout" | "places" | "units">;
}

/** The signal behind a sum with random weights: normal over units, with mean 0. */
export function affine(x: Signal, sum: Sum, sources: Sources): Passed {
  const { kernel, output } = sum;
  const weight = kernel.meanSquare * sum.factor * sum.factor;
  const here = { batch: x.batch, ...output };
  const cosines = sum.forwardCosines(x.cosines);
  const alike = pairMean(here, cosines, (c) => c * c);
  const spread = 2 * Math.max(0, alike - 1 / sum.fanIn) * kernel.forwardSpread;
  const signal: Signal = {
    ...here,
    squares: sum.sums(x.squares).map((square) => square * weight),
    mean: 0,
    cosines,
    deviation: combined([
      [1, x.deviation],
      [1, fresh(sources, spread)],
    ]),
    centred: false,
  };
  return { signal, pullback: (gradient) => backward(gradient, here, sum, weight, sources) };
}

function backward(
  gradient: Gradient,
  here: Pick<Signal, "batch" | "places">,
  sum: Sum,
  weight: number,
  sources: Sources,
): Gradient {
  const alike = gradientPairMean(here, gradient, (c) => c * c);
  // Gradients of two samples get directions in common by chance.
  const met = (c: number) => Math.min(1, Math.sqrt(c * c + (1 - c * c) ** 2 * sum.kernel.backwardSpread));
  const spread = 2 * Math.max(0, alike - 1 / sum.fanOut) * sum.kernel.backwardSpread;
  return {
    squares: sum.adjoint(gradient.squares).map((square) => square * weight),
    cosines: mapGradientCosines({ cosines: sum.backwardCosines(gradient) }, met),
    tilt: gradient.tilt,
    deviation: combined([
      [1, gradient.deviation],
      [1, { ...still, shift: gradient.tilt / sum.fanIn }],
      [1, fresh(sources, spread)],
    ]),
  };
}
