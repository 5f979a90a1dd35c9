/** Where a layer stands beside the edge of chaos. */
import type { Value } from "../../graph/graph.js";
import type { Tensor } from "../../graph/tensor.js";
import { fans } from "../../network/fans.js";
import type { PlacedLayer } from "../../training/affine-layers.js";
import type { KnownFunction } from "./functions.js";
import { scaleOf } from "./kernel.js";
import { variance } from "./signal.js";
import type { Walked } from "./walk.js";

/** The mean-field phase of a layer with an activation. */
export interface LayerPhase {
  /** √(fanIn · mean square of the weights), and √ mean square of the biases. */
  readonly sigmaW: number;
  readonly sigmaB: number;
  /** The variance of what goes into the activation. */
  readonly variance: number;
  /**
   * χ₁ = σ_w² E φ′²: the factor on gradients' second moment, and on small differences between
   * samples, per layer like this one. Below 1 ordered, above 1 chaotic.
   */
  readonly chi: number;
  /** ξ = 1 / |ln χ₁|, in layers; `Infinity` at the edge of chaos. */
  readonly depthScale: number;
  /**
   * Whether the activation reads what the layer returns. Behind a normalization or a sum of
   * branches it does not, and σ_w and σ_b alone do not decide the variance.
   */
  readonly isDirect: boolean;
  /** φ; layers with the same one share this object. */
  readonly activation: KnownFunction;
}

/** ln χ₁ of this size is 0. */
const CRITICAL = 1e-9;

/** The phase of a layer; undefined where its activation's input has no rule. */
export function layerPhase(
  { layer, output }: PlacedLayer,
  activation: Value | undefined,
  { stateOf, signalOf, functionOf }: Pick<Walked, "stateOf" | "signalOf" | "functionOf">,
  tensors: Readonly<Record<string, Tensor>>,
): LayerPhase | undefined {
  const state = activation === undefined ? undefined : stateOf(activation);
  if (state?.kind !== "function") return undefined;
  const [x, f] = [signalOf(state.root), functionOf(state.name)];
  const kernel = tensors[layer.kernel.name];
  if (x === undefined || f === undefined || kernel === undefined) return undefined;
  const { multiplier = 1 } = layer.kernel.role;
  const weights = fans(layer.kernel).fanIn * scaleOf(kernel).meanSquare * multiplier ** 2;
  const bias = layer.bias === undefined ? undefined : tensors[layer.bias.name];
  const chi = weights * f.law(x.mean, Math.sqrt(variance(x))).slopes;
  const rate = Math.abs(Math.log(chi));
  return {
    sigmaW: Math.sqrt(weights),
    sigmaB: bias === undefined ? 0 : Math.sqrt(scaleOf(bias).meanSquare),
    variance: variance(x),
    chi,
    depthScale: rate < CRITICAL ? Number.POSITIVE_INFINITY : 1 / rate,
    isDirect: state.root === output,
    activation: f,
  };
}
