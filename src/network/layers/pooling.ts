/** Pooling of images `[N, C, H, W]`. */
import { reduceMean } from "../../graph/expressions.js";
import { type Pair, pairOf } from "./check-arguments.js";
import { checkPadding, type Padding, padsOf } from "./conv.js";
import type { Layer } from "./layer.js";
import { imageShape } from "./scope.js";

/** Options of `maxPool` and `averagePool`. */
export interface PoolOptions {
  /** @defaultValue the window's size: windows that do not overlap */
  readonly stride?: Pair | undefined;
  /**
   * "valid" ignores rows and columns that fill no whole window. Padding is never a maximum, nor
   * counted in a mean.
   *
   * @defaultValue "valid"
   */
  readonly padding?: Padding | undefined;
}

/**
 * Largest value of each window: `[N, C, H, W]` → `[N, C, H', W']`. At ties the first takes the
 * whole gradient, as in PyTorch.
 */
export const maxPool = (size: Pair, options: PoolOptions = {}): Layer => pool("maxPool", "MaxPool", size, options);

/**
 * Mean of each window: `[N, C, H, W]` → `[N, C, H', W']`. Padding is not counted, as in Keras
 * (PyTorch counts it by default).
 */
export const averagePool = (size: Pair, options: PoolOptions = {}): Layer =>
  pool("averagePool", "AveragePool", size, options);

function pool(name: string, operator: "MaxPool" | "AveragePool", size: Pair, options: PoolOptions): Layer {
  const { padding = "valid" } = options;
  const window = pairOf(name, "size", size);
  const strides = pairOf(name, "stride", options.stride ?? size);
  checkPadding(name, padding);
  return {
    kind: name.toLowerCase(),
    apply: (x, scope) => {
      const [, , ...space] = imageShape(scope, x);
      const pads = padsOf(scope, padding, space, window, strides);
      return scope.g.apply(operator, [x], { kernel_shape: window, strides, pads });
    },
  };
}

/** Mean over height and width: `[N, C, H, W]` → `[N, C]`. */
export function globalAveragePool(): Layer {
  return {
    kind: "globalaveragepool",
    apply: (x, scope) => {
      imageShape(scope, x);
      return reduceMean(scope.g, x, [2, 3], false);
    },
  };
}
