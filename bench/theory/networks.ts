/** The networks of the study of theory and simulation. */
import { conv, dense, flatten, sequential } from "../../src/network/layers/index.js";
import type { Layer } from "../../src/network/layers/layer.js";
import { criticalPoint, gain, type NoiseLevels } from "../../src/signal/index.js";
import type { Drawn } from "../../test/theory/simulate.js";
import { drawsOf } from "./draws.js";

/** Activations of all kinds: kinked, smooth, bounded, even in parts, positive. */
export const activations = [
  "relu",
  "leaky-relu",
  "elu",
  "selu",
  "gelu",
  "silu",
  "mish",
  "softplus",
  "sigmoid",
  "tanh",
  "softsign",
  "sin",
] as const;

/** Layers with a kernel. */
export const DEPTH = 30;

/** Activations without an edge of chaos at q* = 1. */
const ORDERED: ReadonlySet<string> = new Set(["softplus", "sigmoid"]);

/** The edge of chaos at q* = 1; where there is none, the gain and biases of 0.2. */
export function levelsOf(activation: string): NoiseLevels {
  return ORDERED.has(activation) ? { sigmaW: gain(activation), sigmaB: 0.2 } : criticalPoint(activation, { qStar: 1 });
}

/** A dense network of width 512, 8 samples of 64 features. */
export const denseNetwork = (activation: string, width = 512, depth = DEPTH): Drawn =>
  drawn(`dense ${activation}`, activation, [64], [...hidden(depth, () => dense(width, { activation })), dense(10)]);

/** A convolutional network of 128 channels, 8 images of 3 × 6 × 6. */
export const convNetwork = (activation: string, channels = 128, depth = DEPTH): Drawn =>
  drawn(
    `conv ${activation}`,
    activation,
    [3, 6, 6],
    [...hidden(depth, () => conv(channels, 3, { padding: "same", activation })), flatten(), dense(10)],
  );

const hidden = (depth: number, layer: () => Layer): Layer[] => Array.from({ length: depth - 1 }, layer);

const drawn = (name: string, activation: string, shape: readonly number[], layers: readonly Layer[]): Drawn => ({
  name,
  layers: sequential(...layers),
  shape,
  rows: 8,
  draw: drawsOf(levelsOf(activation)),
});

/** The same network with all kernels times a factor. */
export const scaledBy = (network: Drawn, factor: number): Drawn => ({
  ...network,
  draw: (parameters, seed) => {
    const weights = network.draw(parameters, seed);
    const kernels = parameters.filter(({ role }) => role.kind === "kernel" && role.head !== true);
    return {
      ...weights,
      ...Object.fromEntries(kernels.map(({ name }) => [name, weights[name]!.map((w) => w * factor)])),
    };
  },
});
